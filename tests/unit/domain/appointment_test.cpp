// Appointments from booking to the counter: codes, early and late customers, what is missed, what is forgotten.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using std::chrono::hours;

const AppointmentId first{"crm:1"};
const AppointmentId second{"crm:2"};

/// 09:00 in Shanghai, an hour after midnight UTC; appointments are at 10:00.
struct Appointments : ::testing::Test {
    TestHall hall;
    WallTime ten = hall.context.now + hours{1};

    Appointments() {
        hall.config.ranges[0].last = 900;
        tell_local();
        hall.open_hall();
    }
    void tell_local() {
        const auto here = hall.context.now + hours{8};
        const auto day = std::chrono::floor<std::chrono::days>(here);
        hall.context.local = {BusinessDay{day}, std::chrono::floor<seconds>(here - day)};
        hall.context.today = hall.context.local->date;
    }
    void pass(std::chrono::milliseconds span) {
        hall.pass(span);
        tell_local();
    }
    Answer add(const AppointmentId& id, const std::string& code, WallTime at, bool move = false,
               const std::string& reference = "") {
        return hall.must(AddAppointment{id, mobile, at, code, reference, move, 7});
    }
    Answer check_in(const std::string& code) { return hall.must(CheckIn{code, Channel::touch, "en", true}); }
    Refusal refusal(const Command& command) {
        const auto outcome = hall.run(command);
        return outcome ? Refusal{} : outcome.error();
    }
    [[nodiscard]] AppointmentStatus status(const AppointmentId& id) const {
        return hall.state.appointments.at(id).status;
    }
};

TEST_F(Appointments, AreCheckedInByCodeHoweverItIsTyped) {
    EXPECT_EQ(add(first, "ab-12 3", ten).code, "ab-12 3");
    const Answer answer = check_in("AB123");
    ASSERT_TRUE(answer.ticket);
    EXPECT_EQ(hall.last(), "ticket.issued ticket.print_started appointment.arrived");
    EXPECT_EQ(answer.appointment, first);
    EXPECT_FALSE(answer.late);
    const Ticket& ticket = hall.ticket(*answer.ticket);
    EXPECT_EQ(ticket.customer_class, CustomerClass::appointment);
    EXPECT_EQ(ticket.due_at, ten);
    EXPECT_EQ(ticket.appointment, first);
    EXPECT_EQ(status(first), AppointmentStatus::arrived);
    EXPECT_EQ(hall.all_of<AppointmentArrived>().at(0).late_ms, -Milliseconds(hours{1}));
}

TEST_F(Appointments, WithoutACodeAreCheckedInByTheirNumberOrGetACode) {
    EXPECT_EQ(add(first, "", ten, false, "B-4711").code, "");
    const std::string made = add(second, "", ten).code;
    EXPECT_EQ(made.size(), 6U);
    EXPECT_EQ(made.find_first_not_of("0123456789"), std::string::npos);
    EXPECT_EQ(check_in("b4711").appointment, first);
    EXPECT_EQ(check_in(made).appointment, second);
    EXPECT_NE(add(AppointmentId{"3"}, "", ten, false, "crm:7 (vip)").code, "")
        << "nobody can type this number";
}

TEST_F(Appointments, GetDifferentCodesFromTheSameDice) {
    std::set<std::string> codes;
    for (int i = 0; i < 100; ++i) {
        codes.insert(add(AppointmentId{std::to_string(i)}, "", ten).code);
    }
    EXPECT_EQ(codes.size(), 100U);
}

TEST_F(Appointments, OfOneDayNeverShareACode) {
    add(first, "1234", ten);
    EXPECT_EQ(hall.refused(AddAppointment{second, mobile, ten + hours{5}, "12-34", "", false, 0}),
              RefusalCode::appointment_code_taken);
    add(second, "1234", ten + hours{24});
    EXPECT_EQ(check_in("1234").appointment, first) << "today's before tomorrow's";
    EXPECT_EQ(add(AppointmentId{"3"}, "1234", ten + hours{2}).code, "1234") << "the first one is over";
}

TEST_F(Appointments, AddedAgainAreAnsweredAndChangeNothing) {
    const std::string code = add(first, "", ten).code;
    const Answer again = add(first, "", ten);
    EXPECT_EQ(hall.last(), "");
    EXPECT_TRUE(again.again);
    EXPECT_EQ(again.code, code);
    EXPECT_EQ(hall.refused(AddAppointment{first, mobile, ten + hours{1}, "", "", false, 0}),
              RefusalCode::appointment_exists);
}

