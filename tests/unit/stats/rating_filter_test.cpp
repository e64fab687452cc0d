// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "kiosk/stats/rating_filter_v1.hpp"

namespace jiaohao::stats {
namespace {

using Fates = std::vector<RatingFate>;
constexpr auto counted = RatingFate::counted;
constexpr auto repeated = RatingFate::repeated;
constexpr auto unsolicited = RatingFate::unsolicited;
constexpr auto second = RatingFate::second_of_ticket;
constexpr auto burst = RatingFate::burst;

RatingRecord answer(double at_s, const std::string& pad, const std::string& ticket, std::uint32_t level = 4) {
    RatingRecord record;
    record.at_ms = static_cast<std::int64_t>(at_s * 1000);
    record.pad = pad;
    record.ticket = ticket;
    record.level = level;
    record.levels = 4;
    record.origin = RatingOrigin::asked;
    return record;
}

RatingRecord press(double at_s, const std::string& pad) {
    RatingRecord record = answer(at_s, pad, "", 0);
    record.levels = 0;
    record.origin = RatingOrigin::unasked;
    return record;
}

RatingRecord open(double at_s, const std::string& pad, std::uint32_t level = 4) {
    RatingRecord record = answer(at_s, pad, "", level);
    record.origin = RatingOrigin::open;
    return record;
}

RatingRecord request(double at_s, const std::string& pad, const std::string& ticket) {
    RatingRecord record = answer(at_s, pad, ticket, 0);
    record.request = true;
    return record;
}

Fates fates(const std::vector<RatingRecord>& records, const RatingFilterOptions& options = {}) {
    return filter_ratings(records, options).value().fates;
}

TEST(RatingFilter, AnAnswerToARequestCounts) {
    const auto result = filter_ratings(std::vector{request(0, "1", "a"), answer(8, "1", "a", 3)});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->version, 1u);
    EXPECT_EQ(result->options, RatingFilterOptions{});
    EXPECT_EQ(result->fates, (Fates{RatingFate::request, counted}));
    EXPECT_EQ(result->totals.given(), 1u);
    EXPECT_EQ(result->totals.filtered(), 0u);
    EXPECT_EQ(result->totals.counted_asked, 1u);
    EXPECT_EQ(result->totals.scales[4].levels[2], 1u);
    EXPECT_EQ(result->totals.response_rate().share, 1);
}

TEST(RatingFilter, APressWithinFiveSecondsOfTheAnswerBeforeIsRepeated) {
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(4.999, "1", "b")}), (Fates{counted, repeated}));
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(5, "1", "b")}), (Fates{counted, counted}));
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(0, "2", "b")}), (Fates{counted, counted}));
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(4, "1", "b")}, {.dedup_s = 0}), (Fates{counted, counted}));
}

TEST(RatingFilter, OfEqualTimesTheEarlierRecordIsFirst) {
    EXPECT_EQ(fates({answer(1, "1", "a", 1), answer(1, "1", "a", 4)}), (Fates{counted, repeated}));
}

TEST(RatingFilter, AKeyThatIsHammeredCountsOnce) {
    std::vector<RatingRecord> records;
    for (int i = 0; i < 20; ++i) {
        records.push_back(open(i * 4, "exit"));
    }
    const auto result = filter_ratings(records).value();
    EXPECT_EQ(result.totals.of(counted), 1u);
    EXPECT_EQ(result.totals.of(repeated), 19u);
}

TEST(RatingFilter, PressesNobodyAskedForAreUnsolicitedOrRepeated) {
    EXPECT_EQ(fates({press(0, "1"), answer(1, "1", "a"), press(4, "1"), press(8, "1"), press(14, "1")}),
              (Fates{unsolicited, counted, repeated, repeated, unsolicited}));
}

TEST(RatingFilter, APressTooEarlyTakesNoAnswersPlace) {
    EXPECT_EQ(fates({answer(0, "1", "a"), press(4, "1"), answer(6, "1", "b")}),
              (Fates{counted, repeated, counted}));
}

