// Whether the journal of a folder belongs to another hall or terminal than the configuration names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

struct Foreign {
    ports::LeftJournal journal;
    /// One of the names that the configuration has was set aside before: it would be taken up again.
    bool other_waits = false;
};

/// What opening `folder` under these names would set aside; nothing when the journal there is theirs, or there is none that
/// can be read. Reads only, also beside a kioskd that runs, and leaves no file behind. Any thread; blocks on the disk.
[[nodiscard]] std::optional<Foreign> foreign_journal(const std::filesystem::path& folder,
                                                     const domain::HallId& hall,
                                                     const domain::TerminalId& terminal);

}  // namespace jiaohao::journal
