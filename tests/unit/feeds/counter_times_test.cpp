// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <tuple>

#include "tests/unit/feeds/feed_fixture.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using domain::CounterId;
using domain::ServiceId;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// An hour of counter c1, from its opening at nine to its closing at ten. The comment at each event says what it ends.
class CounterHour : public HallScript {
  public:
    CounterHour() {
        add(local(9, 0), domain::CounterOpened{.counter = c1, .clerk = li});
        paged();
        handset();
        pause();
        gone();
        parked();
        add(local(10, 0), domain::CounterClosed{.counter = c1, .clerk = li, .idle_ms = seconds(240)});
    }

  private:
    const CounterId c1{"c1"};
    const domain::ClerkId li{"li"};

    domain::TicketId called(int minute, seconds idle, const std::string& service = "a") {
        const auto ticket = issue(local(8, 0), service);
        domain::TicketCalled call;
        call.ticket = ticket;
        call.counter = c1;
        call.clerk = li;
        call.idle_ms = idle;
        add(local(9, minute), call);
        return ticket;
    }
    void finished(int minute, const domain::TicketId& ticket, seconds took, std::optional<seconds> walk) {
        domain::ServingFinished done;
        done.ticket = ticket;
        done.counter = c1;
        done.clerk = li;
        done.service = ServiceId("a");
        done.service_ms = took;
        done.walk_ms = walk;
        add(local(9, minute), done);
    }
    /// 9:10 called, 9:11 started, 9:16 done, 9:17 finished up.
    void paged() {
        const auto ticket = called(10, seconds(600));
        finished(16, ticket, seconds(300), seconds(60));
        add(local(9, 17), domain::CounterReady{.counter = c1, .clerk = li, .wrap_up_ms = seconds(60)});
    }
    /// 9:20 called, 9:24 done: a handset with one key tells no start.
    void handset() { finished(24, called(20, seconds(180)), seconds(240), std::nullopt); }
    /// 9:30 to 9:40.
    void pause() {
        add(local(9, 30),
            domain::CounterPaused{.counter = c1, .clerk = li, .reason = {}, .idle_ms = seconds(360)});
        add(local(9, 40), domain::CounterResumed{.counter = c1, .clerk = li, .paused_ms = seconds(600)});
    }
    /// 9:45 called, 9:47 did not come; 9:55 called, 9:56 cancelled.
    void gone() {
        const auto away = called(45, seconds(300));
        add(local(9, 47),
            domain::TicketNoShow{.ticket = away, .counter = c1, .clerk = li, .walk_ms = seconds(120)});
        const auto left = called(48, seconds(60), "b");
        add(local(9, 49), domain::TicketCancelled{.ticket = left, .channel = {}, .walk_ms = seconds(60)});
    }
    /// 9:50 called, 9:50:30 started, 9:51 parked, 9:52 resumed, 9:53 sent on; 9:55 called, 9:56 sent home.
    void parked() {
        const auto ticket = called(50, seconds(60));
        add(local(9, 51), domain::TicketParked{.ticket = ticket,
                                               .counter = c1,
                                               .clerk = li,
                                               .walk_ms = seconds(30),
                                               .service_ms = seconds(30)});
        add(local(9, 52),
            domain::TicketResumed{.ticket = ticket, .counter = c1, .clerk = li, .idle_ms = seconds(60)});
        add(local(9, 53), domain::TicketTransferred{.ticket = ticket,
                                                    .counter = c1,
                                                    .from = ServiceId("a"),
                                                    .to = ServiceId("b"),
                                                    .service_ms = seconds(60)});
        const auto late = called(55, seconds(120), "b");
        add(local(9, 56), domain::TicketExpired{.ticket = late, .walk_ms = seconds(60)});
    }
};

std::uint64_t s(std::uint64_t ms) {
    return ms / 1000;
}

TEST(CounterTimes, AddUpToTheTimeThatTheCounterWasOpen) {
    const auto hour = bucket(CounterHour().events, Grain::day, 0, "", "c1");
    EXPECT_EQ(s(hour.walk_ms), 60U + 120U + 60U + 30U + 60U);
    EXPECT_EQ(s(hour.serving_ms), 300U + 240U + 30U + 60U);
    EXPECT_EQ(s(hour.wrap_up_ms), 60U);
    EXPECT_EQ(s(hour.idle_ms), 600U + 180U + 360U + 300U + 60U + 60U + 60U + 120U + 240U);
    EXPECT_EQ(s(hour.paused_ms), 600U);
    EXPECT_EQ(s(hour.walk_ms + hour.serving_ms + hour.wrap_up_ms + hour.idle_ms + hour.paused_ms), 3600U);
    const auto clerk = bucket(CounterHour().events, Grain::day, 0, "", "", "li");
    EXPECT_EQ(std::tie(clerk.walk_ms, clerk.serving_ms, clerk.wrap_up_ms, clerk.idle_ms, clerk.paused_ms),
              std::tie(hour.walk_ms, hour.serving_ms, hour.wrap_up_ms, hour.idle_ms, hour.paused_ms))
        << "all of it is this clerk's";
}

