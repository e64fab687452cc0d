// The duty manager and the counters: messages, help, alerts seen. Commands that come too late, twice or from the wrong
// place are refused by name.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct Talk : ::testing::Test {
    TestHall hall;

    Talk() {
        hall.config.messages = {{"break_now", {}}, {"own", {{"en", "Come to the vault"}}}};
        hall.open_hall();
    }
    MessageId send(const std::string& code = "break_now") {
        return hall.must(SendMessage{c1, code}).message.value_or(MessageId{});
    }
    CounterView row() {
        return domain::view(hall.state, hall.config, {hall.context.now, true, std::nullopt}).counters.at(0);
    }
};

TEST_F(Talk, AMessageIsShownAtItsCounterUntilItIsRead) {
    const MessageId id = send("own");
    EXPECT_EQ(hall.last(), "message.sent");
    ASSERT_EQ(row().messages.size(), 1u);
    EXPECT_EQ(row().messages[0].id, id);
    EXPECT_EQ(row().messages[0].text.at("en"), "Come to the vault");
    hall.must(ReadMessage{c1, id});
    EXPECT_EQ(hall.last(), "message.read");
    EXPECT_TRUE(row().messages.empty());
    hall.must(ReadMessage{c1, id});
    EXPECT_EQ(hall.last(), "") << "read already";
    EXPECT_TRUE(replay(hall.log) == hall.state);
    EXPECT_EQ(hall.refused(ReadMessage{c1, MessageId{"nope"}}), RefusalCode::message_unknown);
    EXPECT_EQ(
        hall.refused(ReadMessage{c1, MessageId{to_string(TicketId{hall.context.terminal, hall.state.epoch,
                                                                  hall.context.next_seq})}}),
        RefusalCode::message_unknown)
        << "one that is still to come";
}

TEST_F(Talk, AMessageIsOneOfTheHallsAndGoesToACounterThatIsOpen) {
    EXPECT_EQ(hall.refused(SendMessage{c1, "you are late"}), RefusalCode::message_unknown);
    EXPECT_EQ(hall.refused(SendMessage{c3, "break_now"}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.refused(SendMessage{CounterId("nowhere"), "break_now"}), RefusalCode::counter_unknown);
}

TEST_F(Talk, UnreadMessagesOfACounterAreBounded) {
    for (std::size_t i = 0; i < most_messages; ++i) {
        send();
    }
    EXPECT_EQ(hall.refused(SendMessage{c1, "break_now"}), RefusalCode::messages_full);
}

TEST_F(Talk, HelpIsCalledOnceUntilSomebodyCame) {
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "help.requested alert.raised");
    const AlertId alert{"help-c1"};
    EXPECT_EQ(hall.state.alerts.at(alert).code, "help");
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "") << "called already";
    hall.must(AcknowledgeAlert{alert});
    EXPECT_EQ(hall.last(), "alert.acknowledged");
    hall.must(AcknowledgeAlert{alert});
    EXPECT_EQ(hall.last(), "");
    const HallView seen = delta(hall.state, hall.config, {hall.context.now, true, std::nullopt},
                                {hall.log.end() - 1, hall.log.end()});
    ASSERT_EQ(seen.alerts.size(), 1u);
    EXPECT_EQ(seen.alerts[0].acknowledged_at, hall.context.now);
    hall.must(ResolveAlert{alert, "was there"});
    EXPECT_EQ(hall.refused(AcknowledgeAlert{alert}), RefusalCode::alert_unknown);
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "help.requested alert.raised");
}

TEST_F(Talk, HelpIsCalledFromACounterThatIsOpen) {
    EXPECT_EQ(hall.refused(RequestHelp{c3}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.refused(RequestHelp{CounterId("nowhere")}), RefusalCode::counter_unknown);
    EXPECT_EQ(hall.refused(ReadyCounter{c3}), RefusalCode::counter_not_open);
}

TEST_F(Talk, ACounterShowsWhatIsParkedThereAndHowItStands) {
    hall.config.calling.wrap_up = 30s;
    const TicketId parked = hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1, minutes{5}});
    EXPECT_EQ(row().parked, std::vector{parked});
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(row().idle_since, std::nullopt);
    hall.must(FinishServing{c1, {}, false});
    EXPECT_EQ(row().wrap_up_until, hall.context.now + 30s);
    EXPECT_EQ(row().idle_since, hall.context.now);
    hall.must(ReadyCounter{c1});
    EXPECT_EQ(row().wrap_up_until, std::nullopt);
}

using WrongHands = Talk;

TEST_F(WrongHands, AClerkAtTwoCountersIsRefused) {
    hall.must(SignOut{c2});
    EXPECT_EQ(hall.refused(SignIn{li, c2}), RefusalCode::clerk_elsewhere);
    EXPECT_EQ(hall.refused(SignIn{wang, c1}), RefusalCode::counter_taken);
    EXPECT_EQ(hall.refused(CallNext{c2, Channel::page}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.run(SignIn{li, c2}).error().params.at("counter"), "c1") << "says where to sign out";
}

TEST_F(WrongHands, ASecondPressIsRefusedOrChangesNothing) {
    const TicketId id = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    hall.must(StartServing{c1});
    EXPECT_EQ(hall.last(), "");
    hall.must(FinishServing{c1, {}, false});
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, false}), RefusalCode::counter_has_no_ticket);
    EXPECT_EQ(hall.refused(MarkNoShow{c1}), RefusalCode::counter_has_no_ticket);
    EXPECT_EQ(hall.refused(ParkTicket{c1}), RefusalCode::counter_has_no_ticket);
    EXPECT_EQ(hall.refused(TransferTicket{c1, bills}), RefusalCode::counter_has_no_ticket);
    EXPECT_EQ(hall.refused(ReturnTicket{id}), RefusalCode::ticket_not_returnable);
}

TEST_F(WrongHands, TicketsThatAreGoneAreRefusedByName) {
    const TicketId called = hall.issue(mobile);
    const TicketId waiting = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.refused(CallTicket{c2, called, Channel::page}), RefusalCode::ticket_not_waiting)
        << "another counter called it already";
    EXPECT_EQ(hall.refused(ResumeTicket{c2, called}), RefusalCode::ticket_not_parked);
    hall.must(CancelTicket{waiting, Channel::page});
    EXPECT_EQ(hall.refused(CallTicket{c2, waiting, Channel::page}), RefusalCode::ticket_not_waiting);
    EXPECT_EQ(hall.refused(CancelTicket{waiting, Channel::page}), RefusalCode::ticket_not_waiting);
    hall.must(CloseDay{});
    hall.open_hall_on(day_two);
    for (const Command& command : std::vector<Command>{
             CallTicket{c1, called, Channel::page}, CancelTicket{called, Channel::page}, ReturnTicket{called},
             ResumeTicket{c1, called}, UnparkTicket{called}, ExpireTicket{called, {}}, ReprintTicket{called},
             GiveRating{called, 1, Channel::touch}}) {
        EXPECT_EQ(hall.refused(command), RefusalCode::ticket_unknown) << "yesterday's ticket";
    }
}

}  // namespace
}  // namespace jiaohao::domain::testing
