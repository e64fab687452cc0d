// Wait, walk, service, wrap-up and idle time: each told once, and together they are all the time there was.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "kiosk/base/random.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using ms = Milliseconds;

struct Times : ::testing::Test {
    TestHall hall;

    Times() {
        hall.config.calling.wrap_up = 60s;
        hall.open_hall();
    }
    void call(const CounterId& counter = c1) { hall.must(CallNext{counter, Channel::page}); }
    void finish(const CounterId& counter = c1) { hall.must(FinishServing{counter, {}, false}); }
    TicketCalled last_call() { return hall.all_of<TicketCalled>().back(); }
};

TEST_F(Times, OfAVisitAreToldByTheEventsThatEndThem) {
    hall.issue(mobile);
    hall.pass(minutes{4});
    call();
    EXPECT_EQ(last_call().wait_ms, ms(minutes{4}));
    EXPECT_EQ(last_call().idle_ms, ms(minutes{4})) << "the counter had nobody since it opened";
    EXPECT_EQ(last_call().wrap_up_ms, std::nullopt);
    hall.pass(30s);
    hall.must(Recall{c1});
    hall.pass(20s);
    hall.must(StartServing{c1});
    hall.pass(minutes{3});
    finish();
    const auto finished = hall.all_of<ServingFinished>().back();
    EXPECT_EQ(finished.walk_ms, ms(50s)) << "from the call, whatever recalls there were";
    EXPECT_EQ(finished.service_ms, ms(minutes{3}));
    EXPECT_EQ(finished.wrap_up_until, hall.context.now + 60s);
}

TEST_F(Times, WithoutAStartAllSinceTheCallIsService) {
    hall.issue(mobile);
    call();
    hall.pass(minutes{2});
    finish();
    EXPECT_EQ(hall.all_of<ServingFinished>().back().walk_ms, std::nullopt);
    EXPECT_EQ(hall.all_of<ServingFinished>().back().service_ms, ms(minutes{2}));
}

TEST_F(Times, WrapUpEndsByItselfAndIdleTimeFollows) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    finish();
    EXPECT_EQ(hall.counter(c1).served_at, hall.context.now);
    hall.pass(100s);
    call();
    EXPECT_EQ(last_call().wrap_up_ms, ms(60s));
    EXPECT_EQ(last_call().idle_ms, ms(40s));
    EXPECT_EQ(hall.counter(c1).wrap_up_until, std::nullopt);
}

TEST_F(Times, ACallDuringWrapUpEndsIt) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    finish();
    hall.pass(20s);
    call();
    EXPECT_EQ(last_call().wrap_up_ms, ms(20s));
    EXPECT_EQ(last_call().idle_ms, ms{0});
}

TEST_F(Times, AClerkWhoIsReadyEndsTheWrapUpAndItIsToldOnce) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    finish();
    hall.pass(15s);
    hall.must(ReadyCounter{c1});
    EXPECT_EQ(hall.last(), "counter.ready");
    EXPECT_EQ(hall.all_of<CounterReady>().back().wrap_up_ms, ms(15s));
    hall.must(ReadyCounter{c1});
    EXPECT_EQ(hall.last(), "") << "ready already";
    hall.pass(10s);
    call();
    EXPECT_EQ(last_call().wrap_up_ms, std::nullopt);
    EXPECT_EQ(last_call().idle_ms, ms(10s));
}

TEST_F(Times, AnImpliedFinishLeavesNoTimeToFinishUp) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    hall.pass(20s);
    call();
    EXPECT_EQ(hall.all_of<ServingFinished>().back().wrap_up_until, std::nullopt);
    EXPECT_EQ(last_call().idle_ms, std::nullopt);
    EXPECT_EQ(last_call().wrap_up_ms, std::nullopt);
}

TEST_F(Times, APauseEndsIdleTimeAndIsApart) {
    hall.pass(minutes{5});
    hall.must(PauseCounter{c1, "lunch", false});
    EXPECT_EQ(hall.all_of<CounterPaused>().back().idle_ms, ms(minutes{5}));
    hall.pass(minutes{20});
    hall.must(PauseCounter{c1, "training", false});
    EXPECT_EQ(hall.all_of<CounterPaused>().back().idle_ms, std::nullopt);
    hall.pass(minutes{10});
    hall.must(ResumeCounter{c1});
    EXPECT_EQ(hall.all_of<CounterResumed>().back().paused_ms, ms(minutes{30}));
    hall.issue(mobile);
    hall.pass(7s);
    call();
    EXPECT_EQ(last_call().idle_ms, ms(7s));
}

