// PINs at rest: Argon2id (RFC 9106), 19 MiB, 2 passes, 1 lane.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/random.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::api {

/// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash" with 16 random bytes of salt. Fails for an empty PIN or want of
/// memory. Takes tens of milliseconds.
[[nodiscard]] Result<std::string, std::string> make_pin_hash(std::string_view pin, Random& random);

/// False also for a hash that cannot be read.
[[nodiscard]] bool pin_matches(const std::string& hash, std::string_view pin);

}  // namespace jiaohao::api
