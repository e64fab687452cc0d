// What the acceptors start. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
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
    /// Connections that are no WebSockets, by the peer's address. Loop thread only.
    std::map<std::string, std::size_t> plain;
};

/// One of HttpListener::plain while it lives.
class PlainPlace {
  public:
    PlainPlace(std::shared_ptr<HttpListener> listener, std::string address)
        : listener_(std::move(listener)), address_(std::move(address)) {
        ++listener_->plain[address_];
    }
    ~PlainPlace() {
        const auto found = listener_->plain.find(address_);
        if (--found->second == 0) {
            listener_->plain.erase(found);
        }
    }
    PlainPlace(const PlainPlace&) = delete;
    PlainPlace& operator=(const PlainPlace&) = delete;

  private:
    std::shared_ptr<HttpListener> listener_;
    std::string address_;
};

/// Counts a connection at its listener, and as long as it is no WebSocket at its address.
struct Slot {
    Slot(const std::shared_ptr<HttpListener>& listener, const std::string& address)
        : open(listener->open), plain(std::in_place, listener, address) {}
    Counted open;
    std::optional<PlainPlace> plain;
};

struct Ends {
    /// Addresses as text: the peer's, and the one it came to.
    std::string remote;
    std::string local;
};
/// `overflow`: there were too many; it only gets a 503.
void serve_http(Core& core, std::shared_ptr<HttpListener> listener, Socket socket, Ends ends,
                std::shared_ptr<Slot> slot, bool overflow);

/// Who is at the other end of a Unix socket, as the kernel says; nothing when it does not.
[[nodiscard]] std::optional<PeerInfo> unix_peer(int fd);
/// `place` is held as long as the channel lives.
void serve_unix(Core& core, ChannelListener& listener, const ChannelLimits& limits, Socket socket,
                PeerInfo peer, std::shared_ptr<void> place);
/// One frame says why, then the connection ends.
void turn_away_unix(Core& core, Socket socket, std::string_view notice, std::shared_ptr<void> place);

}  // namespace jiaohao::http
