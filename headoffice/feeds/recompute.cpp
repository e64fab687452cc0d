// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_service.hpp"
#include "headoffice/feeds/rollup.hpp"

namespace jiaohao::headoffice::feeds {

FeedService::Recomputed FeedService::recompute_dirty(std::size_t most) {
    // Days that fail stay first in the store's list; look past them.
    const auto days = store_.dirty_days(most + failing_.size());
    if (!days) {
        log_.warning("feeds.dirty_days_unreadable", {{"detail", days.error().detail}});
        return {.done = 0, .failed = 1, .more = false};
    }
    Recomputed out;
    for (const auto& day : *days) {
        if (out.done == most) {
            out.more = true;
            break;
        }
        ++(recompute(day) ? out.done : out.failed);
    }
    out.more = out.more || out.done == most;
    return out;
}

bool FeedService::recompute(const HallDay& hall_day) {
    const auto failed = [&](const StoreError& error) {
        if (failing_.size() > 10'000) {
            failing_.clear();
        }
        if (first_and_every_tenth(++failing_[hall_day])) {
            log_.error("feeds.recompute_failed", {{"hall", hall_day.hall.get()},
                                                  {"day", domain::to_string(hall_day.day)},
                                                  {"times", failing_[hall_day]},
                                                  {"detail", error.detail}});
        }
        return false;
    };
    const auto events = store_.events_of(hall_day);
    if (!events) {
        return failed(events.error());
    }
    const auto stored = store_.replace_rollups(
        hall_day, compute_rollups(hall_day, *events, options_.zones.of(hall_day.hall)), clock_.wall());
    if (!stored) {
        return failed(stored.error());
    }
    failing_.erase(hall_day);
    return true;
}

}  // namespace jiaohao::headoffice::feeds
