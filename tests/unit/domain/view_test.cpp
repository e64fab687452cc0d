// Views.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <algorithm>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

HallView see(const TestHall& hall) {
    return view(hall.state, hall.config, {hall.context.now, true, std::nullopt});
}

HallView changed(const TestHall& hall, std::size_t since) {
    const std::vector<RecordedEvent> events(hall.log.begin() + static_cast<std::ptrdiff_t>(since),
                                            hall.log.end());
    return delta(hall.state, hall.config, {hall.context.now, true, std::nullopt}, events);
}

template <class Row, class Id>
const Row* row(const std::vector<Row>& rows, const Id& id) {
    const auto found = std::ranges::find(rows, id, &Row::id);
    return found == rows.end() ? nullptr : &*found;
}

TEST(View, ShowsLinesCountersAndCalls) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(mobile);
    hall.pass(60s);
    const auto second = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(Recall{c1});
    const HallView seen = see(hall);
    EXPECT_TRUE(seen.hall->day_open);
    EXPECT_EQ(seen.hall->tickets_refused, std::nullopt);
    EXPECT_EQ(seen.services[0].waiting, 1u);
    EXPECT_EQ(seen.services[0].counters_open, 2u);
    EXPECT_EQ(seen.services[0].oldest_issued_at, hall.ticket(second).issued_at);
    EXPECT_TRUE(seen.services[0].expected.has_value());
    EXPECT_EQ(seen.counters[0].ticket->id, first);
    EXPECT_EQ(seen.counters[0].waiting, 1u);
    ASSERT_EQ(seen.calls.size(), 1u);
    EXPECT_EQ(seen.calls[0].number, "A01");
    EXPECT_EQ(seen.calls[0].counter_label, "1");
    EXPECT_EQ(seen.calls[0].recall, 1u);
    EXPECT_EQ(seen.tickets.size(), 2u);
}

TEST(View, SaysThatAClosedDayGivesNoTickets) {
    TestHall hall;
    EXPECT_EQ(see(hall).hall->tickets_refused, RefusalCode::day_not_open);
}

TEST(View, ShowsTheNewestTwelveCalls) {
    TestHall hall;
    hall.open_hall();
    for (int i = 0; i < 15; ++i) {
        hall.issue(mobile);
        hall.must(CallNext{c1, Channel::page});
    }
    const auto calls = see(hall).calls;
    ASSERT_EQ(calls.size(), 12u);
    EXPECT_EQ(calls.front().number, "A15");
    EXPECT_EQ(calls.back().number, "A04");
}

TEST(View, ShowsWhatBecameOfThePaper) {
    TestHall hall;
    hall.open_hall();
    const auto id = hall.issue(mobile);
    EXPECT_EQ(row(see(hall).tickets, id)->paper, "printing");
    hall.must(PrintSucceeded{id, 1, {}, {}});
    EXPECT_EQ(row(see(hall).tickets, id)->paper, "printed");
    const auto screen = hall.must(IssueTicket{mobile, {}, {}, "", false, ""}).ticket.value();
    EXPECT_EQ(row(see(hall).tickets, screen)->paper, "screen");
}

/// li calls the first of the line, who is not there.
TicketId miss_a_call(TestHall& hall) {
    const auto missed = hall.issue(mobile);
    hall.must(CallTicket{c1, missed, Channel::page});
    hall.must(MarkNoShow{c1});
    return missed;
}

TEST(View, ShowsANoShowAsLongAsItMayComeBack) {
    TestHall hall;
    hall.open_hall();
    const auto missed = miss_a_call(hall);
    const auto until = hall.context.now + hall.config.return_grace;
    hall.pass(hall.config.return_grace - 1s);
    const HallView seen = see(hall);
    const TicketView* const shown = row(seen.tickets, missed);
    ASSERT_NE(shown, nullptr);
    EXPECT_EQ(shown->status, TicketStatus::no_show);
    EXPECT_EQ(shown->counter, c1);
    EXPECT_EQ(shown->return_until, until);
    hall.pass(1s);
    EXPECT_TRUE(see(hall).tickets.empty());
}

TEST(View, ShowsNoNoShowOnceTheDayIsClosedOrItIsBack) {
    TestHall hall;
    hall.open_hall();
    const auto missed = miss_a_call(hall);
    hall.must(ReturnTicket{missed});
    EXPECT_EQ(row(see(hall).tickets, missed)->return_until, std::nullopt);
    hall.must(CallTicket{c1, missed, Channel::page});
    hall.must(MarkNoShow{c1});
    hall.must(CloseDay{});
    EXPECT_TRUE(see(hall).tickets.empty());
}

