// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/host_check.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

namespace jiaohao::http {
namespace {

constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "::1"};

/// Without port, brackets and the dot that ends a full name; lower case.
std::string bare(std::string_view host) {
    if (host.starts_with('[')) {
        host = host.substr(1, host.find(']') - 1);
    } else {
        host = host.substr(0, host.find(':'));
    }
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    std::string name(host);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name;
}

bool same_address(const std::string& host, std::string_view local) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    return !error && address.to_string() == local;
}

bool in_certificate(const std::string& host, SSL* ssl) {
    X509* certificate = ssl != nullptr ? SSL_get_certificate(ssl) : nullptr;
    return certificate != nullptr &&
           (X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1 ||
            X509_check_ip_asc(certificate, host.c_str(), 0) == 1);
}

/// What may stand in a JSON text as it is.
bool harmless(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".:-_[]").find(c) != std::string_view::npos;
}

}  // namespace

bool host_allowed(std::string_view host, const OwnNames& own) {
    const std::string name = bare(host);
    if (name.empty()) {
        return false;
    }
    const auto is_name = [&name](std::string_view one) { return bare(one) == name || one == name; };
    return std::any_of(kLoopback.begin(), kLoopback.end(), is_name) ||
           std::any_of(own.configured.begin(), own.configured.end(), is_name) ||
           same_address(name, own.local) || in_certificate(name, own.ssl);
}

Response misdirected(std::string_view host) {
    std::string shown(host.substr(0, 100));
    std::erase_if(shown, [](char c) { return !harmless(c); });
    return {
        421,
        {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
        R"({"type":"about:blank","title":"Misdirected Request","status":421,"detail":"this hall is not called \")" +
            shown + R"(\"; a name of its own is added to names under [api] in kiosk.toml","host":")" + shown +
            "\"}\n"};
}

}  // namespace jiaohao::http
