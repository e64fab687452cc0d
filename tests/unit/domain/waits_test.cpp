// What customers are told about their wait, what their calls teach, how true it was.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kiosk/domain/waits.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

/// Nobody is told a wait of nothing but who is next.
constexpr ExpectedWait next_one{0s, 0s};

struct Waits : ::testing::Test {
    TestHall hall;

    Waits() { hall.open_hall(); }

    /// Both counters that call for mobile have somebody.
    void make_busy() {
        for (const CounterId& counter : {c1, c2}) {
            hall.issue(mobile);
            hall.must(CallNext{counter, Channel::page});
        }
    }
    TicketId issue(CustomerClass customer_class) {
        return hall.must(IssueTicket{mobile, customer_class, Channel::touch, "", false, ""}).ticket.value();
    }
    ServiceState& service(const ServiceId& id = mobile) { return hall.state.services.at(id); }
    /// Calls whoever is next at c1, after the wait.
    void call_after(std::chrono::milliseconds wait) {
        hall.pass(wait);
        hall.must(CallNext{c1, Channel::page});
    }
    std::optional<waits::PlaceInLine> place(const TicketId& id) {
        return waits::of_waiting(hall.state, hall.config, hall.ticket(id), hall.context.now);
    }
};

TEST_F(Waits, WhoFindsAnIdleCounterAndNobodyWaitingIsNext) {
    const auto id = hall.issue(mobile);
    EXPECT_EQ(hall.ticket(id).promised, next_one);
    const auto second = hall.issue(mobile);
    EXPECT_GT(hall.ticket(second).promised->p50, 0s) << "somebody waits before";
}

TEST_F(Waits, WhoIsFirstButFindsEveryCounterBusyIsNotNext) {
    make_busy();
    const auto id = hall.issue(mobile);
    EXPECT_EQ(hall.ticket(id).ahead_at_issue, 0u);
    EXPECT_GE(hall.ticket(id).promised->p50, 30s);
    EXPECT_GE(hall.ticket(id).promised->p90, hall.ticket(id).promised->p50);
}

TEST_F(Waits, APausedOrClosedCounterHasNobodyNext) {
    hall.must(PauseCounter{c1, "lunch", false});
    hall.must(PauseCounter{c2, "lunch", false});
    EXPECT_NE(hall.ticket(hall.issue(mobile)).promised, next_one);
}

TEST_F(Waits, AnIdleCounterCallsThoseOfItsOtherServicesFirst) {
    hall.issue(bills);
    EXPECT_EQ(hall.ticket(hall.issue(mobile)).promised, next_one)
        << "the other counter has nobody else to call";
    hall.must(CallNext{c2, Channel::page});
    const auto id = hall.issue(mobile);
    EXPECT_EQ(hall.ticket(id).ahead_at_issue, 1u);
    EXPECT_NE(hall.ticket(id).promised, next_one);
}

TEST_F(Waits, TheEventSaysWhatThePromiseWasMadeOf) {
    make_busy();
    hall.issue(bills);
    hall.issue(mobile);
    hall.issue(mobile);
    const TicketIssued said = hall.all_of<TicketIssued>().back();
    EXPECT_EQ(said.counters_open, 2u);
    EXPECT_EQ(said.counter_idle, false);
    EXPECT_EQ(said.ahead_in_line, 1u);
    EXPECT_EQ(said.ahead, 2u);
}

TEST_F(Waits, DecidingAndRecordingSeeTheSame) {
    make_busy();
    for (int i = 0; i < 5; ++i) {
        hall.pass(minutes{2});
        const HallState before = hall.state;
        const auto id = hall.issue(mobile);
        const Ticket& ticket = hall.ticket(id);
        ASSERT_TRUE(ticket.features.has_value());
        const auto told = stats::predict(before.waits, *ticket.features, stats::hall_scale);
        EXPECT_EQ(ticket.promised->p50.count(), std::ceil(told.p50 * 60));
        EXPECT_EQ(ticket.promised->p90.count(), std::ceil(told.p90 * 60));
    }
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Waits, TheFirstOfTheLineIsSeenWaiting) {
    make_busy();
    hall.issue(mobile);
    const auto soon = hall.issue(mobile);
    hall.must(CancelTicket{soon, Channel::page});
    const HallState early = hall.state;
    hall.pass(minutes{40});
    const auto later = hall.issue(mobile);
    EXPECT_GT(
        waits::features(hall.state, hall.all_of<TicketIssued>().back(), hall.context.now)->row[2],
        waits::features(early, hall.all_of<TicketIssued>().back(), hall.context.now - minutes{40})->row[2]);
    EXPECT_EQ(hall.ticket(later).ahead_at_issue, 1u);
}

