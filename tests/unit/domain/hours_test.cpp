// What opening hours say, and what a service refuses because of them.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/hours.hpp"

#include <gtest/gtest.h>

#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using hours::Says;

Says says(const OpenSpans& spans, std::chrono::seconds at) {
    return hours::say(spans, at);
}

TEST(Hours, AnEndBelongsToWhatComesAfterIt) {
    const OpenSpans day{{9h, 12h}, {13h, 17h}};
    EXPECT_EQ(says(day, 9h - 1s), (Says{false, 9h, 9h, 17h}));
    EXPECT_EQ(says(day, 9h), (Says{true, 12h, 13h, 17h}));
    EXPECT_EQ(says(day, 12h - 1s), (Says{true, 12h, 13h, 17h}));
    EXPECT_EQ(says(day, 12h), (Says{false, 13h, 13h, 17h}));
    EXPECT_EQ(says(day, 17h), (Says{false, std::nullopt, std::nullopt, 17h}));
}

TEST(Hours, MayLastUntilMidnight) {
    const OpenSpans day{{20h, 24h}};
    EXPECT_TRUE(says(day, 24h - 1s).open);
    EXPECT_FALSE(says(day, 24h).open);
    EXPECT_EQ(hours::to_text(24h), "24:00");
}

TEST(Hours, ADayWithoutAnyIsClosed) {
    EXPECT_EQ(says({}, 10h), Says{});
}

TEST(Hours, AreTheServicesOwnOrElseTheHallsAndAHolidaysForEverybody) {
    HallConfig config = small_hall();
    const ServiceConfig& own = config.services[0];
    const ServiceConfig& other = config.services[1];
    EXPECT_EQ(hours::Date(config, monday).spans(own), nullptr) << "no hours at all";
    config.hours.week = every_day({{9h, 17h}});
    config.services[0].hours = every_day({{10h, 11h}});
    config.hours.holidays = {{tuesday, {}, {{12h, 13h}}}, {wednesday, {}, {}}};
    EXPECT_EQ(hours::Date(config, monday).spans(own)->front().from, 10h);
    EXPECT_EQ(hours::Date(config, monday).spans(other)->front().from, 9h);
    for (const ServiceConfig* service : {&own, &other}) {
        EXPECT_EQ(hours::Date(config, tuesday).spans(*service)->front().from, 12h);
        EXPECT_TRUE(hours::Date(config, wednesday).spans(*service)->empty());
    }
    EXPECT_TRUE(hours::Date(config, tuesday).anything_open());
    EXPECT_FALSE(hours::Date(config, wednesday).anything_open());
}

TEST(Hours, AreThoseOfTheRightDayOfTheWeek) {
    HallConfig config = small_hall();
    config.hours.week.emplace();
    (*config.hours.week)[0] = {{9h, 10h}};
    (*config.hours.week)[6] = {{11h, 12h}};
    const ServiceConfig& service = config.services[0];
    EXPECT_EQ(hours::Date(config, monday).spans(service)->front().from, 9h);
    EXPECT_TRUE(hours::Date(config, tuesday).spans(service)->empty());
    EXPECT_EQ(hours::Date(config, after(monday, 6)).spans(service)->front().from, 11h);
}

TEST(Hours, BeginNextTodayOrOnTheNextDayThatHasAny) {
    HallConfig config = small_hall();
    config.hours.week = every_day({{9h, 12h}, {13h, 17h}});
    config.hours.holidays = {{tuesday, {}, {}}};
    const auto next = [&](std::chrono::seconds at) {
        return hours::next_opening(config, config.services[0], {monday, at});
    };
    EXPECT_EQ(hours::to_text(*next(8h), monday), "09:00");
    EXPECT_EQ(hours::to_text(*next(10h), monday), "13:00");
    EXPECT_EQ(hours::to_text(*next(18h), monday), to_string(wednesday) + " 09:00");
    config.hours.week.emplace();
    EXPECT_FALSE(next(8h)) << "never";
}

/// What a customer who asks now is refused with, told the same on the screen; "" when there is a ticket.
std::string asks(ClockedHall& hall, const ServiceId& service) {
    const auto rows = service_rows(hall.state, hall.config, hall.view_context());
    const auto row = std::ranges::find(rows, service, &ServiceView::id);
    const auto outcome = hall.run(IssueTicket{service, {}, Channel::touch, "", false, ""});
    EXPECT_EQ(row->refused, outcome ? std::nullopt : std::optional(outcome.error().code));
    if (outcome) {
        return "";
    }
    std::string said(code(outcome.error().code));
    for (const char* name : {"opens", "closes", "limit"}) {
        const auto found = outcome.error().params.find(name);
        said += found == outcome.error().params.end() ? "" : " " + found->second;
    }
    return said;
}

TEST(TicketInHours, IsRefusedOutsideThemWithTheTimeTheyBegin) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}, {13h, 17h}});
    hall.at(monday, 8h);
    hall.must(OpenDay{monday});
    EXPECT_EQ(asks(hall, mobile), "service_outside_hours 09:00");
    hall.turn_to(monday, 9h);
    EXPECT_EQ(asks(hall, mobile), "");
    hall.turn_to(monday, 12h);
    EXPECT_EQ(asks(hall, mobile), "service_outside_hours 13:00");
    hall.turn_to(monday, 17h);
    EXPECT_EQ(asks(hall, mobile), "service_outside_hours " + to_string(tuesday) + " 09:00");
}

TEST(TicketInHours, IsRefusedAtTheEndEvenBeforeItWasRecorded) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}});
    hall.open_at(monday, 9h);
    hall.at(monday, 12h);
    EXPECT_EQ(asks(hall, mobile), "service_outside_hours " + to_string(tuesday) + " 09:00");
}

