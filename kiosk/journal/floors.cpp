// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/floors.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/journal/load.hpp"

namespace jiaohao::journal {

void raise_numbers(const HighWater::Days& used, domain::HallState& state) {
    for (const auto& [day, reserved] : used) {
        auto& others = state.other_days;
        auto at =
            std::lower_bound(others.begin(), others.end(), day,
                             [](const domain::DayNumbers& one, const auto& than) { return one.day < than; });
        std::map<domain::RangeId, std::uint32_t>* numbers = nullptr;
        if (day == state.day) {
            numbers = &state.last_ordinal;
        } else if (at != others.end() && at->day == day) {
            numbers = &at->last_ordinal;
        } else if (others.size() < domain::most_other_days) {
            numbers = &others.insert(at, {day, {}})->last_ordinal;
        } else {
            continue;
        }
        for (const auto& [range, ordinal] : reserved) {
            auto& last = (*numbers)[range];
            last = std::max(last, ordinal);
        }
    }
}

void take_floors(const HighWater& high_water, ports::Recovered& recovered) {
    const domain::HallState& state = recovered.state;
    recovered.floors = high_water.floors();
    recovered.floors_day = high_water.floors_day();
    // A day besides that of the floors may be opened again once a wrong clock is mended: what was reserved on it
    // stands whatever the rescued state knows.
    raise_numbers(high_water.other_days(), recovered.state);
    if (high_water.damaged() || !recovered.floors_day) {
        recovered.floors_day = state.day;
    }
    if (recovered.floors_day == state.day) {
        for (const auto& [range, ordinal] : state.last_ordinal) {
            auto& floor = recovered.floors[range];
            floor = std::max(floor, ordinal);
        }
    }
}

void check_durable(const HighWater& high_water, const std::optional<SnapshotMark>& snapshot,
                   const ports::Recovered& recovered) {
    domain::Seq durable;
    if (high_water.epoch() == recovered.epoch) {
        durable = high_water.durable();
    }
    if (snapshot && snapshot->epoch == recovered.epoch) {
        durable = std::max(durable, snapshot->seq);
    }
    if (recovered.state.seq < durable) {
        throw Damaged(fmt::format("event {} was durable, the journal ends at {}", durable.get(),
                                  recovered.state.seq.get()));
    }
}

void cover(HighWater& high_water, const ports::Recovered& recovered) {
    bool due = high_water.epoch() != recovered.epoch || high_water.damaged();
    for (const auto& [range, ordinal] : recovered.state.last_ordinal) {
        due = (ordinal > 0 && high_water.raise(recovered.state.day, range, ordinal)) || due;
    }
    if (due) {
        high_water.set_epoch(recovered.epoch);
        high_water.save();
    }
}

}  // namespace jiaohao::journal
