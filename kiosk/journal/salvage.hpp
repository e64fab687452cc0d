// What can still be read of a journal that was put aside becomes a file of its own for the uploader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "kiosk/journal/marks.hpp"
#include "kiosk/journal/options.hpp"

namespace jiaohao::journal {

/// Files of `old/` that can be read, in no order. Those set aside under other names after `kept_since` stay, the newest
/// kMovedKept of them.
[[nodiscard]] std::vector<OldEpoch> list_old(const std::filesystem::path& old, WallTime kept_since,
                                             const Log& log);

/// Every damaged-*/ of the folder that was not salvaged yet. Slow; run in the background. Never throws.
void salvage_all(const Options& options);

}  // namespace jiaohao::journal
