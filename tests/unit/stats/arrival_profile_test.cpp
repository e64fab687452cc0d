// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/arrival_profile.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t eight = 16;
constexpr std::uint32_t noon = 24;
constexpr double minute_of(double hour) {
    return hour * 60;
}

/// A day from 8 to 12 with as many customers each half hour.
void teach(ArrivalProfile& profile, std::uint32_t day_class, std::uint32_t each) {
    ASSERT_TRUE(start_day(profile, day_class, eight));
    for (std::uint32_t slot = eight; slot < noon; ++slot) {
        note_arrivals(profile, slot, each);
    }
    finish_day(profile);
}

TEST(ArrivalProfile, KnowsNothingAtFirst) {
    const ArrivalProfile profile;
    EXPECT_FALSE(usual_arrivals(profile, 0, eight));
    EXPECT_EQ(days_known(profile, eight), 0);
    const auto view = outlook(profile, minute_of(9)).value();
    EXPECT_EQ(view.level, 1);
    EXPECT_EQ(view.days, 0);
    for (const double n : view.coming) {
        EXPECT_EQ(n, 0);
    }
}

TEST(ArrivalProfile, WithoutHistoryTheRateOfTheLastHourGoesOn) {
    ArrivalProfile profile;
    ASSERT_TRUE(start_day(profile, 0, eight));
    note_arrivals(profile, 16, 50);
    note_arrivals(profile, 17, 12);
    note_arrivals(profile, 18, 18);
    note_arrivals(profile, 19, 5);
    // At 9:40: 10 minutes of 5, 30 of 18, and 20 of the 12.
    const auto view = outlook(profile, minute_of(9) + 40).value();
    const double rate = (5 + 18 + 8) / 60.0;
    for (const double n : view.coming) {
        EXPECT_NEAR(n, rate * 30, 1e-9);
    }
    EXPECT_NEAR(view.past[0], 5 + 18 * 2 / 3.0, 1e-9);
    EXPECT_NEAR(view.past[1], 18 / 3.0 + 12 * 2 / 3.0, 1e-9);
    EXPECT_NEAR(view.past[2], 12 / 3.0 + 50 * 2 / 3.0, 1e-9);
    EXPECT_NEAR(view.past[3], 50 / 3.0, 1e-9);
}

TEST(ArrivalProfile, TheFirstMinutesMakeNoWildRate) {
    ArrivalProfile profile;
    ASSERT_TRUE(start_day(profile, 0, eight));
    note_arrivals(profile, eight, 2);
    EXPECT_NEAR(outlook(profile, minute_of(8) + 0.5)->coming[0], 2 / 10.0 * 30, 1e-9);
    EXPECT_NEAR(outlook(profile, minute_of(8) + 20)->coming[0], 2 / 20.0 * 30, 1e-9);
    EXPECT_NEAR(outlook(profile, minute_of(8))->past[0], 2, 1e-9) << "on the stroke of the half hour";
}

TEST(ArrivalProfile, NobodyComesAfterClosing) {
    ArrivalProfile profile;
    ASSERT_TRUE(start_day(profile, 0, eight));
    note_arrivals(profile, eight, 30);
    const auto view = outlook(profile, minute_of(8.5), minute_of(9) + 15).value();
    EXPECT_NEAR(view.coming[0], 30, 1e-9);
    EXPECT_NEAR(view.coming[1], 15, 1e-9);
    EXPECT_EQ(view.coming[2], 0);
    EXPECT_EQ(view.coming[3], 0);
    EXPECT_EQ(outlook(profile, minute_of(9), minute_of(8))->coming[0], 0) << "closed already";
}

TEST(ArrivalProfile, ForgetsByATenthADay) {
    ArrivalProfile profile;
    teach(profile, 0, 20);
    EXPECT_NEAR(*usual_arrivals(profile, 0, eight), 20, 1e-12);
    teach(profile, 0, 40);
    const double own = (.9 * 20 + 40) / 1.9;
    EXPECT_NEAR(*usual_arrivals(profile, 0, eight), own, 1e-12);
    EXPECT_NEAR(days_known(profile, eight), 1.9, 1e-12);
    EXPECT_EQ(*usual_arrivals(profile, 0, noon), 0) << "closed in the afternoon";
    EXPECT_FALSE(usual_arrivals(profile, 0, eight - 1)) << "before the day began nothing was seen";
}

