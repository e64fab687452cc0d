// What the hall remembers of a request: the client's id and a fingerprint of what was asked under it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::api {

/// "ID#FINGERPRINT" (service::Hall::submit tells a repeated request from another one by it). The fingerprint
/// is 64 bits of SHA-256 over the name and the arguments without the PIN, which must not be found by trying.
[[nodiscard]] domain::RequestId request_key(const wire::api::CommandMessage& command);

/// The client's own part of a key.
[[nodiscard]] std::string client_id(const domain::RequestId& key);

}  // namespace jiaohao::api
