// One order for the events of several terminals and epochs of a hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::headoffice::feeds {

/// Within one (terminal, epoch) the order is `seq`, always. Between them it is time, where a clock that was
/// set back counts as standing still. The pointers are into `events`.
[[nodiscard]] std::vector<const domain::RecordedEvent*> in_order(
    const std::vector<domain::RecordedEvent>& events);

/// From one event to a later one. Within one boot of one terminal by its monotonic clock, which no setting of
/// the clock moves; else by wall time.
[[nodiscard]] std::chrono::milliseconds between(const domain::Envelope& earlier,
                                                const domain::Envelope& later);

}  // namespace jiaohao::headoffice::feeds
