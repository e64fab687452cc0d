// A business day that somebody closed by mistake goes on.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/live.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr BusinessDay day_after = std::chrono::year{2026} / std::chrono::January / 3;

/// Friday, ten o'clock at UTC.
struct ReopenedDay : ::testing::Test {
    TestHall hall;
    ReopenedDay() {
        at(day_one, hours{10});
        hall.open_hall();
    }
    void at(BusinessDay day, std::chrono::seconds since_midnight) {
        hall.context.today = day;
        hall.context.local = LocalTime{day, since_midnight};
        hall.context.now = WallTime{std::chrono::sys_days{day}} + since_midnight;
    }
    void reopen() { EXPECT_TRUE(hall.must(OpenDay{day_one}).goes_on); }
    void staff() {
        hall.must(SignIn{li, c1});
        hall.must(SignIn{wang, c2});
    }
    std::string number(const TicketId& id) const { return hall.ticket(id).number; }
};

TEST_F(ReopenedDay, GoesOnWithItsNumbersAndFigures) {
    const TicketId served = hall.issue(mobile);
    const TicketId waiting = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    at(day_one, hours{11});
    hall.must(FinishServing{c1, {}, false});
    const auto opened_seq = hall.state.figures.opened_seq;
    hall.must(CloseDay{});
    reopen();
    EXPECT_EQ(hall.last(), "day.opened service.opened service.opened service.opened");
    EXPECT_EQ(hall.all_of<DayOpened>().back().again, true);
    EXPECT_EQ(hall.ticket(served).status, TicketStatus::done);
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::expired) << "what expired stays so";
    EXPECT_EQ(number(hall.issue(mobile)), "A03");
    EXPECT_EQ(hall.state.services.at(mobile).issued, 3u);
    EXPECT_EQ(hall.state.figures.counters.at(c1).served, 1u);
    EXPECT_EQ(hall.state.figures.opened_seq, opened_seq) << "ratings of the whole day are filtered together";
    EXPECT_EQ(hall.state.figures.services.at(mobile).waits.count(), 1u);
    staff();
    hall.must(CallNext{c1, Channel::page});
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(ReopenedDay, TeachesItsArrivalsOnce) {
    hall.issue(mobile);
    hall.must(CloseDay{});
    at(day_one, hours{15});
    reopen();
    hall.issue(mobile);
    hall.must(CloseDay{});
    at(day_two, hours{9});
    hall.must(OpenDay{day_two});
    const auto& arrivals = hall.state.figures.services.at(mobile).arrivals;
    EXPECT_DOUBLE_EQ(*stats::usual_arrivals(arrivals, 4, 20), 1);
    EXPECT_DOUBLE_EQ(*stats::usual_arrivals(arrivals, 4, 30), 1);
}

TEST_F(ReopenedDay, ThatAnOlderVersionHadLearntCountsFromHere) {
    hall.issue(mobile);
    hall.must(CloseDay{});
    stats::finish_day(hall.state.figures.services.at(mobile).arrivals);
    at(day_one, hours{15});
    reopen();
    hall.issue(mobile);
    EXPECT_EQ(hall.state.figures.services.at(mobile).arrivals.today[30], 1u);
    EXPECT_EQ(hall.state.figures.services.at(mobile).arrivals.from_slot, 30u);
}

TEST_F(ReopenedDay, ExpectsAgainThoseWhoseTimeIsStillToCome) {
    const auto book = [&](const char* id, const char* code, hours time) {
        const WallTime when = WallTime{std::chrono::sys_days{day_one}} + time;
        hall.must(AddAppointment{AppointmentId{id}, mobile, when, code, "", false, 0});
    };
    book("early", "11", hours{10});
    book("late", "15", hours{15});
    book("gone", "16", hours{16});
    hall.must(CancelAppointment{AppointmentId{"gone"}, Channel::api});
    at(day_one, hours{12});
    hall.must(CloseDay{});
    reopen();
    EXPECT_EQ(hall.state.appointments.at(AppointmentId{"early"}).status, AppointmentStatus::missed);
    EXPECT_EQ(hall.state.appointments.at(AppointmentId{"late"}).status, AppointmentStatus::expected);
    EXPECT_EQ(hall.state.appointments.at(AppointmentId{"gone"}).status, AppointmentStatus::cancelled);
    EXPECT_EQ(hall.state.appointments.at(AppointmentId{"late"}).code, "15");
}

