// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/room.hpp"

#include <limits>
#include <system_error>
#include <utility>

namespace jiaohao::journal {

Room::Room(std::filesystem::path folder, std::uint64_t quota_bytes, std::uint64_t ballast_bytes,
           std::function<std::uint64_t()> free_bytes)
    : folder_(std::move(folder)),
      quota_(quota_bytes),
      ballast_(ballast_bytes),
      free_bytes_(std::move(free_bytes)) {}

std::uint64_t Room::free() const {
    if (free_bytes_) {
        return free_bytes_();
    }
    std::error_code unknown;
    const auto space = std::filesystem::space(folder_, unknown);
    return unknown ? std::numeric_limits<std::uint64_t>::max() : space.available;
}

bool Room::look(std::uint64_t used_bytes) {
    const std::uint64_t free = this->free();
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
