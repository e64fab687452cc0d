// Opening a journal whatever its state: lift an old one, put a damaged one aside, begin a new epoch.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/journal/beginning.hpp"

namespace jiaohao::journal {

/// A damaged or foreign file is put aside and a new epoch begun; fails only when the disk or a newer version
/// leaves no choice. `no_later_than`: events after it were refused by a failed commit and are removed.
[[nodiscard]] Result<Opened, ports::JournalFailure> open_or_begin(const Options& options,
                                                                  HighWater& high_water,
                                                                  std::optional<domain::Seq> no_later_than);

[[nodiscard]] ports::JournalFailure failure_of(const sqlite::Error& error, const std::filesystem::path& file);

}  // namespace jiaohao::journal
