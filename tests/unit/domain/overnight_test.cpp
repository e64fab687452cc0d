// A queue that is kept for the next day.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/base/random.hpp"
#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using std::literals::operator""min;

struct Overnight : ::testing::Test {
    Overnight() {
        hall.config.services[0].at_closing = ClosingRule::keep;
        hall.open_at(monday, 9h);
    }
    void next_morning() {
        hall.must(CloseDay{});
        hall.open_at(tuesday, 9h);
    }
    std::string number_of(const TicketId& id) { return hall.ticket(id).number; }
    ClockedHall hall;
};

TEST_F(Overnight, ThoseWhoWaitAreKeptAndTheOthersExpire) {
    const TicketId first = hall.issue(mobile);
    const TicketId other = hall.issue(bills);
    const TicketId second = hall.issue(mobile);
    hall.must(CloseDay{});
    EXPECT_EQ(hall.all_of<DayClosed>().back().kept, std::vector<ServiceId>{mobile});
    EXPECT_EQ(hall.ticket(first).status, TicketStatus::waiting);
    EXPECT_EQ(hall.ticket(other).status, TicketStatus::expired);
    EXPECT_EQ(hall.all_of<TicketExpired>().back().cause, ExpiryCause::day_closed);
    hall.open_at(tuesday, 9h);
    EXPECT_EQ(hall.state.tickets.size(), 2u);
    EXPECT_EQ(hall.ticket(first).from_day, monday);
    EXPECT_TRUE(hall.state.kept.empty());
    const TicketId today = hall.issue(mobile);
    for (const TicketId& expected : {first, second, today}) {
        EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, expected);
    }
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Overnight, ADayWithoutAnybodyToKeepSaysNothing) {
    hall.issue(bills);
    hall.must(CloseDay{});
    EXPECT_FALSE(hall.all_of<DayClosed>().back().kept.has_value());
}

TEST_F(Overnight, WhoWasParkedWaitsAgain) {
    const TicketId parked = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    next_morning();
    EXPECT_EQ(hall.ticket(parked).status, TicketStatus::waiting);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, parked) << "tomorrow's clerks sit elsewhere";
}

TEST_F(Overnight, WhoWasCalledOrServedIsNotKept) {
    const TicketId called = hall.issue(mobile);
    const TicketId served = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(CallNext{c2, Channel::page});
    hall.must(StartServing{c2});
    hall.must(CloseDay{});
    EXPECT_EQ(hall.ticket(called).status, TicketStatus::expired);
    EXPECT_EQ(hall.ticket(served).status, TicketStatus::done);
}

TEST_F(Overnight, NumbersOfThoseWhoWereKeptAreNotGivenAgain) {
    std::vector<TicketId> kept;
    for (int i = 0; i < 3; ++i) {
        kept.push_back(hall.issue(mobile));
    }
    hall.must(CancelTicket{kept[1], Channel::page});
    next_morning();
    EXPECT_EQ(number_of(hall.issue(bills)), "A02") << "A01 and A03 live";
    EXPECT_EQ(number_of(hall.issue(mobile)), "A04");
    // The number of one who was served meanwhile stays his for the day: he may come back to rate or complain.
    hall.must(CallNext{c1, Channel::page});
    hall.must(MarkNoShow{c1});
    EXPECT_EQ(number_of(hall.issue(mobile)), "A05");
    hall.must(ReturnTicket{kept[0]});
    EXPECT_EQ(hall.ticket(kept[0]).status, TicketStatus::waiting);
}

TEST_F(Overnight, ARangeFullOfThoseWhoWereKeptIsExhausted) {
    hall.config.services[2].at_closing = ClosingRule::keep;
    for (int i = 0; i < 5; ++i) {
        hall.issue(complaints);
    }
    next_morning();
    EXPECT_EQ(hall.refused(IssueTicket{complaints, {}, {}, "", true, ""}), RefusalCode::range_exhausted);
}

TEST_F(Overnight, TheyArePrintedCalledAndRatedLikeAllOthers) {
    const TicketId kept = hall.issue(mobile);
    next_morning();
    hall.must(PrintSucceeded{kept, 1, PrintProof::process_id, {}});
    EXPECT_EQ(hall.must(ReprintTicket{kept}).copy, 2u);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    hall.must(FinishServing{c1});
    hall.must(GiveRating{kept, 4, Channel::touch});
    hall.must(CloseDay{});
    hall.open_at(wednesday, 9h);
    EXPECT_TRUE(hall.state.tickets.empty());
    EXPECT_EQ(number_of(hall.issue(mobile)), "A01");
}

TEST_F(Overnight, TheyMayBeKeptForSeveralNights) {
    const TicketId kept = hall.issue(mobile);
    next_morning();
    hall.must(CloseDay{});
    hall.open_at(wednesday, 9h);
    EXPECT_EQ(hall.ticket(kept).from_day, monday);
    EXPECT_EQ(number_of(hall.issue(mobile)), "A02");
}