TEST_F(Waits, AreLearntFromFirstCallsOnly) {
    make_busy();
    const auto id = hall.issue(mobile);
    const auto before = hall.state.waits;
    call_after(minutes{7});
    EXPECT_DOUBLE_EQ(service().wait.last_wait, 7.0);
    EXPECT_EQ(hall.state.waits.regression.learnt, before.regression.learnt + 1);
    EXPECT_EQ(service().promises.n, 3u);
    const auto after = hall.state.waits;
    hall.must(MarkNoShow{c1});
    hall.must(ReturnTicket{id});
    call_after(minutes{20});
    EXPECT_DOUBLE_EQ(service().wait.last_wait, 7.0);
    EXPECT_TRUE(hall.state.waits == after);
    EXPECT_EQ(service().promises.n, 3u);
    EXPECT_EQ(service().wait.last_call_ms, hall.context.now.time_since_epoch().count())
        << "the pace is learnt";
}

TEST_F(Waits, TheHallLearnsThatItsWaitsAreLong) {
    // One counter, a customer every ten minutes served in ten: six before everybody.
    hall.must(PauseCounter{c2, "lunch", false});
    hall.config.ranges[0].last = 500;
    ExpectedWait first{};
    ExpectedWait last{};
    std::vector<TicketId> taken;
    for (int i = 0; i < 200; ++i) {
        const auto id = hall.issue(mobile);
        if (i >= 6) {
            hall.must(CallNext{c1, Channel::page});
        }
        (i == 6 ? first : last) = hall.ticket(id).promised.value();
        hall.pass(minutes{10});
    }
    EXPECT_GT(last.p50, first.p50);
    EXPECT_NEAR(static_cast<double>(last.p50.count()) / 60, 60.0, 12.0);
    EXPECT_GE(last.p90, last.p50);
}

TEST_F(Waits, WhoIsNextTeachesTheHallNothing) {
    hall.issue(mobile);
    const auto before = hall.state.waits;
    call_after(seconds{20});
    EXPECT_TRUE(hall.state.waits == before);
    EXPECT_EQ(service().promises, (PromiseScore{1, 20, 1, 0}))
        << "called within the five minutes that are meant";
}

TEST_F(Waits, WhatEndsOrMovesWithoutACallTeachesNothing) {
    make_busy();
    const auto cancelled = hall.issue(mobile);
    const auto expired = hall.issue(mobile);
    ASSERT_TRUE(hall.ticket(cancelled).features && hall.ticket(expired).features);
    const auto before = hall.state.waits;
    hall.must(CancelTicket{cancelled, Channel::page});
    EXPECT_FALSE(hall.ticket(cancelled).features);
    hall.pass(minutes{30});
    hall.must(CloseDay{});
    EXPECT_FALSE(hall.ticket(expired).features);
    EXPECT_TRUE(hall.state.waits == before);
    EXPECT_EQ(service().promises.n, 2u) << "the two that keep the counters busy";
}

TEST_F(Waits, ParkedAndTransferredTicketsTeachOnceAtTheirFirstCall) {
    make_busy();
    const auto id = hall.issue(mobile);
    call_after(minutes{5});
    EXPECT_FALSE(hall.ticket(id).features) << "dropped at the call";
    const auto after = hall.state.waits;
    hall.must(ParkTicket{c1});
    hall.pass(minutes{9});
    hall.must(ResumeTicket{c1, id});
    hall.must(TransferTicket{c1, bills});
    call_after(minutes{9});
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::called);
    EXPECT_TRUE(hall.state.waits == after);
    EXPECT_EQ(service(bills).promises.n, 0u);
    EXPECT_LT(service(bills).wait.last_wait, 0.0);
}

TEST_F(Waits, EventsOlderThanTheEstimatorTeachTheLineAndNotTheHall) {
    make_busy();
    TicketIssued old{"A19", range_a, 19, mobile, {}, Channel::touch, "en", 0, ExpectedWait{300s, 900s}, ""};
    hall.record(old);
    const auto before = hall.state.waits;
    call_after(minutes{8});
    EXPECT_TRUE(hall.state.waits == before);
    EXPECT_DOUBLE_EQ(service().wait.last_wait, 8.0);
    EXPECT_EQ(service().promises.n, 3u) << "its promise counts all the same";
}

