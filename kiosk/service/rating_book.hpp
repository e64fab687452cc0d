// The reported figure of satisfaction, live: the filter of ratings fed with the day's events as they stand in the
// journal. It has no form on disk; after a start, and whenever a day, an epoch or a failed journal made another
// beginning, it is fed again from the event that opened the day. Not thread-safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/domain/state.hpp"
#include "kiosk/stats/rating_filter_v1.hpp"

namespace jiaohao::service {

class RatingBook {
  public:
    /// The day of `state`; what was fed before stays if it is of this day.
    void turn_to(const domain::HallState& state);
    /// The first event that is still missing.
    [[nodiscard]] domain::Seq next() const { return next_; }
    /// Events in order, from next() on; others are passed over.
    void feed(const std::vector<domain::RecordedEvent>& events);
    [[nodiscard]] const stats::RatingTotals& totals() const { return filter_.totals(); }
    [[nodiscard]] const stats::RatingFilterOptions& options() const { return filter_.options(); }

  private:
    void take(const domain::RecordedEvent& recorded);

    stats::RatingFilter filter_;
    domain::EpochId epoch_;
    domain::Seq began_;
    domain::Seq next_;
};

}  // namespace jiaohao::service
