// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/agenda/agenda_fixture.hpp"

namespace jiaohao::agenda::testing {
namespace {

using Problems = std::vector<Problem>;

TEST(AppointmentsOfCsv, TakeColumnsByTheNamesInTheHeaderInAnyOrder) {
    const Agenda agenda = read(
        "start,extra,Code,ID,reference,service\n"
        "2026-01-02 09:30,secret,1234,a-1,crm:7,mobile\n",
        reading());
    EXPECT_EQ(agenda.problems, Problems{});
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.entries[0],
              (Entry{"a-1", "mobile", at("2026-01-02T01:30:00Z"), "1234", "crm:7", false, 2}));
}

TEST(AppointmentsOfCsv, ReadQuotesByteOrderMarksAndWindowsLineEnds) {
    const Agenda agenda = read(
        "\xEF\xBB\xBFid;start;service\r\n"
        "\"a\";\"2026-01-02T09:30:00+09:00\";\"手机业务\"\r\n"
        "\r\n"
        "\"b\";2026-01-02T09:30Z;\"bi\"\"lls\"\r\n"
        "c;2026-01-02 09:30:15;BILLS\r\n",
        reading());
    ASSERT_EQ(agenda.entries.size(), 2U);
    EXPECT_EQ(agenda.entries[0], (Entry{"a", "mobile", at("2026-01-02T00:30:00Z"), "", "", false, 2}));
    EXPECT_EQ(agenda.entries[1], (Entry{"c", "bills", at("2026-01-02T01:30:15Z"), "", "", false, 5}));
    EXPECT_EQ(agenda.problems, (Problems{{4, "service", "service_unknown", {{"value", "bi\"lls"}}}}));
}

TEST(AppointmentsOfCsv, NameTheLineARowBeginsOnAlsoBehindFieldsWithLineEnds) {
    const Agenda agenda = read(
        "id,start,service,note\n"
        "a,2026-01-02 09:30,mobile,\"two\nlines\nmore\"\n"
        "b,yesterday,mobile,x\n",
        reading());
    EXPECT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.problems, (Problems{{5, "start", "start_malformed", {{"value", "yesterday"}}}}));
}

TEST(AppointmentsOfCsv, KeepTheGoodRowsAndNameEveryBadOne) {
    const Agenda agenda = read(
        "id,start,service,code,reference,status\n"
        "a,2026-02-30 09:30,mobile,,,\n"
        ",2026-01-02 09:30,mobile,,,\n"
        "li lei,2026-01-02 09:30,mobile,,,\n"
        "d,2026-01-02 09:30,nothing,,,\n"
        "e,2026-01-02 09:30,,,,\n"
        "f,2026-01-02 09:30,mobile,a*b,,\n"
        "g,2026-01-02 09:30,mobile,,\x01,\n"
        "h,2026-01-02 09:30,mobile,,,perhaps\n"
        "i,2026-01-02 09:30,mobile,,,,,\n"
        "j,2026-01-02 09:30,\xFF,,,\n"
        "k,,mobile,,,\n"
        "good,2026-01-02 09:30,mobile,,,confirmed\n"
        "good,2026-01-02 10:30,mobile,,,\n",
        reading());
    EXPECT_EQ(agenda.problems, (Problems{{2, "start", "start_malformed", {{"value", "2026-02-30 09:30"}}},
                                         {3, "id", "missing", {}},
                                         {4, "id", "id_malformed", {}},
                                         {5, "service", "service_unknown", {{"value", "nothing"}}},
                                         {6, "service", "service_missing", {}},
                                         {7, "code", "code_malformed", {}},
                                         {8, "reference", "reference_malformed", {}},
                                         {9, "status", "status_unknown", {{"value", "perhaps"}}},
                                         {10, "", "row_too_wide", {{"columns", "6"}, {"n", "8"}}},
                                         {11, "", "not_utf8", {}},
                                         {12, "start", "missing", {{"value", ""}}},
                                         {14, "id", "twice", {}}}));
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.entries[0].line, 13U);
}

TEST(AppointmentsOfCsv, AreOfTheServiceGivenForTheFileWhereTheyNameNone) {
    Reading with = reading();
    with.service = "bills";
    const Agenda agenda = read("id,start\na,2026-01-02 09:30\n", with);
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.entries[0].service, "bills");
}

TEST(AppointmentsOfCsv, AreCancelledByTheirStatusWhateverElseTheySay) {
    const Agenda agenda = read("id,start,service,status\na,2026-01-02 09:30,gone,Cancelled\n", reading());
    EXPECT_EQ(agenda.problems, Problems{});
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_TRUE(agenda.entries[0].cancelled);
}

TEST(AppointmentsOfCsv, OfThePastAreCountedAndPassedOver) {
    const Agenda agenda =
        read("id,start,service\na,2026-01-01 23:59,mobile\nb,2026-01-02 00:00,mobile\n", reading());
    EXPECT_EQ(agenda.past, 1U);
    EXPECT_EQ(agenda.entries.size(), 1U);
}

