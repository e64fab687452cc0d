// HTTP/1.1, WebSocket and Unix-socket server: one loop, run by its caller on a thread of its own.
//
//   Server server(log);
//   auto port = server.listen_http(options, handler);      // before or while run() runs
//   std::jthread net([&] { server.run(); });
//   ... server.stop();
//
// TLS 1.2 and up. SIGPIPE is never raised by it. Limits are enforced before a handler sees a request: a
// header block over 8 kB is 431, a body over its limit 413, anything unreadable 400, a peer that dawdles is
// cut.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/log.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/http/channel.hpp"
#include "kiosk/http/message.hpp"

namespace jiaohao::http {

struct ServerError {
    enum class Code : std::uint8_t { address, in_use, permission, certificate, system };
    Code code{};
    /// Names what, where and why: for the log and the technician.
    std::string detail;
};

struct TlsOptions {
    /// PEM: certificate followed by its chain; its key.
    std::string certificate_file;
    std::string key_file;
    enum class ClientCertificate : std::uint8_t { none, optional, required };
    /// optional: a client without one is let in with an empty peer_name; one that does not verify never is.
    ClientCertificate client_certificate = ClientCertificate::none;
    /// PEM, one or several; needed unless `none`.
    std::string client_ca_file;
};

/// Sizes in bytes, times real.
struct HttpLimits {
    std::size_t header = std::size_t{8} * 1024;
    std::size_t body = std::size_t{1024} * 1024;
    /// TLS handshake; and separately a header block from its first byte to its last.
    std::chrono::milliseconds handshake{30'000};
    /// The body from its first byte to its last; and the answer until the peer has taken it.
    std::chrono::milliseconds transfer{60'000};
    /// A connection without a request, new or kept.
    std::chrono::milliseconds idle{300'000};
    /// A WebSocket on which nothing is heard, answers to pings included.
    std::chrono::milliseconds channel_idle{300'000};
    /// How long a handler may take to answer.
    std::chrono::milliseconds answer{60'000};
    std::size_t connections = 512;
    /// Of these at most so many of one address that are no WebSockets (yet); 0: no bound of its own.
    std::size_t plain_per_address = 0;
};

struct HttpListenerOptions {
    /// "127.0.0.1", "::", ...; port 0 takes any free one.
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::optional<TlsOptions> tls;
    HttpLimits limits;

    /// Given every answer of 400 and above before it is sent, those of the server itself included (they are
    /// plain text): where an interface has a form of its own for errors. On the loop's thread; must not throw.
    std::function<void(Response&)> on_error;

    /// Upgrades to WebSocket are taken on this path only; empty: nowhere.
    std::string websocket_path;
    ChannelListener* channels = nullptr;
    ChannelLimits channel_limits;
    /// Origins ("https://hall.example") allowed besides the one that equals the Host header. A client without
    /// an Origin header is no browser and is let in.
    std::vector<std::string> origins;
    /// Names under which this listener may be asked, besides localhost, its own addresses and those of its
    /// certificate. A page of a stranger's that had its name point here (DNS rebinding) asks under the
    /// stranger's name: it gets 421. Not set: every Host is answered.
    std::optional<std::vector<std::string>> hosts;
};

struct UnixListenerOptions {
    /// At most 107 bytes. A socket left behind by a dead process is replaced; one that answers is not.
    std::string path;
    std::uint32_t mode = 0660;
    /// Set on the socket when given and permitted.
    std::optional<std::uint32_t> group;
    ChannelLimits channel_limits;
    std::size_t connections = 64;
    /// Of these at most so many of one user, so that nobody's runaway program locks the others out.
    std::size_t per_user = 48;
    /// One message to a client that is one too many; empty: it is just closed.
    std::string busy_notice;
};

/// Counts since start, and what is open now.
struct ServerStats {
    std::uint64_t accepted = 0;
    std::uint64_t turned_away = 0;
    std::uint64_t requests = 0;
    std::uint64_t bad_requests = 0;
    std::uint64_t handshakes_failed = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t slow_cut = 0;
    std::uint64_t connections = 0;
    std::uint64_t channels = 0;
};

class Server {
  public:
    explicit Server(Log log);
    /// Ends the loop's work; run() must have returned.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The port it listens on. Any thread.
    [[nodiscard]] Result<std::uint16_t, ServerError> listen_http(HttpListenerOptions options,
                                                                 Handler handler);
    [[nodiscard]] Result<void, ServerError> listen_unix(UnixListenerOptions options,
                                                        ChannelListener& channels);
    /// Reads certificates, keys and authorities again; new handshakes use them. On error the old ones stay.
    [[nodiscard]] Result<void, ServerError> reload_certificates();

    /// Blocks until stop(); then every channel has been told on_close("stopping").
    void run();
    /// Thread-safe, at any time.
    void stop();

    /// Runs `task` on the loop's thread, in order per calling thread. Thread-safe; false once stopped.
    bool post(std::function<void()> task) const;
    /// post() as a value that may outlive the server (tasks are then refused).
    [[nodiscard]] std::function<bool(std::function<void()>)> poster() const;
    /// Runs `task` on the loop every `period` of real time while run() runs. Call before run().
    void every(std::chrono::milliseconds period, const std::function<void()>& task);

    [[nodiscard]] ServerStats stats() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::http
