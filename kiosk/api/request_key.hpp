// What the hall remembers of a request: the client's id, who it is, and a fingerprint of what was asked under it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::api {

/// "ID@WHO#FINGERPRINT" (service::Hall::submit tells a repeated request from another one by it). The fingerprint
/// is 64 bits of SHA-256 over the name and the arguments without the PIN, which must not be found by trying.
///
/// `who` is the client's own identity (Session::who), not the clerk who signed in and not the address where a name is known:
/// a page that comes back from another network or signs in again repeats its own request, and two programs that count from 1
/// do not get each other's answers.
[[nodiscard]] domain::RequestId request_key(const wire::api::CommandMessage& command, std::string_view who);

/// The client's own part of a key.
[[nodiscard]] std::string client_id(const domain::RequestId& key);

}  // namespace jiaohao::api
