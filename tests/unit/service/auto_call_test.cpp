// Calls that the hall makes by itself, through its loop and its journal.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class SelfCallingHall : public HallFixture {
  protected:
    void open_calling() {
        service::HallOptions made = options();
        for (domain::CounterConfig& counter : made.config.counters) {
            counter.auto_call = true;
        }
        made.config.calling.auto_call_after = seconds{5};
        made.config.park.usual = minutes{10};
        hall_ = std::make_unique<service::HallThread>(made, journal_, *journal_.reopen(), clock_, log_);
        hall_->add_observer(watcher_);
        hall_->start();
        open_day();
    }
    bool wait_for(std::string_view type, std::size_t n) {
        return watcher_.wait([&](const Watcher& seen) { return seen.count(type) >= n; });
    }
    std::vector<domain::TicketCalled> calls() {
        std::vector<domain::TicketCalled> all;
        static_cast<void>(watcher_.wait([&](const Watcher& seen) {
            for (const auto& recorded : seen.events_) {
                if (const auto* one = std::get_if<domain::TicketCalled>(&recorded.event)) {
                    all.push_back(*one);
                }
            }
            return true;
        }));
        return all;
    }
};

TEST_F(SelfCallingHall, CallsForEveryCounterThatHasNobody) {
    open_calling();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(run(ticket()));
    }
    clock_.turn(seconds{6});
    ASSERT_TRUE(wait_for("ticket.called", 2));
    ASSERT_TRUE(run(domain::FinishServing{domain::CounterId{"c1"}, {}, false}));
    clock_.turn(seconds{6});
    ASSERT_TRUE(wait_for("ticket.called", 3));
    std::set<domain::TicketId> called;
    for (const domain::TicketCalled& one : calls()) {
        EXPECT_EQ(one.channel, domain::Channel::system);
        EXPECT_TRUE(called.insert(one.ticket).second) << "called twice";
    }
}

TEST_F(SelfCallingHall, CallsOnceHoweverOftenTheJournalFails) {
    open_calling();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(run(ticket()));
    }
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(seconds{6});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 5; }));
    EXPECT_EQ(watcher_.count("ticket.called"), 0U);
    journal_.mend();
    ASSERT_TRUE(wait_for("ticket.called", 2));
    ASSERT_TRUE(run(ticket()));
    const auto made = calls();
    ASSERT_EQ(made.size(), 2U);
    EXPECT_NE(made[0].ticket, made[1].ticket);
    EXPECT_NE(made[0].counter, made[1].counter);
}

TEST_F(SelfCallingHall, AParkedTicketComesBackWhenItsTimeIsOver) {
    open_calling();
    ASSERT_TRUE(run(ticket()));
    clock_.turn(seconds{6});
    ASSERT_TRUE(wait_for("ticket.called", 1));
    const domain::CounterId counter = calls().front().counter;
    ASSERT_TRUE(run(domain::ParkTicket{counter}));
    EXPECT_EQ(watcher_.count("ticket.unparked"), 0U);
    clock_.turn(minutes{10});
    ASSERT_TRUE(wait_for("ticket.unparked", 1));
    ASSERT_TRUE(wait_for("ticket.called", 2));
    EXPECT_EQ(calls().back().counter, counter) << "back at the counter that parked it";
}

}  // namespace
}  // namespace jiaohao::testing