TEST_F(Waits, AnAppointmentIsToldItsTimeAtLeastAndTeachesOnlyThePace) {
    make_busy();
    IssueTicket command{mobile, CustomerClass::appointment, Channel::touch, "", false, ""};
    command.due_at = hall.context.now + minutes{45};
    const auto id = hall.must(command).ticket.value();
    EXPECT_GE(hall.ticket(id).promised->p50, minutes{45});
    const auto before = hall.state.waits;
    const double last = service().wait.last_wait;
    call_after(minutes{45});
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::called);
    EXPECT_TRUE(hall.state.waits == before);
    EXPECT_DOUBLE_EQ(service().wait.last_wait, last);
    EXPECT_EQ(service().wait.last_call_ms, hall.context.now.time_since_epoch().count());
}

TEST_F(Waits, ANewDayKeepsWhatWasLearntAndForgetsTheLastCallAndTheScore) {
    make_busy();
    hall.issue(mobile);
    call_after(minutes{7});
    const double sum = service().wait.wait_sum;
    const auto learnt = hall.state.waits;
    hall.must(CloseDay{});
    EXPECT_EQ(service().promises.n, 3u) << "shown until the next day opens";
    hall.must(OpenDay{day_two});
    EXPECT_DOUBLE_EQ(service().wait.wait_sum, sum);
    EXPECT_TRUE(hall.state.waits == learnt);
    EXPECT_EQ(service().wait.last_call_ms, 0);
    EXPECT_LT(service().wait.last_wait, 0.0);
    EXPECT_EQ(stats::recent_calls(service().wait, hall.context.now.time_since_epoch().count()), 0);
    EXPECT_EQ(service().promises, PromiseScore{});
}

TEST_F(Waits, PromisesAreScored) {
    make_busy();
    EXPECT_EQ(service().promises.error_s, 0u);
    hall.issue(mobile);
    const auto told = hall.ticket(hall.issue(mobile)).promised->p50;
    hall.must(FinishServing{c1});
    call_after(0s);
    const std::uint64_t first = service().promises.error_s;
    hall.must(FinishServing{c1});
    call_after(0s);
    EXPECT_EQ(service().promises.error_s, first + static_cast<std::uint64_t>(told.count()))
        << "errors add up";
    const PromiseScore before = service().promises;
    std::uint32_t ordinal = 10;
    const auto scored = [&](seconds p50, seconds p90, seconds wait) {
        ordinal += 1;
        TicketIssued event{
            "B" + std::to_string(ordinal), range_a, ordinal, mobile, {}, Channel::touch, "en", 0,
            ExpectedWait{p50, p90},        ""};
        service().promises = {};
        hall.record(event);
        call_after(wait);
        return service().promises;
    };
    EXPECT_EQ(before.n, 4u);
    EXPECT_EQ(scored(400s, 900s, 500s), (PromiseScore{1, 100, 1, 0})) << "400 s are told as ten minutes";
    EXPECT_EQ(scored(400s, 900s, 600s), (PromiseScore{1, 200, 1, 0}));
    EXPECT_EQ(scored(400s, 900s, 601s), (PromiseScore{1, 201, 1, 1}));
    EXPECT_EQ(scored(400s, 900s, 900s), (PromiseScore{1, 500, 1, 1}));
    EXPECT_EQ(scored(400s, 900s, 901s), (PromiseScore{1, 501, 0, 1}));
    EXPECT_EQ(scored(400s, 900s, 100s), (PromiseScore{1, 300, 1, 0}));
    EXPECT_EQ(scored(0s, 0s, 301s), (PromiseScore{1, 301, 0, 1})) << "next means within five minutes";
}

TEST_F(Waits, TheScoreIsShownWithTheService) {
    const auto row = [&] {
        return view(hall.state, hall.config, {hall.context.now, true, std::nullopt}).services[0].promises;
    };
    EXPECT_EQ(row(), std::nullopt) << "nobody was called yet";
    hall.issue(mobile);
    service().promises = {3, 100, 2, 1};
    EXPECT_EQ(row(), (PromisesView{3, 33s, 2, 1}));
    service().promises = {3, 101, 2, 1};
    EXPECT_EQ(row()->mean_error, 34s);
}

