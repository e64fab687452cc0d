// A satellite that could give no tickets alone says so while its owner is still there.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/satellite/satellite_fixture.hpp"

namespace jiaohao::test {
namespace {

using satellite::Missing;
using std::chrono::hours;
using std::chrono::seconds;

TEST(MissingAlone, IsTheDayOrTheNumbersOfAnOpenService) {
    const domain::TerminalId t2{"t2"};
    const domain::BusinessDay day{std::chrono::year{2026} / 1 / 2};
    domain::HallView owner;
    domain::HallState own;
    const auto missing = [&] { return satellite::missing_alone(owner, own, two_services(), t2); };
    EXPECT_EQ(missing(), Missing::nothing) << "no rows yet";
    owner.hall.emplace().day = day;
    EXPECT_EQ(missing(), Missing::nothing) << "nobody is given a ticket there either";
    owner.hall->day_open = true;
    EXPECT_EQ(missing(), Missing::day);
    own.day = day;
    EXPECT_EQ(missing(), Missing::day);
    own.day_open = true;
    EXPECT_EQ(missing(), Missing::nothing) << "no service is open";
    own.services[domain::ServiceId{"pay"}].open = true;
    own.services[domain::ServiceId{"desk"}].open = false;
    EXPECT_EQ(missing(), Missing::numbers);
    own.leases[t2][domain::RangeId{"b"}] = {500, 509};
    EXPECT_EQ(missing(), Missing::numbers) << "of the other service";
    own.leases[t2][domain::RangeId{"a"}] = {500, 509};
    EXPECT_EQ(missing(), Missing::nothing);
    own.last_ordinal[domain::RangeId{"a"}] = 508;
    EXPECT_EQ(missing(), Missing::nothing) << "one is left";
    own.last_ordinal[domain::RangeId{"a"}] = 509;
    EXPECT_EQ(missing(), Missing::numbers);
    own.day = day + std::chrono::months{1};
    EXPECT_EQ(missing(), Missing::day);
}

TEST(Readiness, OnlyWhatStaysAwayIsTold) {
    satellite::Readiness readiness;
    const BootTime begin{hours{1}};
    const auto told = [&](Missing missing, seconds after) {
        readiness.look(missing, begin + after);
        return readiness.lasting();
    };
    EXPECT_EQ(told(Missing::day, seconds{0}), Missing::nothing);
    EXPECT_EQ(told(Missing::day, seconds{59}), Missing::nothing);
    EXPECT_EQ(told(Missing::numbers, seconds{60}), Missing::nothing) << "something else since now";
    EXPECT_EQ(told(Missing::numbers, seconds{119}), Missing::nothing);
    EXPECT_EQ(told(Missing::numbers, seconds{120}), Missing::numbers);
    EXPECT_EQ(told(Missing::day, seconds{121}), Missing::numbers) << "until it is known that it stays so";
    EXPECT_EQ(told(Missing::nothing, seconds{122}), Missing::nothing);
    EXPECT_EQ(told(Missing::numbers, seconds{123}), Missing::nothing);
}

struct NotReady : Satellite {
    /// The owner's next day, on which it lends nothing.
    void next_day_without_numbers() {
        clock.turn(hours{24});
        ASSERT_TRUE(owner.decide({}, domain::CloseDay{}));
        link();
        ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
        line.refused["satellite.lease"] = domain::RefusalCode::range_exhausted;
        settle();
    }
    [[nodiscard]] bool alerted() const {
        return own.state().alerts.contains(domain::AlertId{"alone_no_numbers"});
    }
};

TEST_F(NotReady, IsAnAlertAfterAMinuteAndOverWhenItIsReady) {
    next_day_without_numbers();
    EXPECT_EQ(satellite->status().numbers_left, 0U);
    EXPECT_FALSE(alerted()) << "it may be on its way";
    pass(seconds{60});
    EXPECT_TRUE(alerted());
    EXPECT_EQ(own.count("alert.raised"), 1U);
    EXPECT_EQ(satellite->status().missing, Missing::numbers);
    ASSERT_TRUE(own.decide({}, domain::ResolveAlert{domain::AlertId{"alone_no_numbers"}, "seen"}));
    pass(seconds{60});
    EXPECT_FALSE(alerted()) << "a person closed it";
    line.refused.clear();
    pass(seconds{40});
    EXPECT_EQ(satellite->status().missing, Missing::nothing);
    EXPECT_EQ(satellite->status().numbers_left, 20U);
    EXPECT_EQ(own.count("alert.raised"), 1U);
}

TEST_F(NotReady, AnAlertOfAProcessBeforeEndsToo) {
    next_day_without_numbers();
    pass(seconds{60});
    ASSERT_TRUE(alerted());
    line.refused.clear();
    kill_satellite();
    EXPECT_TRUE(alerted());
    link();
    pass(seconds{35});
    EXPECT_FALSE(alerted());
    EXPECT_EQ(own.count("alert.resolved"), 1U);
}

}  // namespace
}  // namespace jiaohao::test