TEST(CounterTimes, StandInTheSlotOfTheEventThatEndsThem) {
    const auto events = CounterHour().events;
    const auto quarter = bucket(events, Grain::quarter_hour, 9 * 60 + 15, "", "c1");
    EXPECT_EQ(s(quarter.walk_ms), 60U);
    EXPECT_EQ(s(quarter.serving_ms), 540U);
    EXPECT_EQ(s(quarter.idle_ms), 180U);
    EXPECT_EQ(s(bucket(events, Grain::hour, 10 * 60).idle_ms), 240U) << "the closing";
}

TEST(CounterTimes, OfAServiceAreThoseWithItsCustomersAlone) {
    const auto events = CounterHour().events;
    const auto a = bucket(events, Grain::day, 0, "a");
    EXPECT_EQ(s(a.walk_ms), 60U + 120U + 30U);
    EXPECT_EQ(s(a.serving_ms), 630U);
    EXPECT_EQ(a.idle_ms + a.wrap_up_ms + a.paused_ms, 0U);
    EXPECT_EQ(s(bucket(events, Grain::day, 0, "b").walk_ms), 120U) << "who was cancelled, who was sent home";
    EXPECT_EQ(s(bucket(events, Grain::day, 0, "b", "c1").walk_ms), 120U)
        << "at the counter that had called them";
}

TEST(CounterTimes, FromTheCallOnAreAlikeWhereAStartIsToldAndWhereNoneIs) {
    const auto day = bucket(CounterHour().events, Grain::day, 0, "a", "c1");
    EXPECT_EQ(day.service_times.sum(), 300U + 240U);
    EXPECT_EQ(day.counter_times.sum(), 360U + 240U);
    EXPECT_EQ(day.counter_times.count(), 2U);
    EXPECT_EQ(day.started, 1U);
}

TEST(CounterTimes, ThatCannotBeAreCutAndDoubted) {
    HallScript hall;
    hall.add(local(9, 0),
             domain::CounterPaused{
                 .counter = CounterId("c1"), .clerk = {}, .reason = {}, .idle_ms = milliseconds::max()});
    hall.add(local(9, 1),
             domain::CounterPaused{
                 .counter = CounterId("c1"), .clerk = {}, .reason = {}, .idle_ms = milliseconds(-5)});
    const auto day = bucket(hall.events, Grain::day, 0, "", "c1");
    EXPECT_EQ(s(day.idle_ms), 48U * 3600U);
    EXPECT_EQ(day.clock_doubts, 2U);
}

TEST(CounterTimes, OfAFactOutsideItsDayAreDoubtedWithItOnce) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    domain::TicketCalled call;
    call.ticket = ticket;
    call.counter = CounterId("c1");
    call.idle_ms = milliseconds(-5);
    hall.add(local(-30, 0), call);
    EXPECT_EQ(bucket(hall.events, Grain::day).clock_doubts, 1U) << "its wait, its idle time and when it was";
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "", "c1").clock_doubts, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a").clock_doubts, 1U);
    const auto gone = hall.issue(local(-30, 0));
    hall.add(local(9, 20), domain::TicketExpired{.ticket = gone});
    EXPECT_EQ(bucket(hall.events, Grain::day).abandoned, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day).clock_doubts, 2U) << "who went away is counted where they came";
}

TEST_F(FeedTest, CounterTimesAreColumnsOfServiceTimes) {
    tell("h1", CounterHour().events);
    const auto row = json("/v1/feeds/service-times", {{"by", "counter"}})["rows"][0];
    EXPECT_EQ(row["service_n"], 2);
    EXPECT_EQ(row["started"], 1);
    EXPECT_DOUBLE_EQ(row["service_mean_s"], 270.0);
    EXPECT_DOUBLE_EQ(row["at_counter_mean_s"], 300.0);
    EXPECT_EQ(row["walk_s"], 330);
    EXPECT_EQ(row["serving_s"], 630);
    EXPECT_EQ(row["wrap_up_s"], 60);
    EXPECT_EQ(row["idle_s"], 1980);
    EXPECT_EQ(row["paused_s"], 600);
    EXPECT_DOUBLE_EQ(row["busy_share"], 0.34) << "1020 of 3000";
    const auto all = json("/v1/feeds/all", {{"by", "service"}})["rows"][0];
    EXPECT_EQ(all["service"], "a");
    EXPECT_EQ(all["idle_s"], 0);
    EXPECT_EQ(all["busy_share"], nullptr) << "nobody idles for one service";
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