TEST(AppointmentsOfCsv, SayWhatIsWrongWithAFileThatCannotBeRead) {
    EXPECT_EQ(read("", reading()).problems, (Problems{{0, "", "empty", {}}}));
    EXPECT_EQ(read("id,service\n", reading()).problems, (Problems{{1, "start", "column_missing", {}}}));
    EXPECT_EQ(read("id,id,start\n", reading()).problems, (Problems{{1, "id", "column_twice", {}}}));
    const Agenda open =
        read("id,start,service\na,2026-01-02 09:30,mobile\n\"b,2026-01-02 09:30\n", reading());
    EXPECT_EQ(open.problems, (Problems{{3, "", "quotes", {}}}));
    EXPECT_EQ(open.entries.size(), 1U);
    EXPECT_EQ(read(std::string(most_bytes + 1, 'x'), reading()).problems,
              (Problems{{0, "", "file_too_large", {{"most", "16"}}}}));
}

TEST(AppointmentsOfCsv, MayBeginWithTheDelimiterAsSpreadsheetsWriteIt) {
    const Agenda agenda =
        read("sep=;\r\nid;start;service\r\na;2026-01-02 09:30;mobile\r\nb;x;mobile\r\n", reading());
    ASSERT_EQ(agenda.entries.size(), 1U);
    EXPECT_EQ(agenda.entries[0].line, 3U);
    EXPECT_EQ(agenda.problems, (Problems{{4, "start", "start_malformed", {{"value", "x"}}}}));
    EXPECT_EQ(read("sep=|\nid|start|service\n", reading()).problems,
              (Problems{{1, "", "delimiter_unread", {{"value", "|"}}}}));
    EXPECT_EQ(read("sep=", reading()).problems, (Problems{{1, "", "delimiter_unread", {{"value", ""}}}}));
}

TEST(AppointmentsOfCsv, InUtf16AreNamedForWhatTheyAre) {
    const Problems wanted{{0, "", "utf16", {}}};
    EXPECT_EQ(read(std::string("\xFF\xFEi\0d\0", 6), reading()).problems, wanted);
    EXPECT_EQ(read(std::string("\xFE\xFF\0i\0d", 6), reading()).problems, wanted);
    EXPECT_EQ(read(std::string("i\0d\0", 4), reading()).problems, wanted);
    EXPECT_EQ(read("i", reading()).problems,
              (Problems{{1, "id", "column_missing", {}}, {1, "start", "column_missing", {}}}));
}

TEST(AppointmentsOfCsv, WithAHeaderAloneAreNoneAndNoProblemAsInACalendar) {
    EXPECT_EQ(read("id,start\n", reading()).problems, Problems{});
    EXPECT_EQ(read("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", reading()).problems, Problems{});
    EXPECT_EQ(read("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", reading()).problems,
              (Problems{{0, "VCALENDAR", "not_closed", {}}}));
}

TEST(AppointmentsOfCsv, HaveACodeOnceADay) {
    const Agenda agenda = read(
        "id,start,service,code,status\n"
        "a,2026-01-02 09:30,mobile,77-a,\n"
        "b,2026-01-02 23:30,mobile,77A,\n"
        "c,2026-01-03 00:30,mobile,77A,\n"
        "d,2026-01-02 10:00,mobile,77A,cancelled\n"
        "e,2026-01-02 11:00,mobile,,\n"
        "f,2026-01-02 12:00,mobile,,\n",
        reading());
    EXPECT_EQ(agenda.problems, (Problems{{3, "code", "code_twice", {{"line", "2"}, {"value", "77A"}}}}));
    EXPECT_EQ(agenda.entries.size(), 5U) << "of another day, cancelled, without one";
}

TEST(AppointmentsOfCsv, BeyondWhatAHallTakesAreAProblem) {
    Reading with = reading();
    with.until = at("2026-03-01T00:00:00Z");
    const Agenda agenda = read(
        "id,start,service,status\na,2026-03-01T00:00Z,mobile,\nb,2026-03-01T00:01Z,mobile,\n"
        "c,2026-03-01T00:01Z,mobile,cancelled\n",
        with);
    EXPECT_EQ(agenda.problems, (Problems{{3, "", "too_far", {{"days", "400"}}}}));
    EXPECT_EQ(agenda.entries.size(), 2U);
}

TEST(AppointmentsOfCsv, AreBoundedInNumberAndSoAreTheirProblems) {
    std::string file = "id,start,service\n";
    for (std::size_t i = 0; i < most_entries + 5; ++i) {
        file += "a" + std::to_string(i) + ",2026-01-02 09:30,mobile\n";
    }
    const Agenda many = read(file, reading());
    EXPECT_EQ(many.entries.size(), most_entries);
    EXPECT_EQ(many.problems, (Problems{{most_entries + 2, "", "too_many", {{"most", "20000"}}}}));
    std::string bad = "id,start,service\n";
    for (std::size_t i = 0; i < most_problems + 7; ++i) {
        bad += ",2026-01-02 09:30,mobile\n";
    }
    const Agenda wrong = read(bad, reading());
    EXPECT_EQ(wrong.problems.size(), most_problems);
    EXPECT_EQ(wrong.problems_left_off, 7U);
}

}  // namespace
}  // namespace jiaohao::agenda::testing
