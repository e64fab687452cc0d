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