TEST(TicketInHours, OfAServiceClosedByHandSaysSo) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}});
    hall.open_at(monday, 9h);
    hall.must(CloseService{mobile});
    EXPECT_EQ(asks(hall, mobile), "service_closed");
    hall.config.hours.week.reset();
    EXPECT_EQ(asks(hall, mobile), "service_closed");
}

/// What a visit that goes on to bills is refused with, "" when it is not.
std::string goes_on(ClockedHall& hall) {
    IssueTicket visit{mobile, {}, Channel::touch, "", false, ""};
    visit.then = {bills};
    const auto outcome = hall.run(visit);
    return outcome ? "" : std::string(code(outcome.error().code));
}

TEST(TicketInHours, OfAVisitMayGoOnToAServiceThatOpensLaterToday) {
    ClockedHall hall;
    hall.config.services[1].hours = every_day({{9h, 11h}, {14h, 17h}});
    hall.open_at(monday, 8h);
    EXPECT_EQ(goes_on(hall), "");
    hall.turn_to(monday, 10h);
    hall.must(CloseService{bills});
    EXPECT_EQ(goes_on(hall), "service_closed") << "somebody closed it";
    hall.turn_to(monday, 12h);
    EXPECT_EQ(goes_on(hall), "") << "it opens in the afternoon";
    hall.turn_to(monday, 17h);
    EXPECT_EQ(goes_on(hall), "service_closed") << "today it does not open any more";
}

TEST(TicketInHours, IsGivenWhereSomebodyOpenedTheServiceByHand) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}});
    hall.config.services[0].last_ticket = minutes{10};
    hall.open_at(monday, 13h);
    hall.must(OpenService{mobile});
    hall.run_due();
    EXPECT_EQ(asks(hall, mobile), "");
}

TEST(TicketInHours, EndsWithTheLimitOfTheDay) {
    ClockedHall hall;
    hall.config.services[0].day_limit = 2;
    hall.open_at(monday, 9h);
    hall.issue(mobile);
    hall.must(CancelTicket{hall.issue(mobile), Channel::touch});
    EXPECT_EQ(asks(hall, mobile), "service_day_limit 2");
    EXPECT_EQ(asks(hall, bills), "");
    hall.must(CloseDay{});
    hall.open_at(tuesday, 9h);
    EXPECT_EQ(asks(hall, mobile), "");
}

TEST(TicketInHours, EndsSomeMinutesBeforeTheLastHours) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}, {13h, 17h}});
    hall.config.services[0].last_ticket = minutes{30};
    hall.open_at(monday, 9h);
    hall.turn_to(monday, 11h + minutes{59});
    EXPECT_EQ(asks(hall, mobile), "") << "a break ends nothing";
    hall.turn_to(monday, 13h);
    hall.turn_to(monday, 16h + minutes{29} + 59s);
    EXPECT_EQ(asks(hall, mobile), "");
    hall.turn_to(monday, 16h + minutes{30});
    EXPECT_EQ(asks(hall, mobile), "service_ends_soon 17:00");
    EXPECT_EQ(asks(hall, bills), "");
}

TEST(TicketInHours, EndsWhenTheWaitMayLastLongerThanTheHours) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 17h}});
    hall.config.services[0].last_ticket_by_wait = true;
    hall.config.ranges[0].last = 900;
    hall.open_at(monday, 9h);
    hall.at(monday, 16h);
    int given = 0;
    while (asks(hall, mobile).empty() && given < 500) {
        ++given;
    }
    EXPECT_GT(given, 1);
    EXPECT_LT(given, 100);
    EXPECT_EQ(asks(hall, mobile), "service_ends_soon 17:00");
    const ExpectedWait last = hall.ticket(hall.state.services.at(mobile).line.rbegin()->id).promised.value();
    EXPECT_LE(last.p90, 1h) << "whoever has a ticket is almost surely called in time";
    EXPECT_EQ(asks(hall, bills), "");
}

TEST(TicketInHours, OfAnAppointmentIsGivenHoweverManyThereWere) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 17h}});
    hall.config.services[0].day_limit = 1;
    hall.config.services[0].last_ticket = minutes{60};
    hall.config.services[0].last_ticket_by_wait = true;
    hall.open_at(monday, 9h);
    hall.issue(mobile);
    hall.at(monday, 16h + minutes{50});
    IssueTicket command{mobile, CustomerClass::appointment, Channel::touch, "", false, ""};
    command.due_at = hall.context.now;
    hall.must(command);
    hall.must(CloseService{mobile});
    EXPECT_EQ(hall.refused(command), RefusalCode::service_closed);
}

TEST(ServiceRow, SaysWhenItOpensAndCloses) {
    ClockedHall hall;
    hall.config.hours.week = every_day({{9h, 12h}, {13h, 17h}});
    hall.config.services[0].day_limit = 40;
    const auto row = [&] { return service_rows(hall.state, hall.config, hall.view_context())[0]; };
    hall.at(monday, 8h);
    EXPECT_EQ(row().opens, "09:00") << "the day is not open yet";
    hall.open_at(monday, 9h);
    hall.issue(mobile);
    EXPECT_EQ(row().opens, "");
    EXPECT_EQ(row().closes, "17:00");
    EXPECT_EQ(row().issued, 1u);
    EXPECT_EQ(row().day_limit, 40u);
    hall.turn_to(monday, 12h);
    EXPECT_EQ(row().opens, "13:00");
    hall.turn_to(monday, 17h);
    EXPECT_EQ(row().opens, to_string(tuesday) + " 09:00");
    EXPECT_EQ(row().closes, "");
}

}  // namespace
}  // namespace jiaohao::domain::testing