TEST(ArrivalProfile, AClassOfDayIsDrawnToAllDaysByTwo) {
    ArrivalProfile profile;
    teach(profile, 0, 40);
    EXPECT_NEAR(*usual_arrivals(profile, 5, eight), 40, 1e-12) << "no Saturday yet";
    teach(profile, 5, 10);
    EXPECT_NEAR(*usual_arrivals(profile, 5, eight), (10 + 2 * 25) / 3.0, 1e-12);
    for (int i = 0; i < 60; ++i) {
        teach(profile, 0, 40);
        teach(profile, 5, 10);
    }
    EXPECT_NEAR(*usual_arrivals(profile, 5, eight), (10 * 10 + 2 * 25) / 12.0, 0.1);
    EXPECT_TRUE(is_sound(profile));
}

TEST(ArrivalProfile, ABusyDayRaisesWhatIsExpected) {
    ArrivalProfile profile;
    for (int i = 0; i < 80; ++i) {
        teach(profile, 0, 25);
    }
    ASSERT_TRUE(start_day(profile, 0, eight));
    note_arrivals(profile, 16, 50);
    note_arrivals(profile, 17, 50);
    const auto view = outlook(profile, minute_of(9)).value();
    EXPECT_NEAR(view.level, (25 + 100) / (25 + 50.0), 1e-9);
    const double days = days_known(profile, 18);
    EXPECT_NEAR(view.coming[0], (days * view.level * 25 + 50) / (days + 1), 1e-9);
    // Of 11:00 to 13:00 from 11:15: nobody comes after twelve but for the little trust in today's rate.
    ArrivalProfile late = profile;
    for (std::uint32_t slot = 18; slot < 22; ++slot) {
        note_arrivals(late, slot, 25);
    }
    EXPECT_LT(outlook(late, minute_of(11))->coming[2], 3);
}

TEST(ArrivalProfile, WhoWasCountedAheadOfTheClockIsNotPartOfTheLevel) {
    ArrivalProfile profile;
    teach(profile, 0, 25);
    ASSERT_TRUE(start_day(profile, 0, eight));
    note_arrivals(profile, 16, 25);
    const double level = outlook(profile, minute_of(8.5))->level;
    EXPECT_NEAR(level, 1, 1e-9);
    note_arrivals(profile, 20, 90);
    EXPECT_EQ(outlook(profile, minute_of(8.5))->level, level) << "the clock was set back from ten";
}

