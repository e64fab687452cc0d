// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/curl_transport.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

namespace jiaohao::upload {
namespace {

constexpr std::size_t kMostAnswer = std::size_t{1} << 20U;
// Below the 300 s after which head office closes an idle connection.
constexpr long kMostIdleSeconds = 240;
constexpr int kPollMs = 1000;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* target) {
    auto& body = *static_cast<std::string*>(target);
    if (size * count > kMostAnswer - body.size()) {
        return 0;
    }
    body.append(bytes, size * count);
    return size * count;
}

HeaderList headers_of(const HttpRequest& request) {
    // No "100 Continue" round trip: refused bodies are small.
    curl_slist* list = curl_slist_append(nullptr, "Expect:");
    for (const auto& [name, value] : request.headers) {
        list = curl_slist_append(list, fmt::format("{}: {}", name, value).c_str());
    }
    return HeaderList(list);
}

bool about_trust(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CERTPROBLEM ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR ||
           code == CURLE_SSL_CONNECT_ERROR;
}

}  // namespace

struct CurlTransport::Impl {
    explicit Impl(CurlOptions the_options) : options(std::move(the_options)) {}

    void prepare(const HttpRequest& request, const curl_slist* headers, std::string& body, char* problem);
    void run();
    [[nodiscard]] HttpReply reply_of(CURLcode code, std::string body, const char* problem) const;

    const CurlOptions options;
    std::unique_ptr<CURLM, FreeMulti> multi{curl_multi_init()};
    std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
    /// The next request opens a new connection; the one place in the cache then drops the old one.
    bool fresh = false;
    std::atomic<bool> cancelled{false};
};

void CurlTransport::Impl::prepare(const HttpRequest& request, const curl_slist* headers, std::string& body,
                                  char* problem) {
    CURL* handle = easy.get();
    curl_easy_reset(handle);
    const std::string url = options.address + request.path;
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "jiaohao/" JIAOHAO_VERSION);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, problem);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.request.count()));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, kMostIdleSeconds);
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, std::exchange(fresh, false) ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, options.proxy.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
    // Head office's own authority and no other, whatever the machine trusts.
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(handle, CURLOPT_SSLCERT, options.certificate_file.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, options.key_file.c_str());
}

void CurlTransport::Impl::run() {
    int running = 1;
    while (running > 0 && !cancelled) {
        if (curl_multi_perform(multi.get(), &running) != CURLM_OK) {
            return;
        }
        if (running > 0) {
            curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr);
        }
    }
}

HttpReply CurlTransport::Impl::reply_of(CURLcode code, std::string body, const char* problem) const {
    HttpReply reply;
    if (code != CURLE_OK) {
        reply.kind = about_trust(code) ? HttpReply::Kind::untrusted : HttpReply::Kind::failed;
        reply.error =
            fmt::format("{}: {}", options.address, *problem != '\0' ? problem : curl_easy_strerror(code));
        return reply;
    }
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RETRY_AFTER, &retry_after);
    reply.kind = HttpReply::Kind::answered;
    reply.status = static_cast<int>(status);
    reply.body = std::move(body);
    reply.retry_after = retry_after > 0 ? fmt::format("{}", retry_after) : "";
    return reply;
}

Result<std::unique_ptr<CurlTransport>, std::string> CurlTransport::make(CurlOptions options) {
    // curl wants to be initialised once per process, before its first use.
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialised != CURLE_OK) {
        return fail(fmt::format("libcurl: {}", curl_easy_strerror(initialised)));
    }
    if (!options.address.starts_with("https://")) {
        return fail(fmt::format("head office's address \"{}\" must begin with https://", options.address));
    }
    while (options.address.ends_with('/')) {
        options.address.pop_back();
    }
    auto impl = std::make_unique<Impl>(std::move(options));
    if (!impl->multi || !impl->easy) {
        return fail(std::string("libcurl: no memory"));
    }
    curl_multi_setopt(impl->multi.get(), CURLMOPT_MAXCONNECTS, 1L);
    return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;

HttpReply CurlTransport::perform(const HttpRequest& request) {
    const HeaderList headers = headers_of(request);
    std::string body;
    std::array<char, CURL_ERROR_SIZE> problem{};
    impl_->prepare(request, headers.get(), body, problem.data());
    curl_multi_add_handle(impl_->multi.get(), impl_->easy.get());
    impl_->run();
    CURLcode code = CURLE_RECV_ERROR;
    bool done = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(impl_->multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) {
            code = message->data.result;
            done = true;
        }
    }
    curl_multi_remove_handle(impl_->multi.get(), impl_->easy.get());
    if (!done && impl_->cancelled) {
        return {HttpReply::Kind::cancelled, 0, {}, {}, "cancelled"};
    }
    return impl_->reply_of(code, std::move(body), problem.data());
}

void CurlTransport::wait(std::chrono::nanoseconds span) {
    using std::chrono::milliseconds;
    const auto most = std::chrono::ceil<milliseconds>(
        std::clamp<std::chrono::nanoseconds>(span, std::chrono::nanoseconds{0}, std::chrono::hours{1}));
    if (!impl_->cancelled && most.count() > 0) {
        curl_multi_poll(impl_->multi.get(), nullptr, 0, static_cast<int>(most.count()), nullptr);
    }
}

void CurlTransport::forget_connections() {
    // Not a new multi handle: wake() may be using this one.
    impl_->fresh = true;
}

void CurlTransport::wake() {
    curl_multi_wakeup(impl_->multi.get());
}

void CurlTransport::cancel() {
    impl_->cancelled = true;
    wake();
}

}  // namespace jiaohao::upload
