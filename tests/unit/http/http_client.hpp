// A blunt client for tests: bytes out, bytes in, over TCP, TLS or a Unix socket, with a bound on every wait.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace jiaohao::test {

struct ClientTls {
    /// PEM; empty: no client certificate.
    std::string certificate_file;
    std::string key_file;
    std::string ca_file;
};

class Client {
  public:
    /// `from`: an address of this machine to come from.
    static std::unique_ptr<Client> tcp(std::uint16_t port, const std::string& from = "127.0.0.1");
    static std::unique_ptr<Client> tls(std::uint16_t port, const ClientTls& options);
    static std::unique_ptr<Client> unix_socket(const std::string& path);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool send(std::string_view bytes);
    /// Reads until `enough(buffer)` or end or time-out; what was read and not yet taken.
    template <class Enough>
    const std::string& read_until(Enough&& enough) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!enough(buffer) && !ended && std::chrono::steady_clock::now() < deadline) {
            read_some();
        }
        return buffer;
    }
    /// One whole HTTP response (by Content-Length), taken from the buffer.
    std::string response(bool head = false);
    /// True when the server ends the connection within the bound.
    bool wait_end();
    /// One length-prefixed message; empty at the end.
    std::string frame();
    bool send_frame(std::string_view text);
    /// WebSocket: upgrades; then masked text out, unmasked text in (empty at the end; a close frame ends).
    std::string upgrade(const std::string& path, const std::string& extra_headers = {},
                        const std::string& host = "hall.test");
    /// Code of the close frame that ended the WebSocket; 0 without one.
    unsigned close_code = 0;
    std::string close_reason;
    bool send_text(std::string_view text);
    std::string text();

    std::string buffer;
    bool ended = false;
    bool handshake_ok = true;
    int fd = -1;

  private:
    Client() = default;
    void read_some();
    std::string take(std::size_t size);
    ssl_ctx_st* context_ = nullptr;
    ssl_st* ssl_ = nullptr;
};

}  // namespace jiaohao::test
