// A new journal with a new epoch: the first one, after damage, or in another hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "kiosk/journal/high_water.hpp"
#include "kiosk/journal/load.hpp"
#include "kiosk/journal/options.hpp"
#include "kiosk/journal/store.hpp"

namespace jiaohao::journal {

struct Opened {
    std::unique_ptr<Store> store;
    Loaded loaded;
};

// All throw sqlite::Error, FileError or std::filesystem::filesystem_error.

[[nodiscard]] Opened begin_first(const Options& options, HighWater& high_water);

/// Sets aside what is there and goes on above the reserved numbers with every ticket that can be read.
/// `problem`: for the log.
[[nodiscard]] Opened begin_after_damage(const Options& options, HighWater& high_water,
                                        const std::string& problem);

/// The same disk in another hall or under another name, with nothing that was set aside under these before: numbers go on
/// above those of `left`, for a name that was mistyped is still the same hall. There is no journal.db.
[[nodiscard]] Opened begin_after_move(const Options& options, HighWater& high_water, ports::LeftJournal left,
                                      std::map<domain::EpochId, domain::Seq> acknowledged);

}  // namespace jiaohao::journal
