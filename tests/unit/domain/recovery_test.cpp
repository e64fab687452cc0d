// Service recovery: what the duty manager hears at once.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/types/views.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

/// A ticket of `mobile` served at c1 whose customer is asked for a rating.
TicketId asked(TestHall& hall) {
    const TicketId id = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    hall.must(FinishServing{c1, ServingOutcome::served, true});
    return id;
}

TEST(Recovery, ABadRatingRaisesItsAlertInTheSameDecision) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    const TicketId id = asked(hall);
    hall.must(GiveRating{id, 2, Channel::touch});
    EXPECT_EQ(hall.last(), "rating.given alert.raised");
    const auto alert = hall.state.alerts.at(recovery::rating_alert(id));
    EXPECT_EQ(alert.code, "bad_rating");
    EXPECT_EQ(alert.subject, "c1");
    const std::map<std::string, std::string> wanted{{"number", hall.ticket(id).number},
                                                    {"ticket", to_string(id)},
                                                    {"counter", "1"},
                                                    {"level", "2"},
                                                    {"levels", "4"},
                                                    {"service", "mobile"}};
    EXPECT_EQ(alert.params, wanted);
    EXPECT_TRUE(recovery::rating_alert(id).get().starts_with(private_alerts));
}

TEST(Recovery, APressOnThePadRaisesItToo) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    const TicketId id = asked(hall);
    hall.must(PressPad{c1, 1, line, 5, 3});
    EXPECT_EQ(hall.last(), "press.raw rating.given alert.raised");
    hall.must(PressPad{c1, 1, line, 5, 3});
    EXPECT_EQ(hall.last(), "press.raw") << "pressed again, the same customer";
    EXPECT_EQ(hall.all_of<AlertRaised>().size(), 1U);
    EXPECT_TRUE(hall.state.alerts.contains(recovery::rating_alert(id)));
}

TEST(Recovery, AGoodRatingRaisesNothingAndNoLevelMeansNone) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.must(GiveRating{asked(hall), 3, Channel::touch});
    EXPECT_EQ(hall.last(), "rating.given");
    hall.config.targets.alert_level = 0;
    hall.must(GiveRating{asked(hall), 1, Channel::touch});
    EXPECT_EQ(hall.last(), "rating.given");
}

TEST(Recovery, AReasonGivenLaterStandsWithTheAlert) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    const TicketId id = asked(hall);
    hall.must(GiveRating{id, 1, Channel::touch});
    const auto before = hall.log.size();
    hall.must(GiveReason{id, "waiting"});
    hall.must(GiveReason{id, "attitude"});
    EXPECT_EQ(hall.state.alerts.at(recovery::rating_alert(id)).params.at("reasons"), "waiting,attitude");
    const std::vector<RecordedEvent> news(hall.log.begin() + static_cast<std::ptrdiff_t>(before),
                                          hall.log.end());
    const HallView rows = delta(hall.state, hall.config, {hall.context.now, true, {}}, news);
    ASSERT_EQ(rows.alerts.size(), 1U);
    EXPECT_EQ(rows.alerts[0].params.at("reasons"), "waiting,attitude");
    EXPECT_TRUE(rows.alerts_gone.empty());
}

TEST(Recovery, AReasonWithoutAnAlertTouchesNone) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    const TicketId id = asked(hall);
    hall.must(GiveRating{id, 4, Channel::touch});
    hall.must(GiveReason{id, "waiting"});
    const HallView rows = delta(hall.state, hall.config, {hall.context.now, true, {}}, {hall.log.back()});
    EXPECT_TRUE(rows.alerts.empty());
    EXPECT_TRUE(rows.alerts_gone.empty());
}

TEST(Recovery, WhoWaitsTooLongRaisesOneAlertForTheService) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    const TicketId first = hall.issue(mobile);
    hall.pass(std::chrono::minutes{10});
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{20} - seconds{1});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), hall.context.now + seconds{1});
    hall.pass(seconds{1});
    hall.run_due();
    hall.run_due();
    ASSERT_EQ(hall.all_of<AlertRaised>().size(), 1U);
    const AlertRaised alert = hall.all_of<AlertRaised>()[0];
    EXPECT_EQ(alert.code, "long_wait");
    EXPECT_EQ(alert.subject, "mobile");
    EXPECT_EQ(alert.params.at("number"), hall.ticket(first).number);
    EXPECT_EQ(alert.params.at("minutes"), "30");
    EXPECT_EQ(alert.params.at("limit"), "30");
}