TEST_F(Times, ACounterPausedWhileItServesIsServing) {
    hall.issue(mobile);
    call();
    hall.must(PauseCounter{c1, "lunch", false});
    hall.pass(minutes{2});
    finish();
    EXPECT_EQ(hall.all_of<ServingFinished>().back().service_ms, ms(minutes{2}));
    EXPECT_EQ(hall.all_of<ServingFinished>().back().wrap_up_until, std::nullopt) << "nobody comes next";
    hall.pass(minutes{9});
    hall.must(ResumeCounter{c1});
    EXPECT_EQ(hall.all_of<CounterResumed>().back().paused_ms, ms(minutes{9}));
}

TEST_F(Times, ClosingTellsWhatTheCounterDidLast) {
    hall.issue(mobile);
    call();
    finish();
    hall.pass(90s);
    hall.must(CloseCounter{c1});
    const auto closed = hall.all_of<CounterClosed>().back();
    EXPECT_EQ(closed.wrap_up_ms, ms(60s));
    EXPECT_EQ(closed.idle_ms, ms(30s));
    EXPECT_EQ(closed.paused_ms, std::nullopt);
}

TEST_F(Times, AreNeverNegativeWhenTheClockGoesBackUntold) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    hall.must(StartServing{c1});
    hall.pass(-minutes{90});
    finish();
    EXPECT_EQ(hall.all_of<ServingFinished>().back().service_ms, ms{0});
    hall.pass(-minutes{90});
    call();
    EXPECT_EQ(last_call().wait_ms, ms{0});
    EXPECT_EQ(last_call().wrap_up_ms, ms{0});
    EXPECT_EQ(last_call().idle_ms, ms{0});
}

TEST_F(Times, StayTrueOverAJumpOfTheClockThatTheHallNoticed) {
    hall.issue(mobile);
    hall.issue(mobile);
    call();
    finish();
    hall.pass(10s);
    for (const auto jump : {std::chrono::hours{5}, -std::chrono::hours{9}, -std::chrono::hours{24 * 365 * 20},
                            std::chrono::hours{24 * 365 * 20}}) {
        const WallTime from = hall.context.now;
        hall.context.now += jump;
        hall.must(NoteClock{from, hall.context.now});
    }
    hall.pass(20s);
    call();
    EXPECT_EQ(last_call().wrap_up_ms, ms(30s));
    EXPECT_EQ(last_call().wait_ms, ms(30s));
}

/// Adds up what the events say, against the time that went by on a clock that runs evenly.
class Ledger {
  public:
    void note(const RecordedEvent& recorded) {
        at_ = recorded.envelope.at;
        id_ = {recorded.envelope.terminal, recorded.envelope.epoch, recorded.envelope.seq};
        std::visit([this](const auto& event) { on(event); }, recorded.event);
    }
    int counters_closed = 0;
    int visits_ended = 0;

  private:
    struct Sum {
        WallTime since{};
        ms told{};
    };
    static ms of(const std::optional<ms>& span) { return span.value_or(ms{0}); }

    void spend(const TicketId& ticket, const std::optional<ms>& span) { tickets_[ticket].told += of(span); }
    /// Both of them spent it.
    void at_counter(const TicketId& ticket, const CounterId& counter, const std::optional<ms>& span) {
        spend(ticket, span);
        counters_[counter].told += of(span);
    }
    template <class Event>
    void free(const Event& event) {
        counters_[event.counter].told += of(event.wrap_up_ms) + of(event.idle_ms);
    }
    void end(const TicketId& ticket) {
        const Sum& sum = tickets_.at(ticket);
        EXPECT_EQ(sum.told, at_ - sum.since) << "a visit whose parts are not the whole";
        ++visits_ended;
    }

