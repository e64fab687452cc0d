// From HTTP to WebSocket. Internal to kiosk/http; the only header that shows Beast.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "kiosk/http/connections.hpp"

namespace jiaohao::http {

namespace beast = boost::beast;
using BeastRequest = beast::http::request<beast::http::string_body>;

struct Upgrade {
    BeastRequest request;
    PeerInfo peer;
};

/// True for a browser's origin that equals the Host header or is listed, and for clients without an origin.
[[nodiscard]] bool origin_allowed(std::string_view origin, std::string_view host,
                                  const std::vector<std::string>& allowed);

/// Runs until the channel has ended.
asio::awaitable<void> run_web_socket(Core& core, std::shared_ptr<HttpListener> listener, Stream stream,
                                     Upgrade upgrade);

/// The other end: says hello to a server at `host`, path `target`. Runs until the channel has ended, or until `failed` was
/// told why there is none.
asio::awaitable<void> run_web_socket_client(Core& core, ChannelListener& listener,
                                            const ChannelLimits& limits, std::chrono::milliseconds handshake,
                                            Stream stream, std::string host, std::string target,
                                            std::function<void(std::string)> failed);

}  // namespace jiaohao::http