TEST(View, NamesEachNoShowWhoseTimeIsOverOnce) {
    TestHall hall;
    hall.open_hall();
    const auto first = miss_a_call(hall);
    const WallTime until = hall.context.now + hall.config.return_grace;
    hall.pass(60s);
    const auto second = miss_a_call(hall);
    const auto over = [&](WallTime since, WallTime now) {
        return no_longer_returnable(hall.state, hall.config, since, now);
    };
    EXPECT_EQ(over(until - 10s, until - 1s), std::vector<TicketId>{});
    EXPECT_EQ(over(until - 1s, until), std::vector{first});
    EXPECT_EQ(over(until, until + 59s), std::vector<TicketId>{});
    EXPECT_EQ(over(until, until + 60s), std::vector{second});
}

/// The last ticket of the hall is called at `from` and sent on.
TicketId send(TestHall& hall, const CounterId& from, const TransferTicket& where) {
    const auto sent = hall.issue(mobile);
    hall.must(CallTicket{from, sent, Channel::page});
    hall.must(where);
    return sent;
}
std::uint32_t waiting_at(const TestHall& hall, const CounterId& counter) {
    const HallView seen = see(hall);
    return row(seen.counters, counter)->waiting;
}

TEST(View, CountsForACounterOnlyThoseItMayCall) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    send(hall, c2, {c2, {}, c1, {}});
    EXPECT_EQ(waiting_at(hall, c1), 2u);
    EXPECT_EQ(waiting_at(hall, c2), 1u);
    hall.must(CallNext{c2, Channel::page});
    EXPECT_EQ(waiting_at(hall, c2), 0u);
    EXPECT_EQ(hall.refused(CallNext{c2, Channel::page}), RefusalCode::nobody_waiting);
}

TEST(View, CountsWhoWasSentToAClerkWhoeverServesTheService) {
    TestHall hall;
    hall.open_hall();
    send(hall, c1, {c1, complaints, {}, wang});
    send(hall, c2, {c2, bills, {}, wang});
    EXPECT_EQ(waiting_at(hall, c1), 0u);
    EXPECT_EQ(waiting_at(hall, c2), 2u);
}

TEST(View, CountsWhoWasSentToSomebodyAwayAsEverybodyElse) {
    TestHall hall;
    hall.open_hall();
    send(hall, c2, {c2, {}, c1, {}});
    send(hall, c2, {c2, {}, {}, li});
    EXPECT_EQ(waiting_at(hall, c2), 0u);
    hall.must(SignOut{c1});
    EXPECT_EQ(waiting_at(hall, c2), 2u);
    hall.must(CallNext{c2, Channel::page});
}

TEST(View, CountsApartWhoWaitsForAServiceThatACounterHelpsOutWith) {
    TestHall hall;
    hall.config.counters[1].also = {bills, mobile};
    hall.open_hall();
    hall.issue(bills);
    hall.issue(bills);
    hall.issue(complaints);
    const CounterView helps = see(hall).counters[1];
    EXPECT_EQ(helps.also, hall.config.counters[1].also);
    EXPECT_EQ(helps.waiting, 1u);
    EXPECT_EQ(helps.waiting_also, 2u);
}

TEST(View, SaysWhichServicesKeepTheirQueueOverNight) {
    TestHall hall;
    hall.config.services[1].at_closing = ClosingRule::keep;
    EXPECT_FALSE(see(hall).services[0].keeps);
    EXPECT_TRUE(see(hall).services[1].keeps);
}

/// Applies a delta as a client does.
void merge(HallView& mine, const HallView& news) {
    const auto merge_rows = [](auto& rows, const auto& changes) {
        for (const auto& change : changes) {
            const auto found = std::ranges::find(rows, change.id, [](const auto& one) { return one.id; });
            if (found == rows.end()) {
                rows.push_back(change);
            } else {
                *found = change;
            }
        }
    };
    mine.hall = news.hall ? news.hall : mine.hall;
    merge_rows(mine.services, news.services);
    merge_rows(mine.counters, news.counters);
    merge_rows(mine.tickets, news.tickets);
    merge_rows(mine.devices, news.devices);
    merge_rows(mine.alerts, news.alerts);
    for (const TicketId& gone : news.tickets_gone) {
        std::erase_if(mine.tickets, [&](const TicketView& one) { return one.id == gone; });
    }
    for (const AlertId& gone : news.alerts_gone) {
        std::erase_if(mine.alerts, [&](const AlertView& one) { return one.id == gone; });
    }
}

