// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_service.hpp"
#include "headoffice/feeds/rollup.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

// Marking a hall's days is one commit each; the days with new events must not wait for all of them.
constexpr std::size_t kHallsAtOnce = 4;
constexpr std::size_t kDaysBetweenProgress = 200;

}  // namespace

FeedService::Recomputed FeedService::recompute_dirty(std::size_t most) {
    const bool zones_left = settle_zones();
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
    out.more = out.more || out.done == most || zones_left;
    tell_progress(out);
    return out;
}

/// True when there are more to settle at once.
bool FeedService::settle_zones() {
    if (!unsettled_) {
        auto known = store_.hall_zones();
        if (!known) {
            log_.warning("feeds.zones_unreadable", {{"detail", known.error().detail}});
            return false;
        }
        unsettled_.emplace();
        for (auto& hall : *known) {
            if (hall.zone == options_.zones.of(hall.hall).name()) {
                settled_.insert(std::move(hall.hall));
            } else {
                unsettled_->push_back(std::move(hall));
            }
        }
    }
    for (std::size_t n = 0; n < kHallsAtOnce && !unsettled_->empty(); ++n) {
        if (!settle_zone(unsettled_->back())) {
            return false;
        }
        unsettled_->pop_back();
    }
    return !unsettled_->empty();
}

bool FeedService::settle_zone(const HallZone& hall) {
    if (settled_.contains(hall.hall)) {
        return true;
    }
    const auto& zone = options_.zones.of(hall.hall).name();
    const auto days = store_.move_zone(hall.hall, zone);
    if (!days) {
        log_.warning("feeds.zone_not_moved", {{"hall", hall.hall.get()}, {"detail", days.error().detail}});
        return false;
    }
    if (*days > 0) {
        log_.info("feeds.zone_moved", {{"hall", hall.hall.get()},
                                       {"from", hall.zone.value_or("not known")},
                                       {"to", zone},
                                       {"days", *days}});
    }
    settled_.insert(hall.hall);
    return true;
}

/// Of work that takes more than a round, such as all days of a hall.
void FeedService::tell_progress(const Recomputed& round) {
    computed_ += round.done;
    if (round.more && computed_ < kDaysBetweenProgress) {
        return;
    }
    if (round.more) {
        const auto counts = store_.counts();
        log_.info("feeds.recomputing", {{"days_left", counts ? counts->dirty_days : 0}});
    } else if (long_work_) {
        log_.info("feeds.recomputed", {{"failed", round.failed}});
    }
    long_work_ = round.more;
    computed_ = 0;
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
    // A hall that was new when it sent the first event of this day.
    if (!settle_zone({hall_day.hall, std::nullopt})) {
        return failed({StoreError::Code::unavailable, "the zone of the hall could not be noted"});
    }
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
