// Listening sockets. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "kiosk/http/connections.hpp"

namespace jiaohao::http {

struct BoundTcp {
    std::shared_ptr<Stoppable> acceptor;
    std::uint16_t port = 0;
};
/// Binds at once; accepts when the loop runs.
[[nodiscard]] Result<BoundTcp, ServerError> bind_tcp(Core& core, std::shared_ptr<HttpListener> listener);
[[nodiscard]] Result<std::shared_ptr<Stoppable>, ServerError> bind_unix(Core& core,
                                                                        UnixListenerOptions options,
                                                                        ChannelListener& channels);

}  // namespace jiaohao::http