TEST_F(Waits, AWaitingTicketIsToldItsPresentPlace) {
    make_busy();
    const auto first = hall.issue(mobile);
    const auto second = hall.issue(mobile);
    const auto third = hall.issue(mobile);
    EXPECT_EQ(place(third)->ahead, 2u);
    EXPECT_EQ(place(third)->expected, hall.ticket(third).promised) << "nothing has changed since";
    const auto vip = issue(CustomerClass::vip);
    EXPECT_EQ(place(vip)->ahead, 0u);
    EXPECT_EQ(place(third)->ahead, 3u) << "who goes first came later";
    hall.must(CancelTicket{vip, Channel::page});
    hall.must(CancelTicket{first, Channel::page});
    EXPECT_EQ(place(third)->ahead, 1u);
    EXPECT_LT(place(third)->expected->p50, hall.ticket(third).promised->p50);
    hall.must(FinishServing{c1});
    hall.must(CancelTicket{second, Channel::page});
    EXPECT_EQ(place(third)->expected, next_one);
    call_after(0s);
    EXPECT_FALSE(place(third)) << "it waits no more";
}

TEST_F(Waits, WhoWasSentToACounterIsToldThePlaceAndNoTime) {
    make_busy();
    const auto id = hall.counter(c1).ticket.value();
    TransferTicket command{c1, mobile};
    command.to_counter = c2;
    hall.must(command);
    ASSERT_TRUE(place(id).has_value());
    EXPECT_EQ(place(id)->expected, std::nullopt);
}

TEST_F(Waits, OtherServicesOfAnIdleCounterLearnThatNobodyIsNextAnyMore) {
    hall.must(PauseCounter{c2, "lunch", false});
    const std::size_t since = hall.log.size();
    hall.issue(bills);
    const std::vector<RecordedEvent> events(hall.log.begin() + static_cast<std::ptrdiff_t>(since),
                                            hall.log.end());
    const auto news = delta(hall.state, hall.config, {hall.context.now, true, std::nullopt}, events);
    const auto row = std::ranges::find(news.services, mobile, &ServiceView::id);
    ASSERT_NE(row, news.services.end());
    EXPECT_NE(row->expected, next_one);
}

TEST_F(Waits, WhateverClockOrEventComesTheyStayNumbers) {
    make_busy();
    const std::vector<WallTime> wild{WallTime::min(), WallTime{}, WallTime::max(), hall.context.now};
    for (std::uint32_t i = 0; i < 64; ++i) {
        hall.context.now = wild[i % 4];
        TicketIssued event{"A19",  range_a,    19,
                           mobile, {},         Channel::touch,
                           "en",   UINT32_MAX, ExpectedWait{seconds{UINT32_MAX}, seconds{i}},
                           ""};
        event.ahead_in_line = i % 3 == 0 ? UINT32_MAX : i % 2;
        event.counters_open = i % 5 == 0 ? UINT32_MAX : 0;
        event.counter_idle = i % 7 == 0;
        hall.record(event);
        const TicketId id{hall.context.terminal, EpochId("e1"), Seq(hall.log.size())};
        ASSERT_TRUE(hall.ticket(id).features && stats::is_sound(*hall.ticket(id).features));
        hall.context.now = wild[(i / 4) % 4];
        hall.record(TicketCalled{id, c1, li, Channel::page, UINT32_MAX});
        EXPECT_TRUE(stats::is_sound(service().wait));
        EXPECT_TRUE(stats::restored(hall.state.waits) == hall.state.waits);
        const auto told = waits::of_newcomer(hall.state, hall.config, mobile, hall.context.now);
        EXPECT_LE(told.p50, told.p90);
        EXPECT_LE(told.p90, std::chrono::hours{24});
    }
    EXPECT_GT(hall.state.waits.regression.learnt, 20u);
}

TEST_F(Waits, WhatIsDamagedIsLearntAnew) {
    make_busy();
    const auto id = hall.issue(mobile);
    HallState kept = hall.state;
    waits::restore(kept);
    EXPECT_TRUE(kept == hall.state) << "a sound state stays";
    kept.waits.version = 99;
    kept.services.at(mobile).wait.cycle = -1;
    kept.tickets.at(id).features->row[3] = std::nan("");
    waits::restore(kept);
    EXPECT_TRUE(kept.waits == stats::fresh_estimator());
    EXPECT_TRUE(kept.services.at(mobile).wait == stats::fresh_line(stats::hall_scale));
    EXPECT_EQ(kept.tickets.at(id).features, std::nullopt);
}

TEST(FreshHall, HasTheStateOfAFreshEstimator) {
    EXPECT_TRUE(HallState{}.waits == stats::fresh_estimator());
    EXPECT_TRUE(ServiceState{}.wait == stats::fresh_line(stats::hall_scale));
}

}  // namespace
}  // namespace jiaohao::domain::testing
