// The journals in old/: of earlier epochs, and those that were set aside for another hall or terminal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "kiosk/base/log.hpp"
#include "kiosk/journal/marks.hpp"
#include "kiosk/journal/sqlite.hpp"

namespace jiaohao::journal {

/// Hands over each file of `old`, open for reading, in no order. One that cannot be opened or read, or that `each` throws
/// at, is logged as `trouble` and passed over: it stays where it is, for the uploader and for people.
void for_each_old(const std::filesystem::path& old, const Log& log, std::string_view trouble,
                  const std::function<void(const std::filesystem::path&, sqlite::Connection&)>& each);

/// Those that hold events, in no order. Those set aside under other names after `kept_since` stay, the newest kMovedKept of
/// them.
[[nodiscard]] std::vector<OldEpoch> list_old(const std::filesystem::path& old, WallTime kept_since,
                                             const Log& log);

}  // namespace jiaohao::journal
