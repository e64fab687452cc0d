// The second file of the last good snapshot: what a hall goes on from when it has lost journal.db.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/log.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::journal {

/// Its content.
[[nodiscard]] std::string encode_snapshot_file(const domain::EpochId& epoch, domain::Seq seq,
                                               std::string_view state);

/// The event up to which the journal was durable when the file was written.
struct SnapshotMark {
    domain::EpochId epoch;
    domain::Seq seq;
};
/// Nothing when the file is missing or cannot be read.
[[nodiscard]] std::optional<SnapshotMark> read_snapshot_mark(const std::filesystem::path& file);

/// The state it holds; an empty one when it is missing or cannot be read.
[[nodiscard]] domain::HallState read_snapshot_file(const std::filesystem::path& file, const Log& log);

}  // namespace jiaohao::journal