    template <class Other>
    void on(const Other& /*event*/) {}
    void on(const TicketIssued& /*event*/) { tickets_[id_] = {at_, {}}; }
    void on(const CounterOpened& event) { counters_[event.counter] = {at_, {}}; }
    void on(const CounterClosed& event) {
        free(event);
        Sum& sum = counters_[event.counter];
        sum.told += of(event.paused_ms);
        EXPECT_EQ(sum.told, at_ - sum.since) << "time of " << event.counter.get() << " that nothing tells of";
        ++counters_closed;
    }
    void on(const CounterPaused& event) { free(event); }
    void on(const CounterResumed& event) { counters_[event.counter].told += of(event.paused_ms); }
    void on(const CounterReady& event) { counters_[event.counter].told += event.wrap_up_ms; }
    void on(const TicketCalled& event) {
        free(event);
        spend(event.ticket, event.wait_ms);
        called_[event.ticket] = event.counter;
    }
    void on(const TicketResumed& event) {
        free(event);
        spend(event.ticket, event.parked_ms);
        called_[event.ticket] = event.counter;
    }
    void on(const TicketUnparked& event) { spend(event.ticket, event.parked_ms); }
    void on(const TicketReturned& event) { spend(event.ticket, event.away_ms); }
    void on(const TicketParked& event) {
        at_counter(event.ticket, event.counter, of(event.walk_ms) + of(event.service_ms));
    }
    void on(const TicketTransferred& event) {
        at_counter(event.ticket, event.counter, of(event.walk_ms) + of(event.service_ms));
    }
    void on(const TicketNoShow& event) { at_counter(event.ticket, event.counter, event.walk_ms); }
    void on(const TicketCancelled& event) {
        if (event.walk_ms) {
            at_counter(event.ticket, called_.at(event.ticket), event.walk_ms);
        }
    }
    void on(const TicketExpired& event) {
        if (event.walk_ms) {
            at_counter(event.ticket, called_.at(event.ticket), event.walk_ms);
        }
    }
    void on(const ServingFinished& event) {
        at_counter(event.ticket, event.counter, of(event.walk_ms) + event.service_ms);
        if (!event.next) {
            end(event.ticket);
        }
    }

    WallTime at_{};
    TicketId id_;
    std::map<TicketId, Sum> tickets_;
    std::map<CounterId, Sum> counters_;
    std::map<TicketId, CounterId> called_;
};

/// A day of a small hall whose clock runs evenly.
class EvenDay {
  public:
    explicit EvenDay(std::uint64_t seed) : random_(seed) {
        hall_.config.ranges[0].last = 9999;
        hall_.config.ranges[1].last = 9999;
        hall_.config.calling.wrap_up = 20s;
        hall_.config.park.usual = minutes{2};
        hall_.config.counters[0].auto_call = true;
        hall_.open_hall();
    }
    Ledger walk(int steps) {
        for (int i = 0; i < steps; ++i) {
            hall_.pass(ms{static_cast<int>(random_.below(20'000))});
            for (const Command& command : due(hall_.state, hall_.config, hall_.context.now)) {
                static_cast<void>(hall_.run(command));
            }
            static_cast<void>(hall_.run(draw()));
        }
        hall_.must(CloseDay{});
        Ledger ledger;
        for (const RecordedEvent& recorded : hall_.log) {
            ledger.note(recorded);
        }
        return ledger;
    }

  private:
    CounterId counter() { return std::vector{c1, c2, c3}[random_.below(3)]; }
    ClerkId clerk() { return std::vector{li, wang}[random_.below(2)]; }
    TicketId ticket() {
        auto it = hall_.state.tickets.begin();
        std::advance(it, static_cast<std::ptrdiff_t>(random_.below(hall_.state.tickets.size())));
        return it->first;
    }
    Command draw() {
        const auto roll = random_.below(hall_.state.tickets.empty() ? 3 : 24);
        IssueTicket issue{mobile, {}, Channel::touch, "", false, ""};
        if (roll == 1) {
            issue.then = {bills, complaints, mobile};
        }
        switch (roll) {
            case 0:
            case 1:
            case 2:
                return issue;
            case 3:
            case 4:
            case 5:
                return CallNext{counter(), random_.below(2) == 0 ? Channel::page : Channel::handset};
            case 6:
            case 7:
                return FinishServing{counter(), {}, random_.below(2) == 0};
            case 8:
            case 9:
                return StartServing{counter()};
            case 10:
                return MarkNoShow{counter()};
            case 11:
                return ParkTicket{counter()};
            case 12:
                return ResumeTicket{counter(), std::nullopt, Channel::page};
            case 13:
                return TransferTicket{counter(), complaints};
            case 14:
                return PauseCounter{counter(), "lunch", false};
            case 15:
                return ResumeCounter{counter()};
            case 16:
                return CloseCounter{counter()};
            case 17:
            case 18:
                return SignIn{clerk(), counter()};
            case 19:
                return CancelTicket{ticket(), Channel::page};
            case 20:
                return ReturnTicket{ticket()};
            case 21:
                return ReadyCounter{counter()};
            case 22:
                return UnparkTicket{ticket()};
            default:
                return OpenCounter{counter()};
        }
    }

    SeededRandom random_;
    TestHall hall_;
};

class SumsOfTimes : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(SumsOfTimes, OfCountersAndVisitsAreAllTheTimeThereWas) {
    const Ledger ledger = EvenDay(GetParam()).walk(1'200);
    EXPECT_GT(ledger.counters_closed, 10);
    EXPECT_GT(ledger.visits_ended, 25);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SumsOfTimes, ::testing::Values(3u, 14u, 159u));

}  // namespace
}  // namespace jiaohao::domain::testing
