// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/test_hall.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain::testing {
namespace {

template <class Enum>
void round_trip(Enum last, std::string_view last_code) {
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        const auto one = static_cast<Enum>(value);
        EXPECT_FALSE(code(one).empty()) << value;
        EXPECT_EQ(from_code<Enum>(code(one)), one);
    }
    EXPECT_EQ(code(last), last_code);
    EXPECT_EQ(code(static_cast<Enum>(static_cast<int>(last) + 1)), "");
    EXPECT_EQ(from_code<Enum>("never_heard_of"), std::nullopt);
    EXPECT_EQ(from_code<Enum>(""), std::nullopt);
}

TEST(Codes, NameEveryValueAndReadItBack) {
    round_trip(CustomerClass::appointment, "appointment");
    round_trip(Channel::system, "system");
    round_trip(TicketStatus::expired, "expired");
    round_trip(CounterStatus::paused, "paused");
    round_trip(ServingOutcome::refused, "refused");
    round_trip(PrintProof::status_after_cut, "status_after_cut");
    round_trip(PrintCause::unprintable, "unprintable");
    round_trip(RatingScale::five_levels, "five_levels");
    round_trip(RatingMissedCause::restart, "restart");
    round_trip(PressFate::unsolicited, "unsolicited");
    round_trip(PaperOutcome::unknown, "unknown");
    round_trip(DeviceKind::satellite, "satellite");
    round_trip(DeviceState::lost, "lost");
    round_trip(EpochReason::moved, "moved");
    round_trip(RefusalCode::called_just_now, "called_just_now");
    round_trip(SwitchCause::day, "day");
    round_trip(ClosingRule::keep, "keep");
    round_trip(ExpiryCause::waited_too_long, "waited_too_long");
    round_trip(AppointmentStatus::cancelled, "cancelled");
    round_trip(LateRule::refuse, "refuse");
    round_trip(DiversionTarget::later, "later");
    round_trip(CallReason::picked, "picked");
}

TEST(EventNames, AreThoseOfTheJournal) {
    EXPECT_EQ(type_name(TicketIssued{}), "ticket.issued");
    EXPECT_EQ(type_name(TicketNoShow{}), "ticket.no_show");
    EXPECT_EQ(type_name(ClerkSignedIn{}), "clerk.signed_in");
    EXPECT_EQ(type_name(PressRaw{}), "press.raw");
    EXPECT_EQ(type_name(Gap{}), "gap");
    EXPECT_EQ(type_name(UnknownEvent{"poll.answered", "{}"}), "poll.answered");
}

TEST(TicketIds, AreWrittenAndReadBack) {
    const TicketId id{TerminalId("t1"), EpochId("6f1c2a7e-0000-4000-8000-000000000001"), Seq(17)};
    EXPECT_EQ(to_string(id), "t1/6f1c2a7e-0000-4000-8000-000000000001/17");
    EXPECT_EQ(parse_ticket_id(to_string(id)).value(), id);
    EXPECT_EQ(parse_ticket_id("t/e/18446744073709551615").value().seq, Seq(UINT64_MAX));
}

TEST(TicketIds, RefuseWhatIsNone) {
    for (const char* text : {"", "t1", "t1/e", "/e/1", "t1//1", "t1/e/", "t1/e/0", "t1/e/01", "t1/e/-1",
                             "t1/e/1x", "t1/e/18446744073709551616", "t 1/e/1", "t1/e/1/2", "t1/e%2f/1"}) {
        EXPECT_FALSE(parse_ticket_id(text).has_value()) << text;
    }
    EXPECT_FALSE(parse_ticket_id(std::string(33, 't') + "/e/1").has_value());
}

TEST(BusinessDays, AreWrittenAndReadBack) {
    EXPECT_EQ(to_string(day_one), "2026-01-02");
    EXPECT_EQ(parse_business_day("2026-01-02").value(), day_one);
    EXPECT_TRUE(parse_business_day("2024-02-29").has_value());
    for (const char* text : {"", "2026-1-2", "2026-02-30", "2025-02-29", "2026-13-01", "2026/01/02",
                             "2026-01-02 ", "20a6-01-02", "2026-00-01"}) {
        EXPECT_FALSE(parse_business_day(text).has_value()) << text;
    }
}

TEST(Numbers, ArePaddedToTheWidthOfTheirRange) {
    EXPECT_EQ(format_number({range_a, "A", 1, 999}, 27), "A027");
    EXPECT_EQ(format_number({range_a, "", 1, 9}, 3), "3");
    EXPECT_EQ(format_number({range_a, "VIP-", 1, 1000}, 1000), "VIP-1000");
}

TEST(HallConfig, FindsItsRows) {
    const HallConfig config = small_hall();
    EXPECT_EQ(config.service(bills)->range, range_a);
    EXPECT_EQ(config.counter(c3)->label, "3");
    EXPECT_EQ(config.clerk(wang)->id, wang);
    EXPECT_EQ(config.range(range_a)->prefix, "A");
    EXPECT_EQ(config.service(ServiceId("x")), nullptr);
    EXPECT_EQ(config.counter(CounterId("x")), nullptr);
    EXPECT_EQ(config.clerk(ClerkId("x")), nullptr);
    EXPECT_EQ(config.range(RangeId("x")), nullptr);
}

TEST(RatingScale, CountsTheTopTwoLevelsAsSatisfied) {
    EXPECT_TRUE(satisfied(RatingScale::four_faces, 3));
    EXPECT_FALSE(satisfied(RatingScale::four_faces, 2));
    EXPECT_TRUE(satisfied(RatingScale::five_levels, 4));
    EXPECT_FALSE(satisfied(RatingScale::five_levels, 3));
}

}  // namespace
}  // namespace jiaohao::domain::testing
