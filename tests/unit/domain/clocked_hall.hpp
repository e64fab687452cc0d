// A hall that knows what the clock on its wall says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {

using std::literals::operator""h;

inline constexpr BusinessDay monday = std::chrono::year{2026} / std::chrono::January / 5;
inline constexpr BusinessDay tuesday = std::chrono::year{2026} / std::chrono::January / 6;
inline constexpr BusinessDay wednesday = std::chrono::year{2026} / std::chrono::January / 7;

inline BusinessDay after(BusinessDay day, int days) {
    return std::chrono::sys_days{day} + std::chrono::days{days};
}

inline WeekHours every_day(const OpenSpans& spans) {
    WeekHours week;
    week.fill(spans);
    return week;
}

/// Its time zone is UTC unless `zone` says otherwise.
struct ClockedHall : TestHall {
    std::chrono::minutes zone{};

    /// What the clock says from now on, with nothing done about it.
    void at(BusinessDay date, std::chrono::seconds time) {
        context.now = WallTime{std::chrono::sys_days{date}} + time - zone;
        look();
    }
    /// The local time as `context.now` and `zone` give it.
    void look() {
        const WallTime there = context.now + zone;
        const auto date = std::chrono::floor<std::chrono::days>(there);
        context.local = LocalTime{BusinessDay{date}, std::chrono::floor<std::chrono::seconds>(there - date)};
        context.today = context.local->date;
    }
    /// As at(), and what is due then is done.
    void turn_to(BusinessDay date, std::chrono::seconds time) {
        at(date, time);
        run_due();
    }
    void run_due() {
        for (int round = 0; round < 100; ++round) {
            const auto commands = due(state, config, context.now, context.local);
            if (commands.empty()) {
                return;
            }
            for (const Command& command : commands) {
                must(command);
            }
        }
        ADD_FAILURE() << "what is due never ends";
    }
    void open_at(BusinessDay day, std::chrono::seconds time) {
        at(day, time);
        open_hall_on(day);
    }
    [[nodiscard]] ViewContext view_context() const {
        ViewContext view;
        view.now = context.now;
        view.local = context.local;
        return view;
    }
    [[nodiscard]] bool open(const ServiceId& service) const {
        const auto found = state.services.find(service);
        return found != state.services.end() && found->second.open;
    }
};

inline ClockedHall with_hours(const OpenSpans& spans = {{9h, 12h}, {13h, 17h}}) {
    ClockedHall hall;
    hall.config.hours.week = every_day(spans);
    return hall;
}

}  // namespace jiaohao::domain::testing