TEST_F(Appointments, ThatWereCancelledStaySoHoweverOftenTheSameWordsCome) {
    const std::string code = add(first, "", ten).code;
    hall.must(CancelAppointment{first, Channel::api});
    for (const bool move : {false, true}) {
        const Refusal late = refusal(AddAppointment{first, mobile, ten, "", "", move, 0});
        EXPECT_EQ(late.code, RefusalCode::appointment_exists) << "an ok would promise what was cancelled";
        EXPECT_EQ(late.params.at("status"), "cancelled");
    }
    const Answer booked = add(first, "", ten - minutes{1}, true);
    EXPECT_EQ(hall.last(), "appointment.added");
    EXPECT_EQ(booked.code, code);
    EXPECT_EQ(check_in(booked.code).appointment, first);
}

TEST_F(Appointments, MoveAndKeepTheirCode) {
    const std::string code = add(first, "", ten).code;
    EXPECT_EQ(add(first, "", ten + hours{24}, true).code, code);
    EXPECT_EQ(hall.last(), "appointment.cancelled appointment.added");
    EXPECT_EQ(refusal(CheckIn{code, Channel::touch, "en", true}).code, RefusalCode::appointment_other_day);
    add(first, "", ten, true);
    check_in(code);
    EXPECT_EQ(hall.refused(AddAppointment{first, mobile, ten + hours{1}, "", "", true, 0}),
              RefusalCode::appointment_checked_in);
}

TEST_F(Appointments, AreCheckedInOnceAndTheNumberIsToldAgain) {
    add(first, "1234", ten);
    const std::string number = check_in("1234").number;
    const Refusal again = refusal(CheckIn{"1234", Channel::touch, "en", true});
    EXPECT_EQ(again.code, RefusalCode::appointment_checked_in);
    EXPECT_EQ(again.params.at("number"), number);
    EXPECT_EQ(hall.all_of<TicketIssued>().size(), 1U);
}

TEST_F(Appointments, TooEarlyAreToldWhenToComeBack) {
    add(first, "1234", ten);
    hall.config.appointments.earliest = minutes{30};
    const Refusal early = refusal(CheckIn{"1234", Channel::touch, "en", true});
    EXPECT_EQ(early.code, RefusalCode::appointment_too_early);
    EXPECT_EQ(early.params.at("time"), "10:00");
    EXPECT_EQ(early.params.at("from"), "09:30");
    pass(minutes{30});
    check_in("1234");
}

TEST_F(Appointments, TooLateAreTreatedByTheRuleOfTheHall) {
    for (int i = 0; i < 3; ++i) {
        add(AppointmentId{std::to_string(i)}, "100" + std::to_string(i), ten);
    }
    pass(hours{1} + minutes{16});
    hall.run_due();
    EXPECT_EQ(status(AppointmentId{"0"}), AppointmentStatus::missed);
    hall.config.appointments.late = LateRule::refuse;
    EXPECT_EQ(hall.refused(CheckIn{"1000", Channel::touch, "en", true}), RefusalCode::appointment_too_late);
    hall.config.appointments.late = LateRule::as_walk_in;
    const Answer walk_in = check_in("1000");
    EXPECT_TRUE(walk_in.late);
    EXPECT_EQ(hall.ticket(*walk_in.ticket).customer_class, CustomerClass::ordinary);
    EXPECT_EQ(hall.ticket(*walk_in.ticket).due_at, std::nullopt);
    hall.config.appointments.late = LateRule::keep_place;
    const Answer kept = check_in("1001");
    EXPECT_FALSE(kept.late);
    EXPECT_EQ(hall.ticket(*kept.ticket).due_at, ten);
}

TEST_F(Appointments, AreMissedWhenTheirTimeHasPassedAndNotBefore) {
    add(first, "1", ten);
    add(second, "2", ten + minutes{1});
    EXPECT_EQ(next_due(hall.state, hall.config), ten + minutes{15} + Milliseconds{1});
    pass(hours{1} + minutes{15});
    hall.run_due();
    EXPECT_TRUE(hall.all_of<AppointmentMissed>().empty());
    pass(Milliseconds{1});
    hall.run_due();
    EXPECT_EQ(hall.all_of<AppointmentMissed>().size(), 1U);
    EXPECT_EQ(status(first), AppointmentStatus::missed);
    EXPECT_EQ(status(second), AppointmentStatus::expected);
}

