// What becomes of those who wait when a service's last hours end.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/schedule.hpp"
#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

TEST(Closing, ServesThoseWhoStillWait) {
    ClockedHall hall = with_hours();
    hall.open_at(monday, 9h);
    const TicketId waiting = hall.issue(mobile);
    hall.turn_to(monday, 17h);
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::waiting);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    hall.must(FinishServing{c1});
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::done);
}

TEST(Closing, SendsHomeThoseWhoStillWaitWhenTheLastHoursEndAndNotBefore) {
    ClockedHall hall = with_hours();
    hall.config.services[0].at_closing = ClosingRule::expire;
    hall.open_at(monday, 9h);
    const TicketId mine = hall.issue(mobile);
    const TicketId other = hall.issue(bills);
    hall.turn_to(monday, 12h);
    EXPECT_EQ(hall.ticket(mine).status, TicketStatus::waiting) << "a break sends nobody home";
    hall.turn_to(monday, 13h);
    hall.must(CloseService{mobile});
    hall.run_due();
    EXPECT_EQ(hall.ticket(mine).status, TicketStatus::waiting) << "nor does a manager";
    hall.turn_to(monday, 17h);
    EXPECT_EQ(hall.ticket(mine).status, TicketStatus::expired);
    EXPECT_EQ(hall.all_of<TicketExpired>().back().cause, ExpiryCause::service_closed);
    EXPECT_EQ(hall.ticket(other).status, TicketStatus::waiting);
}

/// Their turn had begun: parked, sent on, or on the way to the next step of a visit when the service closed.
TEST(Closing, SendsNobodyHomeWhoWasCalledBefore) {
    ClockedHall hall = with_hours();
    hall.config.services[0].at_closing = ClosingRule::expire;
    hall.open_at(monday, 16h);
    const TicketId parked = hall.issue(mobile);
    const TicketId back = hall.issue(mobile);
    const TicketId goes_on = hall.must(IssueTicket{bills, {}, {}, "", true, "", std::nullopt, {mobile}})
                                 .ticket.value_or(TicketId{});
    const TicketId waits = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1, minutes{65}});
    hall.must(CallNext{c2, Channel::page});
    hall.must(CallTicket{c1, goes_on, Channel::page});
    hall.turn_to(monday, 17h);
    EXPECT_EQ(hall.ticket(waits).status, TicketStatus::expired);
    hall.must(TransferTicket{c2, std::nullopt, c1});
    hall.must(StartServing{c1});
    hall.must(FinishServing{c1});
    hall.turn_to(monday, 17h + minutes{6});
    for (const TicketId& id : {parked, back, goes_on}) {
        EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting) << hall.ticket(id).number;
    }
    const auto next = next_due(hall.state, hall.config, hall.context.now, hall.context.local);
    EXPECT_FALSE(next && *next <= hall.context.now) << "nothing is to be done about them";
    std::set<TicketId> called;
    for (int i = 0; i < 3; ++i) {
        called.insert(hall.must(CallNext{c1, Channel::page}).ticket.value_or(TicketId{}));
    }
    EXPECT_EQ(called, (std::set{parked, back, goes_on}));
    hall.must(CloseDay{});
}

TEST(Closing, SendsAThousandHomeInSmallRounds) {
    ClockedHall hall = with_hours();
    hall.config.services[0].at_closing = ClosingRule::expire;
    hall.config.ranges[0].last = 2000;
    hall.open_at(monday, 9h);
    for (int i = 0; i < 300; ++i) {
        hall.issue(mobile);
    }
    hall.at(monday, 17h);
    std::size_t rounds = 0;
    for (auto commands = due(hall.state, hall.config, hall.context.now, hall.context.local);
         !commands.empty(); commands = due(hall.state, hall.config, hall.context.now, hall.context.local)) {
        EXPECT_LE(commands.size(), schedule::most_at_once);
        EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now, hall.context.local), hall.context.now);
        for (const Command& command : commands) {
            hall.must(command);
        }
        ASSERT_LT(++rounds, 20u);
    }
    EXPECT_EQ(hall.all_of<TicketExpired>().size(), 300u);
    EXPECT_TRUE(hall.state.services.at(mobile).line.empty());
}

TEST(Closing, WhoWasNotThereDoesNotReturnToAServiceThatSendsHome) {
    ClockedHall hall = with_hours();
    hall.config.services[0].at_closing = ClosingRule::expire;
    hall.open_at(monday, 9h);
    hall.at(monday, 16h + minutes{55});
    const TicketId away = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(MarkNoShow{c1});
    hall.turn_to(monday, 17h);
    EXPECT_EQ(hall.refused(ReturnTicket{away}), RefusalCode::service_outside_hours);
    hall.must(OpenService{mobile});
    hall.must(ReturnTicket{away});
}

}  // namespace
}  // namespace jiaohao::domain::testing
