// How near the end of disk and quota is: the hall sheds what it can do without before anything is refused.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>

namespace jiaohao::journal {

/// look() by the journal thread; short_of_room() by any.
class Room {
  public:
    /// `quota_bytes` 0: none. `ballast_bytes` is what the disk must keep free besides the ballast itself.
    /// `free_bytes`: as in Options.
    Room(std::filesystem::path folder, std::uint64_t quota_bytes, std::uint64_t ballast_bytes,
         std::function<std::uint64_t()> free_bytes = {});

    /// `used_bytes` of the database, without its free pages. True: little is left, so drop what head office
    /// has. Low at 15/16 of the quota or less than the ballast free; not low again at 14/16 and three times the
    /// ballast.
    bool look(std::uint64_t used_bytes);
    /// Low, and there is nothing to drop any more.
    void nothing_to_drop() { short_ = low_; }
    [[nodiscard]] bool low() const { return low_; }
    [[nodiscard]] bool short_of_room() const { return short_; }
    /// The disk itself is short now, whatever the quota: deleting files would help.
    [[nodiscard]] bool disk_short() const { return free() < watched(); }
    /// As much is free as it takes to have the ballast and all that is asked for besides.
    [[nodiscard]] bool disk_wide() const { return free() >= 4 * watched(); }

  private:
    [[nodiscard]] std::uint64_t free() const;
    [[nodiscard]] std::uint64_t watched() const { return std::max(ballast_, kCommit); }

    /// Without a ballast; a commit writes tens of kilobytes.
    static constexpr std::uint64_t kCommit = 1U << 16U;
    std::filesystem::path folder_;
    std::uint64_t quota_;
    std::uint64_t ballast_;
    std::function<std::uint64_t()> free_bytes_;
    bool low_ = false;
    std::atomic<bool> short_ = false;
};

}  // namespace jiaohao::journal