TEST(ArrivalProfile, TheLevelStaysWithinReason) {
    ArrivalProfile profile;
    for (int i = 0; i < 20; ++i) {
        teach(profile, 0, 200);
    }
    ASSERT_TRUE(start_day(profile, 0, eight));
    EXPECT_EQ(outlook(profile, minute_of(12))->level, 0.25);
    note_arrivals(profile, eight, 10'000);
    EXPECT_EQ(outlook(profile, minute_of(8.5))->level, 4);
}

TEST(ArrivalProfile, ADayWithoutCustomersAndOneThatWasNotFinishedTeachNothing) {
    ArrivalProfile profile;
    teach(profile, 0, 20);
    const ArrivalProfile before = profile;
    ASSERT_TRUE(start_day(profile, 0, 0));
    finish_day(profile);
    EXPECT_EQ(profile, before);
    ASSERT_TRUE(start_day(profile, 0, 0));
    note_arrivals(profile, 20, 7);
    ASSERT_TRUE(start_day(profile, 0, eight));
    EXPECT_EQ(profile.today[20], 0u);
    finish_day(profile);
    finish_day(profile);
    EXPECT_EQ(profile, before);
}

TEST(ArrivalProfile, WhatLiesOutsideTheDayIsNotCounted) {
    ArrivalProfile profile;
    note_arrivals(profile, 20);
    EXPECT_EQ(profile, ArrivalProfile{});
    ASSERT_TRUE(start_day(profile, 3, eight));
    note_arrivals(profile, eight - 1);
    note_arrivals(profile, 48);
    note_arrivals(profile, 4'000'000'000U);
    EXPECT_EQ(profile.today, (std::array<std::uint32_t, 48>{}));
    note_arrivals(profile, 20, 4'000'000'000U);
    note_arrivals(profile, 20, 4'000'000'000U);
    EXPECT_EQ(profile.today[20], most_arrivals_a_slot);
}

TEST(ArrivalProfile, AnOutlookMayReachBeyondMidnight) {
    ArrivalProfile profile;
    ASSERT_TRUE(start_day(profile, 0, 0));
    for (std::uint32_t slot = 0; slot < 48; ++slot) {
        note_arrivals(profile, slot, slot + 1);
    }
    finish_day(profile);
    ASSERT_TRUE(start_day(profile, 0, 47));
    const auto view = outlook(profile, minute_of(23.5)).value();
    EXPECT_NEAR(view.coming[1] / view.coming[0], 1 / 48.0, 1e-9) << "the day's first half hour";
    EXPECT_TRUE(outlook(profile, 1440));
    EXPECT_EQ(outlook(profile, 0)->past[0], 0);
}

TEST(ArrivalProfile, WhatIsOutOfRangeIsNamed) {
    ArrivalProfile profile;
    EXPECT_EQ(start_day(profile, 8, 0).error().what, "day_class");
    EXPECT_EQ(start_day(profile, 0, 48).error().what, "from_slot");
    EXPECT_EQ(profile, ArrivalProfile{});
    for (const double bad : {-1.0, 1440.1, nan_value}) {
        EXPECT_EQ(outlook(profile, bad).error().what, "minute");
    }
    EXPECT_EQ(outlook(profile, 0, nan_value).error().what, "closes");
    EXPECT_EQ(outlook(profile, 0, -1).error().what, "closes");
    EXPECT_FALSE(usual_arrivals(profile, 8, 0));
    EXPECT_EQ(days_known(profile, 48), 0);
}

TEST(ArrivalProfile, ADamagedOneIsNoticed) {
    ArrivalProfile good;
    teach(good, 2, 5);
    ASSERT_TRUE(is_sound(good));
    const auto damaged = [&](auto change) {
        ArrivalProfile profile = good;
        change(profile);
        return !is_sound(profile);
    };
    EXPECT_TRUE(damaged([](auto& p) { p.sum[2][eight] = nan_value; }));
    EXPECT_TRUE(damaged([](auto& p) { p.sum[2][eight] = -1; }));
    EXPECT_TRUE(damaged([](auto& p) { p.sum[2][eight] = 2e4; }));
    EXPECT_TRUE(damaged([](auto& p) { p.n[7][47] = 11; }));
    EXPECT_TRUE(damaged([](auto& p) { p.n[0][0] = nan_value; }));
    EXPECT_TRUE(damaged([](auto& p) { p.today_class = 8; }));
    EXPECT_TRUE(damaged([](auto& p) { p.from_slot = 49; }));
    EXPECT_TRUE(damaged([](auto& p) { p.today[3] = 10'001; }));
}

TEST(ArrivalProfile, MakesSoundNumbersOfAnything) {
    std::mt19937 random(7);
    ArrivalProfile profile;
    for (int i = 0; i < 20'000; ++i) {
        const auto any = static_cast<std::uint32_t>(random() % 60);
        switch (random() % 40) {
            case 0:
                (void)start_day(profile, any % 10, any);
                break;
            case 1:
                finish_day(profile);
                break;
            case 2: {
                const auto view = outlook(profile, any * 24.0, any * 40.0).value();
                ASSERT_TRUE(std::isfinite(view.level) && std::isfinite(view.days));
                for (std::size_t k = 0; k < outlook_steps; ++k) {
                    ASSERT_TRUE(view.past[k] >= 0 && view.coming[k] >= 0);
                    ASSERT_LT(view.past[k] + view.coming[k], 1e6);
                }
                break;
            }
            default:
                note_arrivals(profile, any, any % 7 == 0 ? static_cast<std::uint32_t>(random()) : 1);
        }
        ASSERT_TRUE(is_sound(profile)) << i;
    }
}

}  // namespace
}  // namespace jiaohao::stats
