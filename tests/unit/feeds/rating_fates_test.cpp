// Ratings of a day by the filter that the hall uses.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/feeds/hall_script.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

TEST(RatingFates, ACounterThatRatesItselfCountsForNothing) {
    HallScript hall;
    const auto true_one = hall.issue(local(9, 0));
    hall.ask(local(9, 10), true_one);
    hall.rate(local(9, 10, 5), true_one, 2);
    for (int i = 0; i < 4; ++i) {
        const auto ticket = hall.issue(local(9, 1));
        hall.ask(local(9, 59, 10 * i), ticket);
        hall.rate(local(9, 59, 20 + 10 * i), ticket, 4);
    }
    const auto rating = bucket(hall.events, Grain::hour, 9 * 60, "", "", "li").ratings.at("four_faces");
    EXPECT_EQ(rating.given, 5U);
    EXPECT_EQ(rating.burst, 4U) << "those before the fourth, too";
    EXPECT_EQ(rating.counted, 1U);
    EXPECT_EQ(rating.levels, (std::array<std::uint64_t, 5>{0, 1, 0, 0, 0}));
    EXPECT_EQ(rating.unfiltered, 0U);
}

TEST(RatingFates, ABurstIsOneTerminalsAndInTheOrderOfItsJournal) {
    HallScript hall;
    HallScript satellite("t2", "e2");
    for (int i = 0; i < 4; ++i) {
        HallScript& one = i % 2 == 0 ? hall : satellite;
        const auto ticket = one.issue(local(9, 1));
        one.ask(local(9, 30, 10 * i), ticket);
        one.rate(local(9, 30, 10 * i + 6), ticket, 4);
    }
    auto events = hall.events;
    events.insert(events.end(), satellite.events.begin(), satellite.events.end());
    std::ranges::reverse(events);
    EXPECT_EQ(bucket(events, Grain::day).ratings.at("four_faces").counted, 4U)
        << "counters of the same name at two terminals are two";
}

TEST(RatingFates, AKeyPressedAgainCountsOnceAndItsPressesHaveTheirFates) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.ask(local(9, 10), ticket);
    hall.rate(local(9, 10, 5), ticket, 4);
    hall.rate(local(9, 10, 7), ticket, 1);
    const auto press = [&](int second, domain::PressFate fate) {
        hall.add(local(9, 10, second), domain::PressRaw{.line = domain::DeviceId("bus"),
                                                        .address = 1,
                                                        .key = 1,
                                                        .counter = domain::CounterId("c1"),
                                                        .fate = fate});
    };
    press(5, domain::PressFate::counted);
    press(9, domain::PressFate::repeated);
    press(40, domain::PressFate::unsolicited);
    const auto day = bucket(hall.events, Grain::day);
    EXPECT_EQ(day.ratings.at("four_faces").repeated, 1U);
    EXPECT_EQ(day.ratings.at("four_faces").counted, 1U);
    EXPECT_EQ(day.press_raw, 3U);
    EXPECT_EQ(day.fate_repeated, 1U);
    EXPECT_EQ(day.fate_unsolicited, 1U);
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
