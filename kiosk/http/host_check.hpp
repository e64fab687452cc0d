// Whether a request was meant for this server. A browser that was led here by a name of somebody else's (DNS
// rebinding) sends that name, and the pages of that name could then read the answers. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/http/message.hpp"

namespace jiaohao::http {

struct OwnNames {
    const std::vector<std::string>& configured;
    /// The address that the client reached.
    std::string_view local;
    /// Its certificate's names count too; null without TLS.
    SSL* ssl = nullptr;
};

/// `host` is the Host header: name or address, with or without a port.
[[nodiscard]] bool host_allowed(std::string_view host, const OwnNames& own);

/// 421 as RFC 9457 says it, naming the host and what to do.
[[nodiscard]] Response misdirected(std::string_view host);

}  // namespace jiaohao::http