TEST_F(Overnight, TheyStandBeforeTodaysWhateverTheClockSaidYesterday) {
    hall.pass(std::chrono::hours{24 * 400});
    const TicketId first = hall.issue(mobile);
    const TicketId second = hall.issue(mobile);
    hall.must(CloseDay{});
    hall.open_at(tuesday, 9h);
    const TicketId today = hall.issue(mobile);
    for (const TicketId& expected : {first, second, today}) {
        EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, expected);
    }
}

TEST_F(Overnight, TheNightTeachesNothingAboutWaits) {
    for (int i = 0; i < 4; ++i) {
        hall.issue(mobile);
        hall.pass(minutes{3});
        hall.must(CallNext{c1, Channel::page});
    }
    const TicketId kept = hall.issue(mobile);
    hall.must(CloseDay{});
    hall.open_at(tuesday, 9h);
    const auto told = hall.must(IssueTicket{mobile, {}, {}, "", true, ""}).promised.value();
    EXPECT_LT(told.p90, 2h) << "the one before has not waited since yesterday";
    const HallState before = hall.state;
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, kept);
    EXPECT_TRUE(hall.state.waits == before.waits);
    EXPECT_EQ(hall.state.services.at(mobile).promises, before.services.at(mobile).promises);
    EXPECT_EQ(hall.state.services.at(mobile).wait.wait_sum, before.services.at(mobile).wait.wait_sum);
}

TEST_F(Overnight, WithoutItsClosingNothingIsCarriedOver) {
    hall.issue(mobile);
    hall.record(DayOpened{tuesday});
    EXPECT_TRUE(hall.state.tickets.empty());
    EXPECT_TRUE(hall.state.carried.empty());
}

TEST_F(Overnight, NobodyIsAwakeForThemAtNight) {
    hall.config.targets.alert_wait = minutes{30};
    hall.config.calling.expire_after = minutes{45};
    const TicketId kept = hall.issue(mobile);
    hall.must(CloseDay{});
    for (const minutes time : std::initializer_list<minutes>{9h + 29min, 9h + 31min, 9h + 50min, 17h}) {
        hall.at(monday, time);
        EXPECT_TRUE(due(hall.state, hall.config, hall.context.now, hall.context.local).empty());
        const auto next = next_due(hall.state, hall.config, hall.context.now, hall.context.local);
        EXPECT_FALSE(next && *next <= hall.context.now) << "the hall's thread would never rest";
    }
    hall.open_at(tuesday, 9h);
    hall.run_due();
    EXPECT_EQ(hall.ticket(kept).status, TicketStatus::waiting);
    hall.turn_to(tuesday, 9h + 31min);
    EXPECT_EQ(hall.state.alerts.size(), 1u) << "the night is nobody's wait, the morning is";
}

TEST_F(Overnight, AStateReadFromASnapshotKnowsTheirNumbers) {
    hall.issue(mobile);
    next_morning();
    HallState read = hall.state;
    read.carried.clear();
    restore_lines(read);
    EXPECT_TRUE(read == hall.state);
}

/// Every day each range begins anew, in order, leaving out only the numbers that somebody of an earlier day holds; and
/// no two people hold the same one.
TEST(NumberRanges, NeverRunIntoEachOtherAndBeginAnewEachDay) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SeededRandom random(seed);
        ClockedHall hall;
        hall.config.ranges = {{range_a, "A", 3, 40}, {RangeId("c"), "C", 1, 25}};
        hall.config.services[0].at_closing = ClosingRule::keep;
        hall.config.services[2].at_closing = ClosingRule::keep;
        for (int day = 0; day < 12; ++day) {
            hall.open_at(after(monday, day), 9h);
            const std::set<std::string> held = hall.state.carried;
            std::set<std::string> numbers = held;
            std::map<RangeId, std::uint32_t> next{{range_a, 3}, {RangeId("c"), 1}};
            for (std::uint64_t i = 0; i < random.below(20); ++i) {
                const ServiceId service = hall.config.services[random.below(3)].id;
                const RangeId range = hall.config.service(service)->range;
                if (!hall.run(IssueTicket{service, {}, {}, "", false, ""})) {
                    continue;
                }
                const TicketIssued& issued = std::get<TicketIssued>(hall.log.back().event);
                while (held.contains(format_number(*hall.config.range(range), next[range]))) {
                    ++next[range];
                }
                EXPECT_EQ(issued.ordinal, next[range]++);
                EXPECT_TRUE(numbers.insert(issued.number).second) << issued.number << " is held by two";
                if (random.below(2) == 0) {
                    static_cast<void>(hall.run(CallNext{random.below(2) == 0 ? c1 : c2, Channel::page}));
                }
            }
            hall.must(CloseDay{});
        }
    }
}

}  // namespace
}  // namespace jiaohao::domain::testing
