// Several services in one visit, with one number; what was really done.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct Journey : ::testing::Test {
    TestHall hall;

    Journey() { hall.open_hall(); }

    static IssueTicket visit(std::vector<ServiceId> services) {
        IssueTicket command{services.front(), {}, Channel::touch, "", false, ""};
        command.then.assign(services.begin() + 1, services.end());
        return command;
    }
    TicketId take(std::vector<ServiceId> services) {
        return hall.must(visit(std::move(services))).ticket.value_or(TicketId{});
    }
    std::optional<TicketId> call(const CounterId& counter) {
        return hall.must(CallNext{counter, Channel::page}).ticket;
    }
    Answer finish(const CounterId& counter) { return hall.must(FinishServing{counter, {}, true}); }
};

TEST_F(Journey, GoesThroughItsServicesWithOneNumberAndIsRatedOnceAtTheEnd) {
    const TicketId id = take({mobile, complaints, bills});
    const std::string number = hall.ticket(id).number;
    EXPECT_EQ(hall.ticket(id).then, (std::vector{complaints, bills}));
    call(c1);
    Answer answer = finish(c1);
    EXPECT_EQ(answer.next, complaints);
    EXPECT_EQ(hall.last(), "serving.finished") << "nobody is asked in the middle of a visit";
    EXPECT_EQ(hall.ticket(id).service, complaints);
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting);
    EXPECT_EQ(call(c2), id);
    EXPECT_EQ(finish(c2).next, bills);
    EXPECT_EQ(call(c1), id);
    EXPECT_EQ(hall.all_of<RatingRequested>().size(), 0u);
    answer = finish(c1);
    EXPECT_EQ(answer.next, std::nullopt);
    EXPECT_EQ(hall.last(), "serving.finished rating.requested");
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::done);
    EXPECT_EQ(hall.ticket(id).number, number);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Journey, KeepsTheTimeOfArrivalInTheNextLine) {
    const TicketId id = take({mobile, complaints});
    const TicketId later = take({complaints});
    call(c1);
    hall.pass(minutes{5});
    finish(c1);
    EXPECT_EQ(call(c2), id) << "it came before the one who waits for complaints";
    EXPECT_EQ(call(c2), later);
}

TEST_F(Journey, IsRefusedWhenAStepIsUnknownClosedOrTheSameAgain) {
    EXPECT_EQ(hall.refused(visit({mobile, ServiceId("none")})), RefusalCode::service_unknown);
    EXPECT_EQ(hall.refused(visit({mobile, mobile})), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(visit({mobile, bills, bills})), RefusalCode::bad_arguments);
    hall.must(CloseService{complaints});
    EXPECT_EQ(hall.refused(visit({mobile, complaints})), RefusalCode::service_closed);
    take({mobile, bills, mobile});
}

TEST_F(Journey, HasABoundedNumberOfSteps) {
    hall.config.calling.longest_journey = 3;
    take({mobile, bills, mobile});
    EXPECT_EQ(hall.refused(visit({mobile, bills, mobile, bills})), RefusalCode::journey_too_long);
    call(c1);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {}, {bills}}), RefusalCode::journey_too_long);
    hall.config.calling.longest_journey = 1;
    EXPECT_EQ(hall.refused(visit({mobile, bills})), RefusalCode::journey_too_long);
    take({mobile});
}

TEST_F(Journey, IsBoundedAlsoWhereItIsExtendedStepByStep) {
    hall.config.calling.longest_journey = 3;
    const TicketId id = take({mobile});
    call(c1);
    hall.must(FinishServing{c1, {}, true, {}, {bills}});
    EXPECT_EQ(call(c1), id);
    hall.must(FinishServing{c1, {}, true, {}, {mobile}});
    EXPECT_EQ(call(c1), id);
    EXPECT_EQ(hall.ticket(id).steps_done, 2u);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {}, {bills}}), RefusalCode::journey_too_long);
    EXPECT_EQ(finish(c1).next, std::nullopt);
}

TEST_F(Journey, IsServedToTheEndAlsoWhenTheNextServiceHasClosed) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    hall.must(CloseService{complaints});
    EXPECT_EQ(finish(c1).next, complaints) << "the visit was accepted when the ticket was given";
    EXPECT_EQ(call(c2), id);
}

TEST_F(Journey, LeavesOutAServiceThatTheHallNoLongerHas) {
    const TicketId id = take({mobile, complaints, bills});
    call(c1);
    std::erase_if(hall.config.services, [](const ServiceConfig& one) { return one.id == complaints; });
    EXPECT_EQ(finish(c1).next, bills);
    EXPECT_EQ(hall.ticket(id).service, bills);
    EXPECT_TRUE(hall.ticket(id).then.empty());
}

TEST_F(Journey, IsExtendedByTheClerkAfterWhatWasPlanned) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {}, {complaints}}), RefusalCode::bad_arguments)
        << "complaints comes last already";
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {}, {ServiceId("none")}}),
              RefusalCode::service_unknown);
    EXPECT_EQ(hall.must(FinishServing{c1, {}, true, {}, {bills}}).next, complaints);
    EXPECT_EQ(hall.ticket(id).then, (std::vector{bills}));
}

