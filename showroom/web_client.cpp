// SPDX-License-Identifier: Apache-2.0
#include "showroom/web_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

namespace jiaohao::showroom {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} * 1024 * 1024;

std::size_t take(char* data, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    if (body.size() + size * count > kMostBytes) {
        return 0;
    }
    body.append(data, size * count);
    return size * count;
}

}  // namespace

Result<std::string, std::string> http_get(const std::string& url) {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    std::string body;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 5000L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    const CURLcode code = curl_easy_perform(curl.get());
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) {
        return fail(fmt::format("{}: {} (status {})", url, curl_easy_strerror(code), status));
    }
    return body;
}

Result<nlohmann::json, std::string> http_get_json(const std::string& url) {
    const auto body = http_get(url);
    if (!body) {
        return fail(body.error());
    }
    auto parsed = nlohmann::json::parse(*body, nullptr, false);
    if (parsed.is_discarded()) {
        return fail(fmt::format("{}: no JSON", url));
    }
    return parsed;
}

}  // namespace jiaohao::showroom
