// OpenSSL contexts and what a verified certificate says. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <openssl/ssl.h>

#include "kiosk/http/server.hpp"

namespace jiaohao::http {

struct SslFree {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslPtr = std::unique_ptr<SSL, SslFree>;

/// The context in use for new handshakes; replaced as a whole by reload(). Thread-safe.
class TlsSource {
  public:
    explicit TlsSource(TlsOptions options) : options_(std::move(options)) {}
    [[nodiscard]] Result<void, ServerError> reload();
    /// A server-side SSL in accept state over `fd`.
    [[nodiscard]] SslPtr make(int fd) const;

  private:
    TlsOptions options_;
    mutable std::mutex mutex_;
    std::shared_ptr<SSL_CTX> context_;  // guarded by mutex_
};

/// Of the side that connects.
class TlsTrust {
  public:
    /// PEM, one or several authorities; empty: the system's.
    [[nodiscard]] static Result<TlsTrust, std::string> load(const std::string& ca_file);
    /// A client-side SSL over `fd` in connect state: only a peer with a certificate for `host` (name or address) passes.
    [[nodiscard]] SslPtr make(int fd, const std::string& host) const;

  private:
    std::shared_ptr<SSL_CTX> context_;
};

/// Why a handshake was ended because of the peer's certificate; empty when it was not.
struct CertificateVerdict {
    bool wrong_name = false;
    std::string why;
};
[[nodiscard]] CertificateVerdict verdict_of(SSL* ssl);

struct PeerCertificate {
    std::string common_name;
    std::vector<std::string> alt_names;
};
/// Of a certificate that was verified; empty fields without one.
[[nodiscard]] PeerCertificate peer_certificate(SSL* ssl);

/// The oldest error in OpenSSL's queue of this thread, which is then cleared.
[[nodiscard]] std::string take_ssl_error();

}  // namespace jiaohao::http