TEST(RatingFilter, ATicketIsRatedOnceAtWhateverDevice) {
    auto later = answer(500, "", "a", 1);
    later.channel = RatingChannel::page;
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(60, "2", "a"), later, answer(600, "2", "b")}),
              (Fates{counted, second, second, counted}));
}

TEST(RatingFilter, ARepeatedPressIsNotTheAnswerOfTheNextTicket) {
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(3, "1", "b"), answer(20, "1", "b")}),
              (Fates{counted, repeated, counted}));
}

TEST(RatingFilter, FourAnswersInAMinuteAtOneCounterAreABurstFromTheFirst) {
    const std::vector four{answer(0, "1", "a"), answer(20, "1", "b"), answer(40, "1", "c"),
                           answer(60, "1", "d")};
    EXPECT_EQ(fates(four), (Fates{burst, burst, burst, burst}));
    auto slower = four;
    slower[3].at_ms += 1;
    EXPECT_EQ(fates(slower), (Fates{counted, counted, counted, counted}));
    auto elsewhere = four;
    elsewhere[1].pad = "2";
    EXPECT_EQ(fates(elsewhere), (Fates{counted, counted, counted, counted}));
    EXPECT_EQ(fates(four, {.burst_asked = 0}), (Fates{counted, counted, counted, counted}));
    EXPECT_EQ(fates(four, {.burst_asked = 5}), (Fates{counted, counted, counted, counted}));
    EXPECT_EQ(fates(four, {.burst_window_s = 59}), (Fates{counted, counted, counted, counted}));
}

TEST(RatingFilter, ATicketThatFellIntoABurstIsNotRatedAgain) {
    EXPECT_EQ(fates({answer(0, "1", "a"), answer(10, "1", "b"), answer(20, "1", "c"), answer(30, "1", "d"),
                     answer(500, "1", "a")}),
              (Fates{burst, burst, burst, burst, second}));
}

TEST(RatingFilter, AFreeButtonMayHaveBusyMinutes) {
    std::vector<RatingRecord> records;
    for (int i = 0; i < 9; ++i) {
        records.push_back(open(i * 6, "exit"));
    }
    EXPECT_EQ(filter_ratings(records)->totals.counted_open, 9u);
    EXPECT_EQ(filter_ratings(records)->totals.response_rate().n, 0u) << "nobody was asked";
    records.push_back(open(54, "exit"));
    EXPECT_EQ(filter_ratings(records)->totals.of(burst), 10u);
    EXPECT_EQ(filter_ratings(records)->totals.counted_open, 0u);
}

TEST(RatingFilter, CustomersOwnTelephonesKnowNeitherDedupNorBurst) {
    std::vector<RatingRecord> records;
    for (int i = 0; i < 12; ++i) {
        records.push_back(answer(i, "", "t" + std::to_string(i)));
        records.back().channel = RatingChannel::page;
    }
    const auto totals = filter_ratings(records)->totals;
    EXPECT_EQ(totals.of(counted), 12u);
    EXPECT_EQ(totals.counted_by_channel, (std::array<std::uint64_t, 4>{0, 0, 12, 0}));
}

TEST(RatingFilter, DefaultedRatingsAndLevelsThatDoNotExistNeverCount) {
    auto defaulted = answer(0, "1", "a");
    defaulted.origin = RatingOrigin::defaulted;
    auto strange = answer(60, "1", "d");
    strange.levels = 11;
    EXPECT_EQ(
        fates({defaulted, answer(10, "1", "b", 0), answer(20, "1", "c", 5), answer(30, "1", "a"), strange}),
        (Fates{RatingFate::defaulted, RatingFate::invalid, RatingFate::invalid, counted,
               RatingFate::invalid}));
}

