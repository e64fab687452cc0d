// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/bucket.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace jiaohao::headoffice::feeds {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

struct Span {
    LocalTime start{};
    LocalTime end{};
};

LocalTime midnight(sys_days day) {
    return LocalTime{day.time_since_epoch()};
}

/// The whole days [first, last] of the period that holds `day`, cut to the range asked for.
Span days_of(const FeedQuery& query, domain::BusinessDay day) {
    const sys_days date{day};
    sys_days first = date;
    sys_days after = date + days(1);
    if (query.period == Period::week) {
        first = date - (std::chrono::weekday{date} - std::chrono::Monday);
        after = first + days(7);
    } else if (query.period == Period::month || query.period == Period::quarter) {
        const auto length = query.period == Period::month ? 1U : 3U;
        const auto month = (static_cast<unsigned>(day.month()) - 1) / length * length + 1;
        const std::chrono::year_month begin{day.year(), std::chrono::month{month}};
        first = begin / std::chrono::day{1};
        after = (begin + std::chrono::months(static_cast<int>(length))) / std::chrono::day{1};
    } else if (query.period == Period::total) {
        first = query.from;
        after = sys_days{query.to} + days(1);
    }
    return {midnight(std::max(first, sys_days{query.from})),
            midnight(std::min(after, sys_days{query.to} + days(1)))};
}

Span span_of(const FeedQuery& query, const Rollup& rollup) {
    if (query.period > Period::hour) {
        return days_of(query, rollup.hall_day.day);
    }
    const auto start = midnight(rollup.hall_day.day) + minutes(rollup.slot_min);
    return {start, start + minutes(query.period == Period::hour ? 60 : 15)};
}

/// A terminal's clock may be behind head office's by as much.
constexpr minutes clock_slack{1};

/// The end of what one stored row holds, which may be a part of the answer's period.
LocalTime own_end(const Rollup& rollup) {
    const auto start = midnight(rollup.hall_day.day) + minutes(rollup.slot_min);
    return rollup.grain == Grain::day    ? midnight(sys_days{rollup.hall_day.day} + days(1))
           : rollup.grain == Grain::hour ? start + minutes(60)
                                         : start + minutes(15);
}

}  // namespace

bool Progress::complete(const HallDay& hall_day, WallTime period_end) const {
    if (unsettled.contains(hall_day.hall) || old_zone.contains(hall_day)) {
        return false;
    }
    const auto reported = reported_to.find(hall_day.hall);
    if (reported == reported_to.end()) {
        return false;
    }
    const auto closed = closed_at.find(hall_day);
    const auto needed = closed == closed_at.end() ? period_end : std::min(period_end, closed->second);
    return reported->second >= needed;
}

Progress progress_of(const std::vector<Coverage>& coverage, const std::vector<Rollup>& hall_days,
                     const std::vector<Contact>& contacts) {
    Progress progress;
    std::map<std::pair<domain::HallId, domain::TerminalId>, WallTime> newest;
    for (const auto& row : coverage) {
        auto& at = newest.try_emplace({row.hall, row.terminal}, WallTime{}).first->second;
        at = std::max(at, row.last_event_at.value_or(WallTime{}));
    }
    for (const Contact& contact : contacts) {
        const auto known = newest.find({contact.hall, contact.terminal});
        if (known != newest.end() && contact.backlog == 0) {
            known->second = std::max(known->second, contact.received_at - clock_slack);
        }
    }
    for (const auto& [key, at] : newest) {
        const auto [place, is_new] = progress.reported_to.try_emplace(key.first, at);
        place->second = std::min(place->second, at);
    }
    for (const auto& row : hall_days) {
        const auto figures = decode_figures(row.figures);
        if (figures && figures->closed_at != 0) {
            progress.closed_at[row.hall_day] = WallTime(std::chrono::milliseconds(figures->closed_at));
        }
    }
    return progress;
}

Result<std::vector<Bucket>, std::string> make_buckets(const std::vector<Rollup>& rollups,
                                                      const FeedQuery& query, const Zones& zones,
                                                      const Progress& progress) {
    using Key = std::tuple<LocalTime, std::string, std::string, std::string, std::string>;
    std::map<Key, Bucket> buckets;
    for (const auto& rollup : rollups) {
        auto figures =
            rollup.removed ? Result<Figures, std::string>(Figures{}) : decode_figures(rollup.figures);
        if (!figures) {
            return fail(fmt::format("stored row of hall {} on {}: {}", rollup.hall_day.hall.get(),
                                    domain::to_string(rollup.hall_day.day), figures.error()));
        }
        const auto hall = query.merge_halls ? std::string() : rollup.hall_day.hall.get();
        const auto& own_zone = zones.of(rollup.hall_day.hall);
        const auto& zone = query.merge_halls ? zones.fallback : own_zone;
        const auto span = span_of(query, rollup);
        const auto [place, is_new] =
            buckets.try_emplace({span.start, hall, rollup.service, rollup.counter, rollup.clerk});
        auto& bucket = place->second;
        if (is_new) {
            bucket = {.hall = hall,
                      .service = rollup.service,
                      .counter = rollup.counter,
                      .clerk = rollup.clerk,
                      .zone = zone,
                      .start = zone.to_utc(span.start),
                      .end = zone.to_utc(span.end),
                      .figures = {},
                      .complete = true,
                      .removed = true};
        }
        bucket.figures.merge(*figures);
        bucket.complete =
            bucket.complete && progress.complete(rollup.hall_day, own_zone.to_utc(own_end(rollup)));
        bucket.removed = bucket.removed && rollup.removed;
        // A sum grows with every change of a part, as rev must; also when the change is its removal.
        bucket.rev += rollup.rev;
        bucket.updated_at = std::max(bucket.updated_at, rollup.updated_at);
    }
    std::vector<Bucket> out;
    out.reserve(buckets.size());
    for (auto& [key, bucket] : buckets) {
        out.push_back(std::move(bucket));
    }
    return out;
}

}  // namespace jiaohao::headoffice::feeds
