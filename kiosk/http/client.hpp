// The other end of a Server's channels: connects to one peer, over WebSocket (with or without TLS) or a Unix socket
// with length-prefixed frames. One loop, run by its caller on a thread of its own.
//
//   Client client(log);
//   std::jthread loop([&] { client.run(); });
//   client.connect(options, listener);      // one try: on_open() follows, or on_failed()
//   ... client.stop();
//
// TLS 1.2 and up; the peer's certificate must come from the given authorities and be made for the name or address that
// the URL says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/base/log.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/http/channel.hpp"

namespace jiaohao::http {

struct ConnectFailure {
    /// bad_url: cannot be read, or is without TLS and of another machine. not_there: nobody listens, no way to it, or the
    /// name is unknown. permission: of a Unix socket.
    /// not_trusted: the certificate is of no authority that is trusted, or not valid now. wrong_name: it is somebody
    /// else's. refused: the peer speaks, but does not take a WebSocket there.
    enum class Code : std::uint8_t {
        bad_url,
        not_there,
        permission,
        time_out,
        not_trusted,
        wrong_name,
        refused,
        failed,
        stopping
    };
    Code code{};
    /// For the log and the technician: what and where.
    std::string detail;
};
/// "not_there", ...
[[nodiscard]] std::string_view code(ConnectFailure::Code code);

/// Where a URL leads.
struct Endpoint {
    /// Of unix: the path; otherwise empty.
    std::string socket;
    std::string host;
    std::string port;
    bool secure = false;
};
/// "wss://host[:port]", "ws://host[:port]" (host may be "[::1]"), "unix:/path". Nothing for anything else.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(const std::string& url);

struct ClientOptions {
    std::string url;
    /// Of the WebSocket.
    std::string path = "/";
    /// PEM, one or several authorities; empty: those of the system.
    std::string ca_file;
    /// Real time: the way to the peer with its TLS, and separately the WebSocket's handshake.
    std::chrono::milliseconds connect{5000};
    ChannelLimits limits;
};

/// Told on the loop's thread; must not block or throw.
class ClientListener : public ChannelListener {
  public:
    /// Instead of on_open(), exactly once for a connect() that led to nothing.
    virtual void on_failed(const ConnectFailure& failure) = 0;
};

class Client {
  public:
    explicit Client(Log log);
    /// run() must have returned, or never been called.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Thread-safe. `listener` outlives run().
    void connect(ClientOptions options, ClientListener& listener);

    /// Blocks until stop(); then every channel has been told on_close("stopping").
    void run();
    /// Thread-safe, at any time.
    void stop();
    /// Runs `task` on the loop's thread, in order per calling thread. Thread-safe; false once stopped.
    bool post(std::function<void()> task) const;
    /// Runs `task` on the loop every `period` of real time while run() runs. Call before run().
    void every(std::chrono::milliseconds period, const std::function<void()>& task);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::http
