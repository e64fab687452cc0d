// Numbers that may not be given out again, as high-water file and journal know them together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/journal/high_water.hpp"
#include "kiosk/journal/snapshot_file.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

/// No number up to these may be given out again: what was reserved, and what is known to be used.
void take_floors(const HighWater& high_water, ports::Recovered& recovered);

/// The same for numbers of any days that are known to be used; the state goes on above them.
void raise_numbers(const HighWater::Days& used, domain::HallState& state);

/// High-water file and second file of the state say how far the journal was durable when they were written. One
/// that ends before has lost commits, with its log or by a backup laid over the folder: it would give numbers
/// again, and seqs that head office knows. Throws Damaged.
void check_durable(const HighWater& high_water, const std::optional<SnapshotMark>& snapshot,
                   const ports::Recovered& recovered);

/// The high-water file names this epoch and covers every number it gave out, also when the file was lost.
void cover(HighWater& high_water, const ports::Recovered& recovered);

}  // namespace jiaohao::journal
