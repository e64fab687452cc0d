// Putting a journal that cannot be read out of the way, whole, so that all of it can be looked at later.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "kiosk/journal/options.hpp"
#include "kiosk/journal/places.hpp"

namespace jiaohao::journal {

/// A journal that was set aside stands in a folder of this name, followed by "<epoch>-<time>".
inline constexpr std::string_view kSetAside = "damaged-";

/// A write-ahead log with something in it.
[[nodiscard]] bool log_there(const Places& places);

/// Moves the database with its log into a folder of its own and gives back its name; where nothing is left to
/// move, the folder that a journal of `epoch` was moved to before, or an empty path. Throws FileError or
/// std::filesystem::filesystem_error: what cannot be set aside must not be begun anew on top of.
[[nodiscard]] std::filesystem::path set_aside(const Options& options,
                                              const std::optional<domain::EpochId>& epoch);

}  // namespace jiaohao::journal
