// Random commands about appointments, offers and visits; mostly about things that exist.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/unit/domain/dice.hpp"

namespace jiaohao::domain::testing {

/// Rules that offer something, and bounds that are met within a walk.
void add_visit_rules(HallConfig& config);
[[nodiscard]] Command visit_command(Dice& dice, const HallState& state, WallTime now);

}  // namespace jiaohao::domain::testing
