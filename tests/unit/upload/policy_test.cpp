// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/policy.hpp"

#include <gtest/gtest.h>

namespace jiaohao::upload {
namespace {

using namespace std::chrono_literals;

struct Row {
    int status;
    std::string problem;
    std::size_t events;
    bool raw;
    Verdict verdict;
    Alarm alarm;
};

class EveryStatus : public ::testing::TestWithParam<Row> {};

TEST_P(EveryStatus, IsJudgedAsTheTableSays) {
    const Row& row = GetParam();
    const Judgement judgement = judge(row.status, row.problem, row.events, row.raw);
    EXPECT_EQ(judgement.verdict, row.verdict) << row.status;
    EXPECT_EQ(judgement.alarm, row.alarm) << row.status;
}

INSTANTIATE_TEST_SUITE_P(
    Table, EveryStatus,
    ::testing::Values(Row{200, "", 9, false, Verdict::stored, Alarm::none},
                      Row{204, "", 9, false, Verdict::stored, Alarm::none},
                      Row{301, "", 9, false, Verdict::retry, Alarm::not_head_office},
                      Row{302, "", 9, false, Verdict::retry, Alarm::not_head_office},
                      Row{307, "", 1, true, Verdict::retry, Alarm::not_head_office},
                      Row{400, "bad-envelope", 9, false, Verdict::halve, Alarm::none},
                      Row{400, "", 2, false, Verdict::halve, Alarm::none},
                      Row{400, "", 1, false, Verdict::send_raw, Alarm::none},
                      Row{400, "", 1, true, Verdict::hold_epoch, Alarm::undeliverable},
                      Row{401, "", 9, false, Verdict::hold, Alarm::unauthorised},
                      Row{403, "wrong-terminal", 9, false, Verdict::hold, Alarm::unauthorised},
                      Row{404, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{405, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{408, "", 9, false, Verdict::retry, Alarm::none},
                      Row{409, "gap", 9, false, Verdict::rewind, Alarm::none},
                      Row{410, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{411, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{413, "too-large", 9, false, Verdict::halve, Alarm::none},
                      Row{413, "too-large", 1, false, Verdict::hold_epoch, Alarm::undeliverable},
                      Row{415, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{422, "clone", 9, false, Verdict::hold_epoch, Alarm::clone},
                      Row{422, "wrong-hall", 9, false, Verdict::hold_epoch, Alarm::wrong_hall},
                      Row{422, "simulation", 9, false, Verdict::hold_epoch, Alarm::simulation},
                      Row{422, "other-hall", 9, false, Verdict::hold_epoch, Alarm::misconfigured},
                      Row{422, "", 9, false, Verdict::hold_epoch, Alarm::misconfigured},
                      Row{425, "", 9, false, Verdict::retry, Alarm::none},
                      Row{426, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{429, "rate", 9, false, Verdict::retry, Alarm::none},
                      Row{431, "", 9, false, Verdict::hold, Alarm::misconfigured},
                      Row{500, "", 9, false, Verdict::retry, Alarm::none},
                      Row{501, "", 9, false, Verdict::retry, Alarm::none},
                      Row{502, "", 9, false, Verdict::retry, Alarm::none},
                      Row{503, "full", 9, false, Verdict::retry, Alarm::none},
                      Row{504, "", 9, false, Verdict::retry, Alarm::none},
                      Row{599, "", 9, false, Verdict::retry, Alarm::none}));

TEST(Judge, HasAnAnswerToEveryStatusThatCanBeWritten) {
    for (int status = 0; status < 1000; ++status) {
        const Judgement judgement = judge(status, "", 1, true);
        EXPECT_EQ(judgement.verdict == Verdict::stored, status >= 200 && status < 300) << status;
    }
}

TEST(BackOff, StaysWithinTheCapAndUsesAllOfItWhateverTheNumberOfFailures) {
    const RetryLimits limits;
    SeededRandom random(7);
    for (std::uint32_t failures = 1; failures <= 64; ++failures) {
        const Span most =
            std::min<Span>(limits.cap, limits.base * (std::int64_t{1} << std::min(failures - 1, 30U)));
        Span least_seen = Span::max();
        Span most_seen{};
        for (int n = 0; n < 400; ++n) {
            const Span wait = back_off(failures, {}, limits, random);
            ASSERT_GE(wait, Span{});
            ASSERT_LT(wait, most);
            least_seen = std::min(least_seen, wait);
            most_seen = std::max(most_seen, wait);
        }
        // Full jitter after the cap: terminals spread over the whole of it, at the cap as well.
        EXPECT_LT(least_seen, most / 10) << failures;
        EXPECT_GT(most_seen, most / 10 * 9) << failures;
    }
}

TEST(BackOff, TakesRetryAfterAsAFloorWithTheJitterOnTopAndBoundsIt) {
    const RetryLimits limits;
    SeededRandom random(7);
    Span most_seen{};
    for (int n = 0; n < 400; ++n) {
        const Span wait = back_off(5, 120s, limits, random);
        ASSERT_GE(wait, 120s);
        ASSERT_LT(wait, 120s + 16s);
        most_seen = std::max(most_seen, wait);
        ASSERT_LT(back_off(1, std::chrono::seconds{4'000'000'000}, limits, random), 1h + 1s);
    }
    EXPECT_GT(most_seen, 120s + 12s);
}

TEST(Hold, LastsBetweenFifteenAndSixtyMinutes) {
    const RetryLimits limits;
    SeededRandom random(3);
    Span least_seen = Span::max();
    Span most_seen{};
    for (int n = 0; n < 1000; ++n) {
        const Span span = hold(limits, random);
        ASSERT_GE(span, 15min);
        ASSERT_LT(span, 60min);
        least_seen = std::min(least_seen, span);
        most_seen = std::max(most_seen, span);
    }
    EXPECT_LT(least_seen, 18min);
    EXPECT_GT(most_seen, 57min);
}

TEST(Around, StaysWithinAFifthEitherSide) {
    SeededRandom random(3);
    for (int n = 0; n < 1000; ++n) {
        const Span span = around(60s, random);
        ASSERT_GE(span, 48s);
        ASSERT_LT(span, 72s);
    }
}

TEST(RetryAfter, IsReadAsWholeSecondsAndNothingElse) {
    EXPECT_EQ(parse_retry_after("120"), 120s);
    EXPECT_EQ(parse_retry_after("0"), 0s);
    for (const char* text :
         {"", "-1", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "12s", "99999999999999"}) {
        EXPECT_FALSE(parse_retry_after(text).has_value()) << text;
    }
}

TEST(BatchSize, IsHalvedDownToOneAndDoublesBackToTheMost) {
    BatchSize size(1000);
    std::vector<std::size_t> seen;
    for (int n = 0; n < 12; ++n) {
        size.refused(size.now());
        seen.push_back(size.now());
    }
    EXPECT_EQ(seen, (std::vector<std::size_t>{500, 250, 125, 62, 31, 15, 7, 3, 1, 1, 1, 1}));
    for (int n = 0; n < 9; ++n) {
        size.stored();
    }
    EXPECT_EQ(size.now(), 512U);
    size.stored();
    EXPECT_EQ(size.now(), 1000U);
}

}  // namespace
}  // namespace jiaohao::upload
