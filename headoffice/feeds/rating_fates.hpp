// What the filter of ratings makes of each answer and press of one hall-day: the hall's own filter over the same events
// (docs/decisions/0012-rating-filter-and-live-figures.md).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "kiosk/domain/types/events.hpp"
#include "kiosk/stats/rating_filter_v1.hpp"

namespace jiaohao::headoffice::feeds {

class RatingFates {
  public:
    /// Events of one terminal come in the order of its journal; those that are no ratings are passed over.
    void note(const domain::RecordedEvent& event);
    /// Final once all events were noted: a burst takes back what had counted. None: the filter was not asked.
    [[nodiscard]] std::optional<stats::RatingFate> of(const domain::Envelope& event) const;

  private:
    /// Counters and pads are known by their names within a terminal.
    std::map<domain::TerminalId, stats::RatingFilter> filters_;
    std::map<domain::TicketId, std::size_t> places_;
    std::vector<stats::RatingFate> fates_;
};

}  // namespace jiaohao::headoffice::feeds
