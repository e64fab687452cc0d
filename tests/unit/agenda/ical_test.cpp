// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/agenda/agenda_fixture.hpp"

namespace jiaohao::agenda::testing {
namespace {

using Problems = std::vector<Problem>;
using Times = std::vector<std::string>;

std::string calendar(const std::string& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "END:VCALENDAR\r\n";
}
std::string event(const std::string& lines) {
    return "BEGIN:VEVENT\r\nDTSTAMP:20251201T000000Z\r\n" + lines + "END:VEVENT\r\n";
}
Agenda of(const std::string& events) {
    return read(calendar(events), reading());
}

TEST(AppointmentsOfICalendar, HaveIdentityTimeServiceCodeAndReference) {
    const Agenda agenda =
        of(event("UID:7@office.example\r\nDTSTART:20260102T013000Z\r\n"
                 "CATEGORIES:Family,手机业务\r\nSUMMARY:Li Lei\r\n"
                 "ATTENDEE;CN=Li Lei:mailto:li@example.org\r\n"
                 "X-JIAOHAO-CODE:4711\r\nX-JIAOHAO-REFERENCE:crm:7\r\n"));
    EXPECT_EQ(agenda.problems, Problems{});
    ASSERT_EQ(agenda.entries.size(), 1U);
    Entry entry = agenda.entries[0];
    EXPECT_TRUE(entry.id.starts_with("ical-") && entry.id.size() == 37) << entry.id;
    entry.id.clear();
    EXPECT_EQ(entry, (Entry{"", "mobile", at("2026-01-02T01:30:00Z"), "4711", "crm:7", false, 4}));
}

TEST(AppointmentsOfICalendar, KeepTheirIdentityFromFileToFileAndShowNoAddress) {
    const std::string one =
        event("UID:li.lei@example.org\r\nDTSTART:20260102T013000Z\r\nCATEGORIES:mobile\r\n");
    const std::string moved =
        event("UID:li.lei@example.org\r\nSEQUENCE:1\r\nDTSTART:20260103T013000Z\r\nCATEGORIES:mobile\r\n");
    const Agenda first = of(one);
    ASSERT_EQ(first.entries.size(), 1U);
    EXPECT_EQ(first.entries[0].id, of(moved).entries.at(0).id);
    EXPECT_EQ(first.entries[0].id.find("lei"), std::string::npos);
    const Agenda both = of(moved + one);
    EXPECT_EQ(times(both), Times{"2026-01-03T01:30"}) << "the later sequence holds, wherever it stands";
}

TEST(AppointmentsOfICalendar, StandInUtcTheHallsZoneOrTheOneNamed) {
    const std::string rest = "CATEGORIES:mobile\r\n";
    const std::string zone =
        "BEGIN:VTIMEZONE\r\nTZID:Own Time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const Agenda agenda = of(zone + event("UID:1\r\nDTSTART:20260102T100000Z\r\n" + rest) +
                             event("UID:2\r\nDTSTART:20260102T100000\r\n" + rest) +
                             event("UID:3\r\nDTSTART;TZID=America/New_York:20260702T100000\r\n" + rest) +
                             event("UID:4\r\nDTSTART;TZID=America/New_York:20260102T100000\r\n" + rest) +
                             event("UID:5\r\nDTSTART;TZID=\"Own Time\":20260102T100000\r\n" + rest) +
                             event("UID:6\r\nDTSTART;TZID=Nowhere:20260102T100000\r\n" + rest));
    EXPECT_EQ(times(agenda), (Times{"2026-01-02T10:00", "2026-01-02T02:00", "2026-07-02T14:00",
                                    "2026-01-02T15:00", "2026-01-02T07:00"}));
    EXPECT_EQ(agenda.problems, (Problems{{45, "DTSTART", "zone_unknown", {{"value", "Nowhere"}}}}));
}

TEST(AppointmentsOfICalendar, TakeTheZoneOfTheFileWithItsSummerTime) {
    const std::string zone =
        "BEGIN:VTIMEZONE\r\nTZID:Mitteleuropa\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const std::string rest = "CATEGORIES:mobile\r\n";
    const Agenda agenda = of(zone + event("UID:1\r\nDTSTART;TZID=Mitteleuropa:20260105T100000\r\n" + rest) +
                             event("UID:2\r\nDTSTART;TZID=Mitteleuropa:20260705T100000\r\n" + rest));
    EXPECT_EQ(agenda.problems, Problems{});
    EXPECT_EQ(times(agenda), (Times{"2026-01-05T09:00", "2026-07-05T08:00"}));
}

TEST(AppointmentsOfICalendar, RefuseAZoneThatChangesEverySecond) {
    const std::string zone =
        "BEGIN:VTIMEZONE\r\nTZID:Attack\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const Agenda agenda =
        of(zone + event("UID:1\r\nDTSTART;TZID=Attack:20260102T100000\r\nCATEGORIES:mobile\r\n"));
    EXPECT_EQ(agenda.problems, (Problems{{4, "VTIMEZONE", "zone_malformed", {}},
                                         {16, "DTSTART", "zone_unknown", {{"value", "Attack"}}}}));
}

std::string zone_of(const std::string& name, const std::string& from, const std::string& to) {
    return "BEGIN:VTIMEZONE\r\nTZID:" + name +
           "\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:" + from + "\r\nTZOFFSETTO:" + to +
           "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
}

TEST(AppointmentsOfICalendar, TakeNoZoneThatLiesWhereNoneDoes) {
    for (const auto& [from, to] :
         {std::pair{"+0300", "+9999"}, std::pair{"+0300", "-1700"}, std::pair{"+1601", "+0300"}}) {
        const Agenda agenda = of(zone_of("Far", from, to));
        EXPECT_EQ(agenda.problems, (Problems{{4, "VTIMEZONE", "zone_malformed", {}}})) << from << " " << to;
    }
    EXPECT_EQ(of(zone_of("Far", "-1514", "+1513")).problems, Problems{}) << "these there were";
}

TEST(AppointmentsOfICalendar, OfAZoneWithAWellKnownNameAreInThatZoneWhateverTheFileSays) {
    const std::string rest = "CATEGORIES:mobile\r\n";
    for (const char* name : {"Asia/Shanghai", "UTC", "Z"}) {
        const Agenda agenda =
            of(zone_of(name, "+0300", "+0300") + event("UID:1\r\nDTSTART:20260105T100000\r\n" + rest) +
               event("UID:2\r\nDTSTART;TZID=" + std::string(name) + ":20260106T100000\r\n" + rest));
        EXPECT_EQ(agenda.problems, Problems{});
        EXPECT_EQ(times(agenda),
                  (Times{"2026-01-05T02:00",
                         std::string(name) != "Asia/Shanghai" ? "2026-01-06T10:00" : "2026-01-06T02:00"}));
    }
}

TEST(AppointmentsOfICalendar, OfAGoodZoneAreTakenHoweverManyUnknownOnesStandBefore) {
    std::string events;
    for (int i = 0; i < 1100; ++i) {
        events += event("UID:" + std::to_string(i) + "\r\nDTSTART;TZID=No" + std::to_string(i) +
                        ":20260102T100000\r\nCATEGORIES:mobile\r\n");
    }
    events += event("UID:good\r\nDTSTART;TZID=America/New_York:20260702T100000\r\nCATEGORIES:mobile\r\n");
    const Agenda agenda = of(events);
    EXPECT_EQ(times(agenda), (Times{"2026-07-02T14:00"}));
    EXPECT_EQ(agenda.problems.size() + agenda.problems_left_off, 1100U);
}

TEST(AppointmentsOfICalendar, RepeatByRuleWithinTheHorizonInLocalTime) {
    Reading with = reading();
    with.horizon = std::chrono::days{21};
    with.zone = "Europe/Berlin";
    with.from = at("2026-03-20T00:00:00Z");
    const Agenda agenda = read(calendar(event("UID:1\r\nDTSTART:20200110T100000\r\nCATEGORIES:mobile\r\n"
                                              "RRULE:FREQ=WEEKLY;BYDAY=FR\r\nEXDATE:20260327T100000\r\n"
                                              "RDATE:20260328T120000\r\n")),
                               with);
    EXPECT_EQ(agenda.problems, Problems{});
    EXPECT_EQ(times(agenda),
              (Times{"2026-03-20T09:00", "2026-03-27T09:00", "2026-03-28T11:00", "2026-04-03T08:00"}));
    EXPECT_NE(agenda.entries[0].id, agenda.entries[1].id);
    for (const Entry& entry : agenda.entries) {
        EXPECT_EQ(entry.cancelled, entry.at == at("2026-03-27T09:00:00Z"));
    }
}

TEST(AppointmentsOfICalendar, AnExceptionMadeLaterTakesBackTheTimeThatWasThereBefore) {
    const std::string series =
        "UID:1\r\nDTSTART:20260105T010000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nCATEGORIES:mobile\r\n";
    const Agenda before = of(event(series));
    const Agenda after = of(event(series + "EXDATE:20260106T010000Z,20251001T010000Z,20300101T010000Z\r\n"));
    EXPECT_EQ(after.problems, Problems{});
    ASSERT_EQ(before.entries.size(), 3U);
    ASSERT_EQ(after.entries.size(), 3U) << "exceptions outside the horizon are nobody's";
    EXPECT_EQ(after.entries[1].id, before.entries[1].id);
    EXPECT_FALSE(before.entries[1].cancelled);
    EXPECT_TRUE(after.entries[1].cancelled);
    EXPECT_FALSE(after.entries[2].cancelled);
}

TEST(AppointmentsOfICalendar, EndARepetitionAtAnInstantAlsoInAZone) {
    const Agenda agenda =
        of(event("UID:1\r\nDTSTART;TZID=Asia/Shanghai:20260105T090000\r\nCATEGORIES:mobile\r\n"
                 "RRULE:FREQ=DAILY;UNTIL=20260107T010000Z\r\n"));
    EXPECT_EQ(times(agenda), (Times{"2026-01-05T01:00", "2026-01-06T01:00", "2026-01-07T01:00"}));
}

TEST(AppointmentsOfICalendar, ChangeOrCancelOneOfARepeatedEvent) {
    const std::string rest = "CATEGORIES:mobile\r\n";
    const std::string series =
        event("UID:1\r\nDTSTART:20260105T010000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\n" + rest);
    const std::string moved =
        event("UID:1\r\nRECURRENCE-ID:20260106T010000Z\r\nDTSTART:20260106T050000Z\r\n" + rest);
    const std::string gone = event(
        "UID:1\r\nRECURRENCE-ID:20260107T010000Z\r\nSTATUS:CANCELLED\r\n"
        "DTSTART:20260107T010000Z\r\n" +
        rest);
    const Agenda plain = of(series);
    const Agenda changed = of(moved + series + gone);
    ASSERT_EQ(plain.entries.size(), 3U);
    ASSERT_EQ(changed.entries.size(), 3U);
    for (const Entry& entry : changed.entries) {
        if (entry.id == plain.entries[1].id) {
            EXPECT_EQ(entry.at, at("2026-01-06T05:00:00Z"));
        }
        EXPECT_EQ(entry.cancelled, entry.id == plain.entries[2].id);
    }
}

TEST(AppointmentsOfICalendar, AreAllTakenBackByTheMethodOfTheFile) {
    const Agenda agenda = of("METHOD:CANCEL\r\n" + event("UID:1\r\nDTSTART:20260105T010000Z\r\n"));
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_TRUE(agenda.entries[0].cancelled);
}

TEST(AppointmentsOfICalendar, NameWhatTheyCannotReadByLineAndProperty) {
    const std::string rest = "CATEGORIES:mobile\r\n";
    const Agenda agenda = of(
        event("DTSTART:20260102T100000Z\r\n" + rest) +                                  // 4
        event("UID:2\r\n" + rest) +                                                     // 9
        event("UID:3\r\nDTSTART;VALUE=DATE:20260102\r\n" + rest) +                      // 14
        event("UID:4\r\nDTSTART:20261302T100000Z\r\n" + rest) +                         // 20
        event("UID:5\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:Golf\r\n") +             // 26
        event("UID:6\r\nDTSTART:20260102T100000Z\r\n") +                                // 32
        event("UID:7\r\nDTSTART:20260102T100000Z\r\nRRULE:FREQ=SECONDLY\r\n" + rest) +  // 37
        event("UID:8\r\nDTSTART:20260102T100000Z\r\nX-JIAOHAO-CODE:a/b\r\n" + rest) +   // 44
        event("UID:9\r\nDTSTART:20260102T100000Z\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260102T100000Z\r\n" +
              rest) +
        "BEGIN:VEVENT\r\nUID:10\r\n" + event("UID:11\r\nDTSTART:20260102T100000Z\r\n" + rest));
    const std::vector<std::pair<std::string, std::string>> wanted{
        {"VEVENT", "not_closed"},          {"UID", "missing"},         {"DTSTART", "missing"},
        {"DTSTART", "no_time_of_day"},     {"DTSTART", "time_unread"}, {"CATEGORIES", "service_unknown"},
        {"CATEGORIES", "service_missing"}, {"RRULE", "rule_unread"},   {"X-JIAOHAO-CODE", "code_malformed"},
        {"RECURRENCE-ID", "range_unread"}};
    std::vector<std::pair<std::string, std::string>> said;
    for (const Problem& problem : agenda.problems) {
        said.emplace_back(problem.field, problem.what);
    }
    EXPECT_EQ(said, wanted);
    EXPECT_EQ(agenda.problems[3].line, 17U) << "the line of the property itself";
    EXPECT_EQ(agenda.entries.size(), 1U) << "the one behind the one that was never closed";
}

TEST(AppointmentsOfICalendar, MayHoldAlarmsAndNothingThatCrosses) {
    const std::string plain = "UID:1\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:mobile\r\n";
    const std::string alarm = "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n";
    EXPECT_EQ(of(event(plain + alarm)).entries.size(), 1U);
    EXPECT_EQ(of(event(plain + "END:VALARM\r\n")).problems, (Problems{{4, "VEVENT", "event_malformed", {}}}));
    EXPECT_EQ(of(event(plain + "BEGIN:VALARM\r\n")).problems,
              (Problems{{4, "VEVENT", "event_malformed", {}}}));
}

TEST(AppointmentsOfICalendar, WithACategoryOfAnotherMeaningTakeTheServiceOfTheFile) {
    Reading with = reading();
    with.service = "bills";
    const Agenda agenda =
        read(calendar(event("UID:1\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:Golf\r\n")), with);
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.entries[0].service, "bills");
}

