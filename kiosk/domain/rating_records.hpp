// What the filter of ratings is told of an event: the same at the hall and at head office, so that both report one
// figure (docs/decisions/0012-rating-filter-and-live-figures.md).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/domain/types/events.hpp"
#include "kiosk/stats/rating_filter.hpp"

namespace jiaohao::domain {

/// None: the event is none of the filter's. `id` is the seq; the device is the counter (of a press at none, line and
/// address), known within its terminal only: each terminal has a filter of its own.
[[nodiscard]] std::optional<stats::RatingRecord> rating_record(const RecordedEvent& recorded);

}  // namespace jiaohao::domain