TEST_F(Appointments, AreMissedAFewAtATime) {
    for (int i = 0; i < 50; ++i) {
        add(AppointmentId{std::to_string(i)}, "", ten);
    }
    pass(hours{5});
    for (const std::size_t missed : {16U, 32U, 48U, 50U, 50U}) {
        EXPECT_LE(due(hall.state, hall.config, hall.context.now).size(), 16U);
        hall.run_due();
        EXPECT_EQ(hall.all_of<AppointmentMissed>().size(), missed);
    }
}

TEST_F(Appointments, AreMissedWhenTheDayClosesAndLaterOnesAreKept) {
    add(first, "1", ten + hours{6});
    add(second, "2", ten + hours{24});
    hall.must(CloseDay{});
    EXPECT_EQ(status(first), AppointmentStatus::missed);
    EXPECT_EQ(status(second), AppointmentStatus::expected);
    pass(hours{3});
    hall.run_due();
    EXPECT_EQ(hall.all_of<AppointmentMissed>().size(), 1U);
}

TEST_F(Appointments, MayBeAddedAndCancelledWhileTheHallIsClosed) {
    hall.must(CloseDay{});
    add(first, "1", ten + hours{24});
    add(second, "2", ten + hours{24});
    hall.must(CancelAppointment{second, Channel::api});
    EXPECT_EQ(hall.refused(CheckIn{"1", Channel::touch, "en", true}), RefusalCode::day_not_open);
    pass(hours{24});
    hall.open_hall_on(*hall.context.today);
    EXPECT_EQ(check_in("1").appointment, first);
    EXPECT_EQ(hall.refused(CheckIn{"2", Channel::touch, "en", true}), RefusalCode::appointment_not_expected);
}

TEST_F(Appointments, OfEarlierDaysAreForgottenWhenADayOpens) {
    add(first, "1", ten);
    add(second, "2", ten + hours{24});
    hall.must(CloseDay{});
    pass(hours{24});
    hall.open_hall_on(*hall.context.today);
    EXPECT_FALSE(hall.state.appointments.contains(first));
    EXPECT_TRUE(hall.state.appointments.contains(second));
}

TEST_F(Appointments, AreBoundedInNumberAndInTime) {
    hall.config.appointments.most = 2;
    add(first, "1", ten);
    add(second, "2", ten);
    EXPECT_EQ(hall.refused(AddAppointment{AppointmentId{"3"}, mobile, ten, "3", "", false, 0}),
              RefusalCode::appointments_full);
    hall.config.appointments.most = 10;
    for (const WallTime at :
         {ten - hours{30}, ten + std::chrono::days{401}, WallTime::max(), WallTime::min()}) {
        EXPECT_EQ(hall.refused(AddAppointment{AppointmentId{"3"}, mobile, at, "3", "", false, 0}),
                  RefusalCode::appointment_outside_booking);
    }
}

TEST_F(Appointments, ThatAreCancelledLeaveTheirPlaceToOthersButAreKeptWithinABound) {
    hall.config.appointments.most = 2;
    const auto id = [](int n) { return AppointmentId{"a" + std::to_string(n)}; };
    const auto refused = [&](int n) {
        return hall.refused(AddAppointment{id(n), mobile, ten, std::to_string(n), "", false, 0});
    };
    // Each is cancelled and another booked: the way of systems that know no moving.
    for (int n = 1; n <= 7; ++n) {
        add(id(n), std::to_string(n), ten);
        hall.must(CancelAppointment{id(n), Channel::api});
    }
    add(id(8), "8", ten);
    EXPECT_EQ(refused(9), RefusalCode::appointments_full) << "four times as many are kept";
    hall.must(AddAppointment{id(7), mobile, ten + hours{1}, "7", "", true, 0});
    EXPECT_EQ(hall.refused(AddAppointment{id(6), mobile, ten + hours{1}, "6", "", true, 0}),
              RefusalCode::appointments_full)
        << "booked again it takes a place again";
    hall.must(AddAppointment{id(8), mobile, ten + hours{1}, "8", "", true, 0});
}

