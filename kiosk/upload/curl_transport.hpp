// HTTPS to head office by libcurl: mutual TLS, one kept connection, redirects never followed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "kiosk/base/result.hpp"
#include "kiosk/upload/transport.hpp"

namespace jiaohao::upload {

struct CurlOptions {
    /// "https://head.example:8443", without a path. The host is verified against the server's certificate.
    std::string address;
    /// PEM files. They are read anew for every new connection.
    std::string ca_file;
    std::string certificate_file;
    std::string key_file;
    /// "http://proxy:3128"; empty: none, whatever the environment says.
    std::string proxy;
    /// Real time: until connected, and for the whole request.
    std::chrono::milliseconds connect{15'000};
    std::chrono::milliseconds request{60'000};
};

/// Thread rules as in HttpTransport.
class CurlTransport final : public HttpTransport {
  public:
    /// The error names what is wrong with the options.
    [[nodiscard]] static Result<std::unique_ptr<CurlTransport>, std::string> make(CurlOptions options);
    ~CurlTransport() override;

    [[nodiscard]] HttpReply perform(const HttpRequest& request) override;
    void wait(std::chrono::nanoseconds span) override;
    void forget_connections() override;
    void wake() override;
    void cancel() override;

  private:
    struct Impl;
    explicit CurlTransport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::upload