TEST_F(Journey, ATicketWithoutStepsCanBeSentOnByItsFinish) {
    const TicketId id = take({mobile});
    call(c1);
    EXPECT_EQ(hall.must(FinishServing{c1, {}, true, {}, {bills}}).next, bills);
    EXPECT_EQ(call(c1), id);
    EXPECT_EQ(finish(c1).next, std::nullopt);
}

TEST_F(Journey, GoesOnWhenTheClerkCallsTheNextOneWithoutAFinish) {
    const TicketId id = take({mobile, complaints});
    take({mobile});
    call(c1);
    call(c1);
    EXPECT_EQ(hall.last(), "serving.finished ticket.called");
    EXPECT_EQ(hall.all_of<ServingFinished>().back().next, complaints);
    EXPECT_EQ(hall.ticket(id).service, complaints);
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting);
}

TEST_F(Journey, GoesOnWhenItsCounterCloses) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    hall.must(SignOut{c1});
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting);
    EXPECT_EQ(call(c2), id);
}

TEST_F(Journey, AFinishKeyInTheMiddleLeavesTheRatingOfTheOneBeforeAlone) {
    take({mobile});
    take({mobile, bills});
    call(c1);
    finish(c1);
    const TicketId rated = hall.counter(c1).rating->ticket;
    call(c1);
    finish(c1);
    EXPECT_EQ(hall.counter(c1).rating->ticket, rated) << "it has its own end";
}

TEST_F(Journey, ATransferKeepsTheRestOfIt) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    hall.must(TransferTicket{c1, bills});
    EXPECT_EQ(hall.ticket(id).then, (std::vector{complaints}));
    call(c1);
    EXPECT_EQ(finish(c1).next, complaints);
}

TEST_F(Journey, ATransferToTheNextStepIsThatStep) {
    const TicketId id = take({mobile, complaints, bills});
    call(c1);
    hall.must(TransferTicket{c1, complaints});
    EXPECT_EQ(hall.ticket(id).then, (std::vector{bills}));
}

TEST_F(Journey, EndsWithTheDayAndIsNotLeftInALine) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    hall.must(StartServing{c1});
    hall.must(CloseDay{});
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::expired) << "the rest of the visit did not come about";
    EXPECT_EQ(hall.all_of<TicketExpired>().back().cause, ExpiryCause::day_closed);
}

TEST_F(Journey, LaterStepsTeachHowFastTheLineMovesButNotHowLongNewcomersWait) {
    take({mobile, complaints});
    call(c1);
    hall.pass(minutes{20});
    const auto learnt = hall.state.waits;
    finish(c1);
    const auto line = hall.state.services.at(complaints).wait;
    hall.pass(minutes{1});
    call(c2);
    EXPECT_TRUE(hall.state.waits == learnt) << "its promise was for the first service, and was scored";
    EXPECT_EQ(hall.state.services.at(complaints).wait.last_wait, line.last_wait);
    EXPECT_EQ(hall.state.services.at(complaints).promises.n, 0u);
    EXPECT_EQ(hall.state.services.at(mobile).promises.n, 1u);
}

TEST_F(Journey, WhoComesFromAnotherServiceIsNotTakenForAnHourOfWaiting) {
    const TicketId id = take({mobile, complaints});
    call(c1);
    hall.must(PauseCounter{c2, "lunch", false});
    hall.pass(minutes{60});
    finish(c1);
    ASSERT_EQ(hall.ticket(id).service, complaints);
    const TicketId fresh = take({complaints});
    ASSERT_TRUE(hall.ticket(fresh).features.has_value());
    const auto& row = hall.ticket(fresh).features->row;
    EXPECT_DOUBLE_EQ(row[2], row[5]) << "nobody waits here who tells how long; the length of the queue does";
}

TEST_F(Journey, WhatWasDoneIsRecordedAndBounded) {
    take({mobile});
    call(c1);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {{ServiceId("none"), 1}}}),
              RefusalCode::service_unknown);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {{mobile, 0}}}), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, {{mobile, 1000}}}), RefusalCode::bad_arguments);
    std::map<ServiceId, std::uint32_t> many;
    for (int i = 0; i < 21; ++i) {
        many[ServiceId("s" + std::to_string(i))] = 1;
    }
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, true, many}), RefusalCode::bad_arguments);
    hall.must(FinishServing{c1, {}, true, {{mobile, 2}, {bills, 999}}});
    EXPECT_EQ(hall.all_of<ServingFinished>().back().done,
              (std::map<ServiceId, std::uint32_t>{{mobile, 2}, {bills, 999}}));
}

TEST_F(Journey, IsShownWithTheTicket) {
    const TicketId id = take({mobile, complaints});
    const HallView view = domain::view(hall.state, hall.config, {hall.context.now, true, std::nullopt});
    ASSERT_EQ(view.tickets.size(), 1u);
    EXPECT_EQ(view.tickets[0].id, id);
    EXPECT_EQ(view.tickets[0].then, (std::vector{complaints}));
}

}  // namespace
}  // namespace jiaohao::domain::testing