TEST_F(ReopenedDay, HasThoseWaitWhoWereKeptAndTheLeasesItHad) {
    for (ServiceConfig& service : hall.config.services) {
        service.at_closing = ClosingRule::keep;
    }
    hall.config.satellites = {{TerminalId{"t2"}, 4}};
    const auto lease = hall.must(TakeLease{TerminalId{"t2"}, range_a, 0}).lease;
    const TicketId waits = hall.issue(mobile);
    const auto line_at = hall.ticket(waits).line_at;
    hall.must(CloseDay{});
    reopen();
    EXPECT_EQ(hall.ticket(waits).status, TicketStatus::waiting);
    EXPECT_EQ(hall.ticket(waits).line_at, line_at);
    EXPECT_FALSE(hall.ticket(waits).from_day.has_value()) << "it is of today";
    EXPECT_EQ(hall.must(TakeLease{TerminalId{"t2"}, range_a, 0}).lease, lease);
    staff();
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, waits);
}

TEST_F(ReopenedDay, IsNotOpenedByItself) {
    hall.config.hours.day_opens = hours{8};
    hall.config.hours.day_closes = hours{18};
    hall.must(CloseDay{});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now, hall.context.local).empty());
}

TEST_F(ReopenedDay, InABreakWhatIsOpenedByHandStaysOpen) {
    for (auto& week = hall.config.hours.week.emplace(); OpenSpans & spans : week) {
        spans = {{hours{9}, hours{12}}, {hours{13}, hours{17}}};
    }
    at(day_one, hours{11});
    hall.must(CloseDay{});
    at(day_one, hours{12} + minutes{30});
    reopen();
    EXPECT_EQ(hall.last(), "day.opened");
    hall.must(OpenService{mobile});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now, hall.context.local).empty());
}

TEST_F(ReopenedDay, StaysOpenBeyondTheTimeAtWhichItHadClosed) {
    hall.config.hours.day_closes = hours{18};
    const auto closes = [&] {
        const auto commands = due(hall.state, hall.config, hall.context.now, hall.context.local);
        return !commands.empty() && std::holds_alternative<CloseDay>(commands.front());
    };
    at(day_one, hours{18});
    EXPECT_TRUE(closes());
    hall.must(CloseDay{});
    at(day_one, hours{18} + minutes{5});
    reopen();
    EXPECT_FALSE(closes());
    hall.must(CloseDay{});
    at(day_two, hours{9});
    hall.must(OpenDay{day_two});
    at(day_two, hours{18});
    EXPECT_TRUE(closes());
}

TEST_F(ReopenedDay, IsOnlyTodays) {
    hall.issue(mobile);
    hall.must(CloseDay{});
    hall.must(OpenDay{day_after});
    hall.must(CloseDay{});
    EXPECT_FALSE(hall.must(OpenDay{day_one}).goes_on) << "tomorrow was opened by mistake";
    EXPECT_EQ(number(hall.issue(mobile)), "A02");
    hall.must(CloseDay{});
    at(day_after, minutes{1});
    EXPECT_EQ(hall.refused(OpenDay{day_one}), RefusalCode::day_in_past);
    hall.must(OpenDay{day_after});
    hall.must(CloseDay{});
    EXPECT_EQ(hall.refused(OpenDay{day_one}), RefusalCode::day_in_past);
    hall.context.today.reset();
    EXPECT_EQ(hall.refused(OpenDay{day_after}), RefusalCode::day_in_past) << "nobody knows the date";
}

TEST_F(ReopenedDay, SaysNothingWhereTheDayIsAnother) {
    hall.issue(mobile);
    hall.record(DayOpened{day_after, {}, {}, true});
    EXPECT_EQ(hall.state.day, day_after);
    EXPECT_TRUE(hall.state.tickets.empty());
    EXPECT_TRUE(hall.state.figures.counters.empty());
    EXPECT_FALSE(hall.state.day_again_at.has_value());
}

}  // namespace
}  // namespace jiaohao::domain::testing
