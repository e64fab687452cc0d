// A journal of another hall or terminal than the configuration names is set aside whole, and taken up again when the
// configuration names its own again. FORMAT.md, "Another hall or terminal".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/journal/beginning.hpp"

namespace jiaohao::journal {

/// Journals set aside that stay although head office has all of them: the newest of those not older than the retention.
inline constexpr std::size_t kMovedKept = 4;

// All throw Damaged, sqlite::Error, FileError or std::filesystem::filesystem_error.

/// `before` is of other names than the configuration's: it goes to old/, and the one set aside under these names is taken up,
/// or a new one begun.
[[nodiscard]] Opened move_on(const Options& options, HighWater& high_water, Opened before);

/// There is no journal.db because the power went while one was being set aside: goes on with that. Nothing when that is not why.
[[nodiscard]] std::optional<Opened> finish_move(const Options& options, HighWater& high_water);

/// `opened` was set aside and is back (or was about to be): no number that was given meanwhile is given again. Does nothing
/// to any other.
void settle_back(const Options& options, const HighWater& high_water, Opened& opened);

/// Of a file that nobody writes, or that is read beside its writer. `file`: what to tell people.
[[nodiscard]] ports::LeftJournal describe(sqlite::Connection& db, const std::filesystem::path& file);

/// The newest journal in old/ that was set aside under these names and can be read.
[[nodiscard]] std::optional<std::filesystem::path> set_aside_under(const std::filesystem::path& old,
                                                                   const domain::HallId& hall,
                                                                   const domain::TerminalId& terminal,
                                                                   const Log& log);

/// When it was set aside, UTC ms; nothing for a journal that never was.
[[nodiscard]] std::optional<WallTime> set_aside_at(sqlite::Connection& db);

/// Value of meta_key::left, and back: nothing when it is not of the journal's last event `last`.
[[nodiscard]] std::string encode_left(const ports::LeftJournal& left, domain::Seq last);
[[nodiscard]] std::optional<ports::LeftJournal> decode_left(std::string_view text, domain::Seq last);

}  // namespace jiaohao::journal