TEST_F(Appointments, WithWordsThatMakeNoSenseAreRefusedByName) {
    const auto argument = [&](const AddAppointment& command) {
        return refusal(command).params.at("argument");
    };
    EXPECT_EQ(argument({AppointmentId{"li lei"}, mobile, ten, "1", "", false, 0}), "appointment");
    EXPECT_EQ(argument({AppointmentId{std::string(65, 'x')}, mobile, ten, "1", "", false, 0}), "appointment");
    EXPECT_EQ(argument({first, mobile, ten, "---", "", false, 0}), "code");
    EXPECT_EQ(argument({first, mobile, ten, std::string(17, '1'), "", false, 0}), "code");
    EXPECT_EQ(refusal(AddAppointment{first, ServiceId{"x"}, ten, "1", "", false, 0}).code,
              RefusalCode::service_unknown);
    EXPECT_EQ(refusal(CheckIn{"", Channel::touch, "en", true}).code, RefusalCode::appointment_unknown);
    EXPECT_EQ(refusal(CheckIn{"../1", Channel::touch, "en", true}).code, RefusalCode::appointment_unknown);
    EXPECT_EQ(refusal(CancelAppointment{first, Channel::api}).code, RefusalCode::appointment_unknown);
}

TEST_F(Appointments, OfAClosedServiceAreNotCheckedIn) {
    add(first, "1", ten);
    hall.must(CloseService{mobile});
    EXPECT_EQ(hall.refused(CheckIn{"1", Channel::touch, "en", true}), RefusalCode::service_closed);
    EXPECT_EQ(status(first), AppointmentStatus::expected);
    hall.must(OpenService{mobile});
    check_in("1");
}

TEST_F(Appointments, AreOverWithTheirTicket) {
    add(first, "1", ten);
    const Answer answer = check_in("1");
    EXPECT_EQ(hall.refused(CancelAppointment{first, Channel::api}), RefusalCode::appointment_checked_in);
    hall.must(CancelTicket{*answer.ticket, Channel::page});
    EXPECT_EQ(hall.last(), "ticket.cancelled appointment.cancelled");
    EXPECT_EQ(status(first), AppointmentStatus::cancelled);
    EXPECT_EQ(hall.refused(CheckIn{"1", Channel::touch, "en", true}), RefusalCode::appointment_not_expected);
}

TEST_F(Appointments, SurviveAClockThatJumpsAheadAndBack) {
    add(first, "1", ten);
    add(second, "2", ten + hours{1});
    hall.must(NoteClock{hall.context.now, hall.context.now + hours{30}});
    pass(hours{30});
    hall.run_due();
    EXPECT_EQ(status(first), AppointmentStatus::missed);
    hall.must(NoteClock{hall.context.now, hall.context.now - hours{30}});
    pass(-hours{30});
    const Answer answer = check_in("1");
    EXPECT_EQ(hall.ticket(*answer.ticket).due_at, ten) << "the clock was wrong, the customer is not late";
    hall.context.now = WallTime{};
    EXPECT_EQ(refusal(CheckIn{"2", Channel::touch, "en", true}).code, RefusalCode::appointment_other_day);
    hall.run_due();
    EXPECT_EQ(hall.state.appointments.size(), 2U);
}

TEST_F(Appointments, AreTheirEventsAndAnIndexMadeAnew) {
    add(first, "1", ten);
    add(second, "", ten + hours{2});
    add(AppointmentId{"3"}, "3", ten - minutes{30});
    check_in("1");
    pass(hours{1});
    hall.run_due();
    add(second, "", ten + hours{3}, true);
    EXPECT_TRUE(replay(hall.log) == hall.state);
    HallState read = hall.state;
    read.appointment_index = {};
    EXPECT_FALSE(inconsistencies(read).empty());
    restore_lines(read);
    EXPECT_TRUE(read == hall.state);
}

TEST_F(Appointments, AreShownOnlyWhileThereIsOneToCheckInForToday) {
    const auto shown = [&] {
        return view(hall.state, hall.config, {hall.context.now, true, std::nullopt, hall.context.local})
            .hall->appointments;
    };
    EXPECT_FALSE(shown());
    add(second, "2", ten + hours{15});
    EXPECT_FALSE(shown()) << "tomorrow at one in the morning";
    const std::size_t before = hall.log.size();
    add(first, "1", ten);
    EXPECT_TRUE(shown());
    const std::vector<RecordedEvent> added{hall.log.begin() + static_cast<std::ptrdiff_t>(before),
                                           hall.log.end()};
    const HallView rows =
        delta(hall.state, hall.config, {hall.context.now, true, std::nullopt, hall.context.local}, added);
    ASSERT_TRUE(rows.hall);
    EXPECT_TRUE(rows.hall->appointments);
    check_in("1");
    EXPECT_FALSE(shown());
}

}  // namespace
}  // namespace jiaohao::domain::testing