TEST(AppointmentsOfICalendar, ARuleThatNeverComesTrueIsNamed) {
    for (const char* rule :
         {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9;COUNT=3"}) {
        const Agenda agenda = of(event(
            "UID:1\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:mobile\r\nRRULE:" + std::string(rule) + "\r\n"));
        EXPECT_TRUE(agenda.entries.empty()) << rule;
        EXPECT_EQ(agenda.problems, (Problems{{9, "RRULE", "rule_never", {}}})) << rule;
    }
}

TEST(AppointmentsOfICalendar, FollowNoMoreRulesAfterAFewThatNeverComeTrue) {
    const std::string start = "\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:mobile\r\nRRULE:";
    std::string events;
    for (int i = 0; i < 5; ++i) {
        events += event("UID:" + std::to_string(i) + start + "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6\r\n");
    }
    events += event("UID:8" + start + "FREQ=DAILY;COUNT=2\r\n");
    events += event("UID:9\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:mobile\r\n");
    const Agenda agenda = of(events);
    ASSERT_EQ(agenda.problems.size(), 6U);
    EXPECT_EQ(agenda.problems[4].what, "rule_never");
    EXPECT_EQ(agenda.problems[5].what, "rules_left");
    EXPECT_EQ(agenda.entries.size(), 1U) << "what does not repeat is taken";
}

TEST(AppointmentsOfICalendar, ARuleMayBeOverBeforeItsFirstTime) {
    const std::string start = "UID:1\r\nDTSTART:20260102T100000Z\r\nCATEGORIES:mobile\r\nRRULE:";
    EXPECT_EQ(times(of(event(start + "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260103T000000Z\r\n"))),
              Times{"2026-01-02T10:00"});
    EXPECT_EQ(times(of(event(start + "FREQ=DAILY;UNTIL=20260104\r\n"))),
              (Times{"2026-01-02T10:00", "2026-01-03T10:00", "2026-01-04T10:00"}))
        << "a day as the end is the whole day";
}

TEST(AppointmentsOfICalendar, ATimeOrRuleThatCannotBeReadIsNamedAndTheEventNotTaken) {
    const std::string plain = "UID:1\r\nDTSTART:20260105T010000Z\r\nCATEGORIES:mobile\r\n";
    const std::string daily = plain + "RRULE:FREQ=DAILY;COUNT=3\r\n";
    const auto check = [](const std::string& lines, const char* property, const char* what) {
        const Agenda agenda = of(event(lines));
        EXPECT_TRUE(agenda.entries.empty()) << lines;
        ASSERT_EQ(agenda.problems.size(), 1U) << lines;
        EXPECT_EQ(agenda.problems[0].field, property) << lines;
        EXPECT_EQ(agenda.problems[0].what, what) << lines;
    };
    check(plain + "RECURRENCE-ID:tomorrow\r\nSTATUS:CANCELLED\r\n", "RECURRENCE-ID", "time_unread");
    check(plain + "RECURRENCE-ID:\r\nSTATUS:CANCELLED\r\n", "RECURRENCE-ID", "time_unread");
    check(daily + "EXDATE:2026-01-06 09:00\r\n", "EXDATE", "time_unread");
    check(daily + "EXDATE 20260106T010000Z\r\n", "EXDATE", "time_unread");
    check(daily + "EXDATE:20260106T010000Z,garbage\r\n", "EXDATE", "time_unread");
    check(daily + "EXDATE:20261306T010000Z\r\n", "EXDATE", "time_unread");
    check(daily + "EXDATE;VALUE=DATE:20260106\r\n", "EXDATE", "no_time_of_day");
    check(daily + "EXDATE;TZID=Nope/Zone:20260106T010000\r\n", "EXDATE", "zone_unknown");
    check(plain + "RDATE:garbage\r\n", "RDATE", "time_unread");
    check(plain + "RDATE;TZID=Nope/Zone:20260106T010000\r\n", "RDATE", "zone_unknown");
    check("UID:1\r\nDTSTART:garbage\r\nCATEGORIES:mobile\r\n", "DTSTART", "time_unread");
    check("UID:1\r\nDTSTART;TZID:20260105T010000\r\nCATEGORIES:mobile\r\n", "DTSTART", "time_unread");
    for (const char* rule : {"FREQ=DAILY; COUNT=5", "FREQ=DAILY;COUNT=5;UNTIL=20260110T000000Z",
                             "FREQ=DAILY;COUNT=O3", "FREQ=DAILY;COUNT=-5", "FREQ=DAILY;COUNT=0",
                             "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=xx", "FREQ=DAILY;BYDAY=99MO",
                             "FREQ=WEEKLY;WKST=XX", "COUNT=3", "FREQ=DAILY;FREQ=YEARLY", "", ";;;==="}) {
        check(plain + "RRULE:" + rule + "\r\n", "RRULE", "rule_unread");
    }
}

TEST(AppointmentsOfICalendar, AreNotBlamedForAZoneOfTheHallThatIsNotKnown) {
    Reading with = reading();
    with.zone = "Mars/X";
    const std::string start = "UID:1\r\nCATEGORIES:mobile\r\nDTSTART:20260105T010000\r\n";
    const Problems wanted{{0, "", "zone_unknown", {{"value", "Mars/X"}}}};
    EXPECT_EQ(read(calendar(event(start) + event(start)), with).problems, wanted);
    EXPECT_EQ(read("id,start,service\na,2026-01-05 09:00,mobile\nb,2026-01-05 09:00,mobile\n", with).problems,
              wanted);
    EXPECT_TRUE(read("id,start,service\na,2026-01-05 09:00,mobile\n", with).entries.empty());
}

TEST(AppointmentsOfICalendar, WhatNothingIsTakenOfMayBeAsItLikes) {
    const Agenda agenda =
        of(event("UID:1\r\nDTSTART;FOO=bar:20260105T010000Z\r\nCATEGORIES:mobile\r\nDESCRIPTION:\r\n"
                 "LOCATION:\r\nGEO:xx\r\nFOO:bar\r\nATTENDEE;PARTSTAT:mailto:x\r\nDURATION:xx\r\n"
                 "a line that is none\r\nSTATUS:\r\n"));
    EXPECT_EQ(agenda.problems, Problems{});
    EXPECT_EQ(agenda.entries.size(), 1U);
}

TEST(AppointmentsOfICalendar, AStatusIsCancelledInBothSpellingsAndNamedWhenItIsNone) {
    const auto with = [](const char* status) {
        return of(event("UID:1\r\nDTSTART:20260105T010000Z\r\nCATEGORIES:mobile\r\nSTATUS:" +
                        std::string(status) + "\r\n"));
    };
    for (const char* status : {"CANCELLED", "CANCELED", "cancelled "}) {
        ASSERT_EQ(with(status).entries.size(), 1U) << status;
        EXPECT_TRUE(with(status).entries[0].cancelled) << status;
    }
    for (const char* status : {"CONFIRMED", "TENTATIVE"}) {
        ASSERT_EQ(with(status).entries.size(), 1U) << status;
        EXPECT_FALSE(with(status).entries[0].cancelled) << status;
    }
    EXPECT_EQ(with("GONE").problems, (Problems{{9, "STATUS", "status_unknown", {{"value", "GONE"}}}}));
    EXPECT_TRUE(with("GONE").entries.empty());
}

}  // namespace
}  // namespace jiaohao::agenda::testing
