// Putting a journal that cannot be read out of the way, whole, so that all of it can be looked at later.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/journal/options.hpp"
#include "kiosk/journal/places.hpp"

namespace jiaohao::journal {

/// A journal that was set aside stands in a folder of this name, followed by "<epoch>-<time>".
inline constexpr std::string_view kSetAside = "damaged-";

/// A write-ahead log with something in it.
[[nodiscard]] bool log_there(const Places& places);

/// Deletes what power that went in the middle of a beginning left: a file without a table whose log holds no event.
/// Nobody was told of anything in it, and set aside it would stand before what it was to go on from. Only for a
/// journal.db in which SQLite sees no table. Throws as set_aside().
void drop_unbegun(const Options& options);

/// Every folder that a journal of `epoch` was moved to, the oldest first: more than one when the power went before the
/// next epoch was begun.
[[nodiscard]] std::vector<std::filesystem::path> set_aside_before(
    const std::filesystem::path& folder, const std::optional<domain::EpochId>& epoch);

/// Moves the database with its log into a folder of its own and gives back its name; where nothing is left to
/// move, the folder that a journal of `epoch` was moved to before, or an empty path. A log whose database was moved
/// when the power went is moved after it. Throws FileError or std::filesystem::filesystem_error: what cannot be set
/// aside must not be begun anew on top of.
[[nodiscard]] std::filesystem::path set_aside(const Options& options,
                                              const std::optional<domain::EpochId>& epoch);

}  // namespace jiaohao::journal
