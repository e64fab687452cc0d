// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/rollup.hpp"

#include "headoffice/feeds/hall_day_reader.hpp"
#include "headoffice/feeds/ledger.hpp"
#include "headoffice/feeds/timeline.hpp"

namespace jiaohao::headoffice::feeds {

std::vector<Rollup> compute_rollups(const HallDay& hall_day, const std::vector<domain::RecordedEvent>& events,
                                    const Zone& zone) {
    Ledger ledger(hall_day, zone);
    HallDayReader reader(ledger);
    const auto order = in_order(events);
    for (const auto* event : order) {
        reader.read_issue(*event);
    }
    for (const auto* event : order) {
        reader.read(*event);
    }
    reader.finish();
    return ledger.rows();
}

}  // namespace jiaohao::headoffice::feeds
