// Several services in one visit, with one number (docs/decisions/0014). Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::journey {

/// Services that a customer is to go on to, after `before` and `planned` further ones: each known and open, none twice
/// in a row, no more than a visit may have. `argument`: what they are called in a refusal.
[[nodiscard]] std::optional<Refusal> refused(const rules::Hall& hall, const ServiceId& before,
                                             std::size_t planned, const std::vector<ServiceId>& steps);

/// Puts into the event where the ticket goes next: the first of its steps that the hall still knows. Whether that
/// service is open does not matter any more: the visit was accepted.
void go_on(const HallConfig& config, const std::vector<ServiceId>& then, ServingFinished& event);

}  // namespace jiaohao::domain::journey
