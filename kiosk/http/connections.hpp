// What the acceptors start. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

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

/// `slot` counts the connection at its listener. `overflow`: there were too many; it only gets a 503.
void serve_http(Core& core, std::shared_ptr<HttpListener> listener, Socket socket, std::string remote,
                std::shared_ptr<Counted> slot, bool overflow);

void serve_unix(Core& core, ChannelListener& listener, const ChannelLimits& limits, Socket socket,
                std::shared_ptr<Counted> slot);

}  // namespace jiaohao::http