TEST(Recovery, ALongWaitEndsByItselfAtThreeQuartersOfTheLimit) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{5});
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{25});
    hall.run_due();
    ASSERT_EQ(hall.state.alerts.size(), 1U);
    hall.must(CallNext{c1, Channel::page});
    hall.run_due();
    EXPECT_EQ(hall.state.alerts.size(), 1U) << "the next one has waited 25 of 30 min";
    hall.must(CallNext{c1, Channel::page});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(hall.all_of<AlertResolved>().at(0).done, "over");
}

TEST(Recovery, AnAlertThatWasResolvedDoesNotComeBackForThoseWhoWaitedThen) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{20});
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{10});
    hall.run_due();
    hall.must(ResolveAlert{recovery::wait_alert(mobile), "guided"});
    hall.pass(std::chrono::minutes{5});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty()) << "somebody saw to the first";
    hall.must(CallNext{c1, Channel::page});
    hall.pass(std::chrono::minutes{16});
    hall.run_due();
    EXPECT_EQ(hall.all_of<AlertRaised>().size(), 2U) << "the second had waited 10 min only";
}

/// c1 calls the next one and sends them on to `complaints`, where they stand before everybody who came later.
void send_on(TestHall& hall) {
    hall.must(CallNext{c1, Channel::page});
    hall.must(TransferTicket{c1, complaints});
}

TEST(Recovery, WhoComesBeforeThemFromAnotherCounterEndsNobodysWait) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(bills);
    hall.pass(std::chrono::minutes{5});
    const TicketId waits = hall.issue(complaints);
    hall.pass(std::chrono::minutes{10});
    hall.issue(complaints);
    hall.pass(std::chrono::minutes{20});
    hall.run_due();
    ASSERT_TRUE(hall.state.alerts.contains(recovery::wait_alert(complaints)));
    send_on(hall);
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.contains(recovery::wait_alert(complaints)))
        << "the first has come just now, the second waits for 30 min";
    EXPECT_EQ(recovery::longest_wait(hall.state, complaints, hall.context.now)->ticket->id, waits);
}

TEST(Recovery, WhoStandsBehindManyThatCameFromAnotherCounterIsToldOf) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    for (int i = 0; i < 19; ++i) {
        hall.issue(bills);
    }
    hall.pass(std::chrono::minutes{1});
    const TicketId waits = hall.issue(complaints);
    hall.pass(std::chrono::minutes{20});
    for (int i = 0; i < 19; ++i) {
        send_on(hall);
    }
    hall.run_due();
    ASSERT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now),
              hall.context.now + std::chrono::minutes{10});
    hall.pass(std::chrono::minutes{10});
    hall.run_due();
    ASSERT_EQ(hall.all_of<AlertRaised>().size(), 1U);
    EXPECT_EQ(hall.all_of<AlertRaised>()[0].params.at("number"), hall.ticket(waits).number);
}

TEST(Recovery, WhoWasSeenToAndWaitsOnHidesNobodyBehind) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{20});
    const TicketId second = hall.issue(mobile);
    hall.pass(std::chrono::minutes{10});
    hall.run_due();
    hall.must(ResolveAlert{recovery::wait_alert(mobile), "guided"});
    hall.pass(std::chrono::minutes{20} - seconds{1});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), hall.context.now + seconds{1});
    hall.pass(seconds{1});
    hall.run_due();
    ASSERT_EQ(hall.state.alerts.size(), 1U);
    EXPECT_EQ(hall.state.alerts.begin()->second.params.at("number"), hall.ticket(second).number);
}

TEST(Recovery, NoLimitMeansNoAlertAndEndsTheOldOne) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{31});
    hall.run_due();
    ASSERT_EQ(hall.state.alerts.size(), 1U);
    hall.config.targets.alert_wait = std::chrono::minutes{0};
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), std::nullopt);
}

TEST(Recovery, AClosedDayEndsTheAlertsOfItsWaits) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{31});
    hall.run_due();
    hall.must(CloseDay{});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
}

TEST(Recovery, AClockThatJumpsAheadAlertsOfNobody) {
    TestHall hall;
    hall.open_hall();
    hall.config.targets.alert_wait = std::chrono::minutes{30};
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{1});
    const WallTime before = hall.context.now;
    hall.pass(std::chrono::hours{3});
    hall.must(NoteClock{before, hall.context.now});
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.empty());
}

}  // namespace
}  // namespace jiaohao::domain::testing
