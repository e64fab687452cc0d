// Numbers that may not be given out again, as high-water file and journal know them together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/journal/high_water.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

/// No number up to these may be given out again: what was reserved, and what is known to be used.
void take_floors(const HighWater& high_water, ports::Recovered& recovered);

/// A number is reserved just before the commit that uses it. Far more reserved than used on one day means that
/// commits are gone, with their log or by a backup laid over the folder: the only witness of that. Throws
/// Damaged.
void check_reserved(const HighWater& high_water, const ports::Recovered& recovered);

/// The high-water file names this epoch and covers every number it gave out, also when the file was lost.
void cover(HighWater& high_water, const ports::Recovered& recovered);

}  // namespace jiaohao::journal
