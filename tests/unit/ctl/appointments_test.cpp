// kioskctl appointments against a real API on a Unix socket.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

class CtlAppointments : public ApiTest {
  protected:
    void SetUp() override { start(); }
    Ran ctl(const std::string& arguments) const {
        return run_program(JIAOHAO_BINARY_DIR "/bin/kioskctl --lang en --texts " JIAOHAO_SOURCE_DIR
                                              "/ui/i18n --socket " +
                           socket() + " " + arguments + " 2>&1");
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
    /// So many minutes from now, as UTC.
    [[nodiscard]] std::string in(int minutes) const {
        return format_rfc3339(clock.wall() + std::chrono::minutes{minutes}).substr(0, 16) + "Z";
    }
    [[nodiscard]] std::string file() {
        return folder.write("booked.csv",
                            "id,start,service,code,reference\n"
                            "office-1," +
                                in(10) +
                                ",a,4711,\n"
                                "office-2," +
                                in(20) +
                                ",Cash,,\n"
                                "office-3," +
                                in(30) +
                                ",a,,B-12\n"
                                "office-4,tomorrow,a,,\n"
                                "office-5," +
                                in(40) + ",golf,,\n");
    }
};

TEST_F(CtlAppointments, OfAFileGoInAndBadRowsAreNamedWithLineFieldAndRemedy) {
    const Ran ran = ctl("appointments import " + file());
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(has(ran.output, "booked.csv:5: start: \"tomorrow\" is no time. Write it as")) << ran.output;
    EXPECT_TRUE(has(ran.output, "booked.csv:6: service: There is no service \"golf\" in this hall."))
        << ran.output;
    EXPECT_TRUE(has(ran.output, "3 read: 3 booked or moved, 0 known already, 0 cancelled, 2 refused"))
        << ran.output;
    const std::string list = ctl("appointments list").output;
    EXPECT_TRUE(has(list, "code 4711  expected")) << list;
    EXPECT_TRUE(has(list, "code B-12  expected")) << list;
}

TEST_F(CtlAppointments, ImportedTwiceAreBookedOnce) {
    ctl("appointments import " + file());
    EXPECT_TRUE(has(ctl("appointments import " + file()).output, "0 booked or moved, 3 known already"));
    const Ran moved =
        ctl("appointments import " +
            folder.write("moved.csv", "id,start,service,status\noffice-1," + in(50) + ",a,\noffice-2," +
                                          in(20) + ",a,cancelled\nnew-1," + in(20) + ",a,cancelled\n"));
    EXPECT_EQ(moved.code, 0) << moved.output;
    EXPECT_TRUE(has(moved.output, "1 booked or moved, 1 known already, 1 cancelled, 0 refused"))
        << moved.output;
    EXPECT_TRUE(has(ctl("appointments list").output, "code 4711  expected")) << "moved with its code";
}

TEST_F(CtlAppointments, CancelledInTheHallStaySoWhenTheFileIsReadAgain) {
    ctl("appointments import " + file());
    ASSERT_EQ(ctl("appointments cancel office-1").code, 0);
    const Ran again = ctl("appointments import " + file());
    EXPECT_TRUE(has(again.output, "0 booked or moved, 3 known already, 0 cancelled, 2")) << again.output;
    EXPECT_TRUE(has(again.output, "Appointment office-1 was cancelled in this hall and stays cancelled."))
        << again.output;
    EXPECT_TRUE(has(ctl("appointments list").output, "code 4711  cancelled"))
        << ctl("appointments list").output;
}

TEST_F(CtlAppointments, AreListedInTheTimeOfTheHallAndSaySo) {
    ctl("appointments import " + file());
    const auto local = format_rfc3339(clock.wall() + std::chrono::minutes{10} + std::chrono::hours{8});
    const std::string list = ctl("appointments list").output;
    EXPECT_TRUE(list.starts_with("Times of the hall (Asia/Shanghai):\n" + local.substr(0, 10) + " " +
                                 local.substr(11, 5)))
        << list << local;
}

TEST_F(CtlAppointments, ThatTheHallWouldRefuseAreNamedByADryRunToo) {
    const Ran ran = ctl("appointments import --dry-run " +
                        folder.write("far.csv", "id,start,service,code\na," + in(10) + ",a,4711\nb," +
                                                    in(20) + ",a,47-11\nc," + in(401 * 24 * 60) + ",a,\n"));
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(has(ran.output, "far.csv:3: code: The code 47-11 stands in line 2 already")) << ran.output;
    EXPECT_TRUE(has(ran.output, "far.csv:4: This is more than 400 days ahead.")) << ran.output;
    EXPECT_TRUE(has(ran.output, "1 appointments would be taken, 2 problems")) << ran.output;
}

TEST_F(CtlAppointments, OfADryRunChangeNothing) {
    const Ran ran = ctl("appointments import --dry-run " + file());
    EXPECT_TRUE(has(ran.output, "Nothing was changed. 3 appointments would be taken, 2 problems"))
        << ran.output;
    EXPECT_EQ(ctl("appointments list").output, "There are no appointments.\n");
}

TEST_F(CtlAppointments, AreCheckedInAndCancelled) {
    ctl("appointments import " + file());
    EXPECT_TRUE(has(ctl("check-in 4711 --no-paper").output, "Ticket A001 issued"));
    EXPECT_TRUE(has(ctl("check-in 4711").output, "already: your number is A001"));
    EXPECT_EQ(ctl("appointments cancel office-3").output, "Appointment office-3 is cancelled.\n");
    EXPECT_TRUE(has(ctl("check-in b12").output, "used or cancelled already"));
    EXPECT_EQ(ctl("appointments cancel nobody").code, 1);
    EXPECT_EQ(ctl("visit question").output, "The visit is noted.\n");
    const std::string status = ctl("status").output;
    EXPECT_TRUE(has(status, "Asked today: 2 (tickets 1, offers shown to 0)")) << status;
    EXPECT_TRUE(has(status, "Without a ticket: Question 1")) << status;
}

TEST_F(CtlAppointments, ThatTheHallHasNoRoomForAreToldOnceAndCounted) {
    // Two of the three find no room.
    for (int i = 0; i < 49; ++i) {
        const std::string id = "known-" + std::to_string(i);
        ASSERT_TRUE(
            hall.order(domain::AddAppointment{domain::AppointmentId{id}, domain::ServiceId{"a"},
                                              clock.wall() + std::chrono::minutes{30}, id, "", false, 0}));
    }
    const Ran ran = ctl("appointments import " + file());
    EXPECT_EQ(ran.code, 1);
    const std::string full = "There are 50 appointments already";
    const auto first = ran.output.find(full);
    ASSERT_NE(first, std::string::npos) << ran.output;
    EXPECT_EQ(ran.output.find(full, first + 1), std::string::npos) << ran.output;
    EXPECT_TRUE(has(ran.output, "booked.csv: 1 more problems are not shown")) << ran.output;
    EXPECT_TRUE(has(ran.output, "1 booked or moved, 0 known already, 0 cancelled, 4 refused")) << ran.output;
}

TEST_F(CtlAppointments, WithAWrongZoneSayThatTheZoneIsWrong) {
    const std::string output = ctl("appointments import --zone Mars/X " + file()).output;
    EXPECT_TRUE(has(output, "booked.csv: The time zone \"Mars/X\" is not known.")) << output;
    EXPECT_FALSE(has(output, "is no time")) << output;
}

TEST_F(CtlAppointments, SayWhatIsWrongWithTheFileOrTheCommandLine) {
    EXPECT_TRUE(has(ctl("appointments import /nonexistent.csv").output, "cannot be read"));
    EXPECT_TRUE(has(ctl("appointments import " + folder.write("x", "nothing")).output,
                    "start: The first line names no such column"));
    const Ran golf = ctl("appointments import --service golf " + file());
    EXPECT_EQ(golf.code, 1);
    EXPECT_TRUE(has(golf.output, "service=golf]")) << golf.output;
    EXPECT_FALSE(has(golf.output, "booked.csv")) << "none of its entries is looked at\n" << golf.output;
    for (const char* command : {"appointments list --day ''", "open-day ''"}) {
        const Ran ran = ctl(command);
        EXPECT_EQ(ran.code, 2) << command;
        EXPECT_TRUE(has(ran.output, "it is empty")) << ran.output;
    }
    EXPECT_EQ(ctl("appointments").code, 2);
    EXPECT_EQ(ctl("appointments import").code, 2);
}

}  // namespace
}  // namespace jiaohao::test