TEST(RatingFilter, UnlikeScalesAreNotMerged) {
    auto five = answer(0, "1", "a", 5);
    five.levels = 5;
    const auto totals = filter_ratings(std::vector{five, answer(100, "1", "b", 3)})->totals;
    EXPECT_EQ(totals.scales[5].n(), 1u);
    EXPECT_EQ(totals.scales[4].n(), 1u);
}

TEST(RatingFilter, TheResponseRateIsOfTicketsThatWereAsked) {
    const auto totals =
        filter_ratings(std::vector{request(0, "1", "a"), request(5, "1", "a"), answer(9, "1", "a"),
                                   request(90, "1", "b"), request(200, "1", "c"), answer(205, "1", "c"),
                                   open(210, "exit")})
            ->totals;
    EXPECT_EQ(totals.armed, 3u);
    EXPECT_EQ(totals.of(RatingFate::request), 4u);
    EXPECT_EQ(totals.response_rate().hits, 2u);
    EXPECT_EQ(totals.response_rate().n, 3u);
    EXPECT_EQ(totals.response_rate().interval, wilson(2, 3));
}

TEST(RatingFilter, AClockThatWentBackIsCountedAndNothingIsComparedAcrossIt) {
    const auto result = filter_ratings(std::vector{answer(7200, "1", "a"), answer(7000, "1", "b"),
                                                   answer(7002, "1", "c"), answer(7201, "1", "d")});
    EXPECT_EQ(result->fates, (Fates{counted, counted, repeated, counted}));
    EXPECT_EQ(result->totals.clock_back, 1u);
    auto first = answer(0, "1", "a");
    auto last = answer(0, "1", "b");
    first.at_ms = std::numeric_limits<std::int64_t>::min();
    last.at_ms = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(fates({first, last, first}), (Fates{counted, counted, second}));
}

TEST(RatingFilter, SaysWhatItWithdraws) {
    RatingFilter filter;
    for (std::uint64_t i = 0; i < 3; ++i) {
        auto record = answer(static_cast<double>(i) * 10, "1", "t" + std::to_string(i));
        record.id = 70 + i;
        const auto step = filter.note(record);
        EXPECT_EQ(step.fate, counted);
        EXPECT_TRUE(step.withdrawn.empty());
    }
    EXPECT_EQ(filter.totals().of(counted), 3u);
    const auto step = filter.note(answer(30, "1", "last"));
    ASSERT_EQ(step.withdrawn.size(), 3u);
    EXPECT_EQ(step.withdrawn[0].id, 70u);
    EXPECT_EQ(step.withdrawn[2].id, 72u);
    EXPECT_EQ(filter.totals().of(counted), 0u);
    EXPECT_EQ(filter.totals().scales[4].n(), 0u);
    EXPECT_TRUE(filter.note(answer(40, "1", "more")).withdrawn.empty()) << "each once";
}

TEST(RatingFilter, ANewDayBeginsTotalsAnewAndForgetsNoTicket) {
    RatingFilter filter;
    (void)filter.note(answer(0, "1", "a"));
    (void)filter.note(answer(10, "1", "b"));
    filter.start_day();
    EXPECT_EQ(filter.totals(), RatingTotals{});
    EXPECT_EQ(filter.note(answer(20, "1", "a")).fate, second);
    EXPECT_EQ(filter.note(answer(30, "1", "c")).fate, counted);
    const auto step = filter.note(answer(40, "1", "d"));
    EXPECT_EQ(step.fate, burst);
    ASSERT_EQ(step.withdrawn.size(), 1u) << "yesterday's totals are closed";
    EXPECT_EQ(step.withdrawn[0].ticket, "c");
    EXPECT_EQ(filter.totals().of(burst), 2u);
    EXPECT_EQ(filter.totals().of(counted), 0u);
}

