// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/ledger.hpp"

#include <algorithm>

namespace jiaohao::headoffice::feeds {
namespace {

constexpr std::int64_t minutes_kept = std::int64_t{2} * 24 * 60;

std::vector<Place> combinations(Grain grain, const Place& place) {
    std::vector<Place> out{{}};
    if (place.service) {
        out.push_back({.service = place.service, .counter = {}, .clerk = {}});
    }
    if (place.counter) {
        out.push_back({.service = {}, .counter = place.counter, .clerk = {}});
    }
    if (place.clerk) {
        out.push_back({.service = {}, .counter = {}, .clerk = place.clerk});
    }
    if (grain == Grain::day && place.service && place.counter) {
        out.push_back({.service = place.service, .counter = place.counter, .clerk = {}});
    }
    if (grain == Grain::day && place.service && place.clerk) {
        out.push_back({.service = place.service, .counter = {}, .clerk = place.clerk});
    }
    return out;
}

}  // namespace

Ledger::Ledger(const HallDay& hall_day, const Zone& zone)
    : hall_day_(hall_day), zone_(zone), midnight_(std::chrono::local_days{hall_day.day}) {}

std::pair<std::uint32_t, bool> Ledger::minute_of(WallTime at) const {
    const auto minute = std::chrono::floor<std::chrono::minutes>(zone_.to_local(at) - midnight_).count();
    const auto held = std::clamp<std::int64_t>(minute, 0, minutes_kept - 1);
    return {static_cast<std::uint32_t>(held), held == minute};
}

void Ledger::note(WallTime at, const Place& place, const std::function<void(Figures&)>& change) {
    const auto [minute, certain] = minute_of(at);
    for (const auto grain : {Grain::quarter_hour, Grain::hour, Grain::day}) {
        const auto slot = grain == Grain::day            ? 0
                          : grain == Grain::quarter_hour ? minute - minute % 15
                                                         : minute - minute % 60;
        for (auto& dims : combinations(grain, place)) {
            auto& bucket = buckets_[Key{.grain = grain,
                                        .slot_min = slot,
                                        .service = dims.service.value_or(""),
                                        .counter = dims.counter.value_or(""),
                                        .clerk = dims.clerk.value_or("")}];
            const auto doubts = bucket.figures.clock_doubts;
            change(bucket.figures);
            const bool doubtful = !certain || bucket.figures.clock_doubts != doubts;
            const bool anew = doubtful && fact_ && bucket.doubted != fact_;
            bucket.figures.clock_doubts = doubts + (anew ? 1U : 0U);
            bucket.doubted = anew ? fact_ : bucket.doubted;
        }
    }
}

Figures& Ledger::whole_day() {
    return buckets_[Key{.grain = Grain::day, .slot_min = 0, .service = {}, .counter = {}, .clerk = {}}]
        .figures;
}

std::vector<Rollup> Ledger::rows() const {
    std::vector<Rollup> rows;
    rows.reserve(buckets_.size());
    for (const auto& [key, bucket] : buckets_) {
        rows.push_back({.grain = key.grain,
                        .hall_day = hall_day_,
                        .slot_min = key.slot_min,
                        .service = key.service,
                        .counter = key.counter,
                        .clerk = key.clerk,
                        .figures = encode(bucket.figures)});
    }
    return rows;
}

}  // namespace jiaohao::headoffice::feeds
