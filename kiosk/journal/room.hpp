// How near the end of disk and quota is: the hall sheds what it can do without before anything is refused.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

namespace jiaohao::journal {

/// look() by the journal thread; short_of_room() by any.
class Room {
  public:
    /// `quota_bytes` 0: none. `ballast_bytes` is what the disk must keep free besides the ballast itself.
    Room(std::filesystem::path folder, std::uint64_t quota_bytes, std::uint64_t ballast_bytes);

    /// `used_bytes` of the database, without its free pages. True: little is left, so drop what head office
    /// has. Low at 15/16 of the quota or less than the ballast free; not low again at 14/16 and three times the
    /// ballast.
    bool look(std::uint64_t used_bytes);
    /// Low, and there is nothing to drop any more.
    void nothing_to_drop() { short_ = low_; }
    [[nodiscard]] bool low() const { return low_; }
    [[nodiscard]] bool short_of_room() const { return short_; }

  private:
    std::filesystem::path folder_;
    std::uint64_t quota_;
    std::uint64_t ballast_;
    bool low_ = false;
    std::atomic<bool> short_ = false;
};

}  // namespace jiaohao::journal