TEST(RatingFilter, RemembersABoundedNumberOfTicketsAndDevices) {
    RatingFilter filter;
    auto record = answer(0, "", "first");
    record.channel = RatingChannel::page;
    (void)filter.note(record);
    for (std::size_t i = 0; i + 1 < RatingFilter::most_tickets; ++i) {
        record.ticket = std::to_string(i);
        (void)filter.note(record);
    }
    record.ticket = "first";
    EXPECT_EQ(filter.note(record).fate, second);
    record.ticket = "one more";
    (void)filter.note(record);
    record.ticket = "first";
    EXPECT_EQ(filter.note(record).fate, counted);

    (void)filter.note(answer(0, "pad", "p"));
    (void)filter.note(answer(1, "silent", "q"));
    for (std::size_t i = 0; i + 2 < RatingFilter::most_pads; ++i) {
        (void)filter.note(press(2, "pad " + std::to_string(i)));
    }
    EXPECT_EQ(filter.note(press(2, "pad")).fate, repeated);
    (void)filter.note(press(2, "one more"));
    EXPECT_EQ(filter.note(press(2, "silent")).fate, unsolicited) << "it was silent longest";
}

TEST(RatingFilter, WhatIsOutOfRangeIsNamed) {
    const auto what = [](const RatingFilterOptions& options) {
        EXPECT_FALSE(filter_ratings({}, options));
        return RatingFilter::make(options).error().what;
    };
    EXPECT_EQ(what({.dedup_s = 3601}), "dedup_s");
    EXPECT_EQ(what({.burst_asked = 1}), "burst_asked");
    EXPECT_EQ(what({.burst_open = 65}), "burst_open");
    EXPECT_EQ(what({.burst_window_s = 0}), "burst_window_s");
    EXPECT_TRUE(
        RatingFilter::make({.dedup_s = 3600, .burst_asked = 64, .burst_open = 2, .burst_window_s = 1}));
}

TEST(RatingFilter, EveryFateHasACodeOfItsOwn) {
    std::set<std::string_view> codes;
    for (std::size_t i = 0; i < rating_fates; ++i) {
        codes.insert(code(static_cast<RatingFate>(i)));
    }
    EXPECT_EQ(codes.size(), rating_fates);
}

TEST(SatisfiedShare, IsOfTheTopTwoLevelsWithItsIntervalAndSize) {
    LevelCounts counts;
    counts.levels = {1, 1, 3, 5};
    const ShareFigure few = counts.satisfied(4);
    EXPECT_EQ(few.hits, 8u);
    EXPECT_EQ(few.n, 10u);
    EXPECT_NEAR(few.interval.lower, .4901625, 5e-8);
    EXPECT_NEAR(few.interval.upper, .9433178, 5e-8);
    EXPECT_FALSE(few.enough) << "print 'not enough answers'";
    EXPECT_TRUE(counts.satisfied(4, 10).enough);
    EXPECT_EQ(satisfied_from(5), 4u);
    EXPECT_EQ(satisfied_from(4), 3u);
    EXPECT_EQ(satisfied_from(3), 3u);
    EXPECT_EQ(satisfied_from(2), 2u);
    EXPECT_EQ(LevelCounts{}.satisfied(0).n, 0u);
}

TEST(ShareFigure, OfNothingIsNoFigure) {
    const ShareFigure none = share_figure(0, 0, 0);
    EXPECT_EQ(none.share, 0);
    EXPECT_EQ(none.interval, (Interval{0, 1}));
    EXPECT_FALSE(none.enough);
    EXPECT_EQ(share_figure(9, 4, 1).share, 1);
}

TEST(ShareFigure, WhoWaitsBeyondTheTargetHasMissedIt) {
    const ShareFigure share = within_target(40, 45, 5);
    EXPECT_EQ(share.n, 50u);
    EXPECT_DOUBLE_EQ(share.share, .8);
    EXPECT_TRUE(share.enough);
    EXPECT_EQ(within_target(9, 5, 5).hits, 5u) << "no more than were called";
    EXPECT_FALSE(within_target(19, 19, 0).enough);
}

}  // namespace
}  // namespace jiaohao::stats
