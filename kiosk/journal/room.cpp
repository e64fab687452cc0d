// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/room.hpp"

#include <limits>
#include <system_error>
#include <utility>

namespace jiaohao::journal {

Room::Room(std::filesystem::path folder, std::uint64_t quota_bytes, std::uint64_t ballast_bytes)
    : folder_(std::move(folder)), quota_(quota_bytes), ballast_(ballast_bytes) {}

bool Room::look(std::uint64_t used_bytes) {
    std::error_code unknown;
    const auto space = std::filesystem::space(folder_, unknown);
    const std::uint64_t free = unknown ? std::numeric_limits<std::uint64_t>::max() : space.available;
    const std::uint64_t sixteenth = quota_ / 16;
    if (free < ballast_ || (quota_ > 0 && used_bytes > quota_ - sixteenth)) {
        low_ = true;
    } else if (free >= 3 * ballast_ && (quota_ == 0 || used_bytes < quota_ - 2 * sixteenth)) {
        low_ = false;
        short_ = false;
    }
    return low_;
}

}  // namespace jiaohao::journal
