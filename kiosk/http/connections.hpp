// What the acceptors start. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "kiosk/http/core.hpp"
#include "kiosk/http/stream.hpp"

namespace jiaohao::http {

/// One HTTP listener, shared by its connections.
struct HttpListener {
    HttpListenerOptions options;
    Handler handler;
    std::unique_ptr<TlsSource> tls;
    std::atomic<std::uint64_t> open{0};
};

struct Ends {
    /// Addresses as text: the peer's, and the one it came to.
    std::string remote;
    std::string local;
};
/// `slot` counts the connection at its listener. `overflow`: there were too many; it only gets a 503.
void serve_http(Core& core, std::shared_ptr<HttpListener> listener, Socket socket, Ends ends,
                std::shared_ptr<Counted> slot, bool overflow);

/// Who is at the other end of a Unix socket, as the kernel says; nothing when it does not.
[[nodiscard]] std::optional<PeerInfo> unix_peer(int fd);
/// `place` is held as long as the channel lives.
void serve_unix(Core& core, ChannelListener& listener, const ChannelLimits& limits, Socket socket,
                PeerInfo peer, std::shared_ptr<void> place);
/// One frame says why, then the connection ends.
void turn_away_unix(Core& core, Socket socket, std::string_view notice, std::shared_ptr<void> place);

}  // namespace jiaohao::http