void expect_same_rows(HallView mine, HallView full) {
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::ranges::sort(mine.tickets, by_id);
    std::ranges::sort(full.tickets, by_id);
    std::ranges::sort(mine.alerts, by_id);
    std::ranges::sort(full.alerts, by_id);
    EXPECT_EQ(mine.hall, full.hall);
    EXPECT_EQ(mine.services, full.services);
    EXPECT_EQ(mine.counters, full.counters);
    EXPECT_EQ(mine.tickets, full.tickets);
    EXPECT_EQ(mine.devices, full.devices);
    EXPECT_EQ(mine.alerts, full.alerts);
}

TEST(Delta, KeepsAClientEqualToASnapshot) {
    TestHall hall;
    HallView mine = see(hall);
    std::size_t since = hall.log.size();
    const auto step = [&](const Command& command) {
        const auto answer = hall.must(command);
        merge(mine, changed(hall, since));
        since = hall.log.size();
        expect_same_rows(mine, see(hall));
        return answer;
    };
    const IssueTicket take{mobile, {}, {}, "", true, ""};
    step(OpenDay{day_one});
    step(SignIn{li, c1});
    const auto first = step(take).ticket.value();
    const auto second = step(take).ticket.value();
    step(PrintSucceeded{first, 1, {}, {}});
    step(SignIn{wang, c2});
    step(CallNext{c1, Channel::page});
    step(Recall{c1});
    step(StartServing{c1});
    step(TransferTicket{c1, complaints});
    step(CallNext{c2, Channel::page});
    step(FinishServing{c2});
    step(PressPad{c2, 4, line, 1, 0});
    step(CallNext{c1, Channel::page});
    step(MarkNoShow{c1});
    step(ReturnTicket{second});
    step(CallTicket{c1, second, Channel::page});
    step(ParkTicket{c1});
    step(ResumeTicket{c1, std::nullopt});
    step(PauseCounter{c1, "lunch", false});
    step(ReportDevice{printer, DeviceKind::printer, DeviceState::fault, "paper_out"});
    step(RaiseAlert{AlertId("x"), "paper_out", "printer", {}});
    step(ResolveAlert{AlertId("x"), "new roll"});
    step(take);
    step(CloseService{mobile});
    step(CloseDay{});
    step(OpenDay{day_two});
    EXPECT_EQ(first.seq, Seq(8));
}

/// A client that hears every step, and has after each of them what a snapshot would give.
struct Client {
    TestHall& hall;
    HallView mine = see(hall);
    std::size_t since = hall.log.size();

    void step(const Command& command) {
        hall.must(command);
        merge(mine, changed(hall, since));
        since = hall.log.size();
        expect_same_rows(mine, see(hall));
    }
};

TEST(Delta, KeepsNoShowsUntilTheDayCloses) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(mobile);
    hall.issue(mobile);
    Client client{hall};
    client.step(CallTicket{c1, first, Channel::page});
    client.step(MarkNoShow{c1});
    EXPECT_EQ(row(client.mine.tickets, first)->status, TicketStatus::no_show);
    const WallTime before = hall.context.now;
    hall.pass(3600s);
    client.step(NoteClock{before, hall.context.now});
    client.step(CallNext{c2, Channel::page});
    client.step(MarkNoShow{c2});
    client.step(ReturnTicket{first});
    client.step(CloseDay{});
    EXPECT_TRUE(client.mine.tickets.empty());
}

TEST(Delta, CountsAnewWhoMayBeCalledWhenSomebodyComesOrGoes) {
    TestHall hall;
    hall.config.counters[2].also = {mobile};
    hall.open_hall();
    const auto first = hall.issue(mobile);
    const auto second = hall.issue(mobile);
    Client client{hall};
    client.step(CallTicket{c1, first, Channel::page});
    client.step(TransferTicket{c1, {}, {}, wang});
    client.step(CallTicket{c1, second, Channel::page});
    client.step(TransferTicket{c1, complaints, c1, {}});
    client.step(SignOut{c2});
    client.step(SignIn{wang, c3});
    client.step(SignOut{c1});
    client.step(SignIn{li, c2});
    client.step(CallTicket{c2, first, Channel::page});
    client.step(CallTicket{c2, second, Channel::page});
}

TEST(Delta, HoldsOnlyWhatChanged) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.issue(mobile);
    const std::size_t since = hall.log.size();
    hall.issue(complaints);
    const HallView news = changed(hall, since);
    EXPECT_EQ(news.hall, std::nullopt);
    EXPECT_EQ(news.tickets.size(), 1u);
    ASSERT_EQ(news.services.size(), 1u);
    EXPECT_EQ(news.services[0].id, complaints);
    ASSERT_EQ(news.counters.size(), 1u);
    EXPECT_EQ(news.counters[0].id, c2);
}

}  // namespace
}  // namespace jiaohao::domain::testing
