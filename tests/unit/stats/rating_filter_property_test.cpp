// Random streams: the filter against its rules written down plainly, without any state.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "kiosk/stats/rating_filter_v1.hpp"

namespace jiaohao::stats {
namespace {

using Records = std::vector<RatingRecord>;
using Fates = std::vector<RatingFate>;

bool is_answer(const RatingRecord& r) {
    return !r.request && (r.origin == RatingOrigin::asked || r.origin == RatingOrigin::open);
}
bool is_valid(const RatingRecord& r) {
    return r.level >= 1 && r.level <= r.levels && r.levels >= 2 && r.levels <= 10;
}
bool is_shared(const RatingRecord& r) {
    return r.channel == RatingChannel::pad || r.channel == RatingChannel::screen;
}
bool same_lane(const RatingRecord& a, const RatingRecord& b) {
    return is_shared(a) && is_shared(b) && a.pad == b.pad &&
           (a.origin == RatingOrigin::open) == (b.origin == RatingOrigin::open);
}

/// The rules as sentences, over a list whose times do not run back.
class Plainly {
  public:
    Plainly(const Records& records, const RatingFilterOptions& options)
        : records_(records), options_(options) {
        for (std::size_t i = 0; i < records.size(); ++i) {
            fates_.push_back(fate(i));
        }
        const Fates passed = fates_;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (passed[i] == RatingFate::counted && is_burst(i, passed)) {
                fates_[i] = RatingFate::burst;
            }
        }
    }
    [[nodiscard]] const Fates& fates() const { return fates_; }

  private:
    [[nodiscard]] bool near(std::size_t i, std::size_t j) const {
        return same_lane(records_[i], records_[j]) &&
               records_[i].at_ms - records_[j].at_ms < std::int64_t{options_.dedup_s} * 1000;
    }

    [[nodiscard]] RatingFate fate(std::size_t i) const {
        const RatingRecord& r = records_[i];
        if (r.request) {
            return RatingFate::request;
        }
        if (r.origin == RatingOrigin::defaulted) {
            return RatingFate::defaulted;
        }
        if (is_answer(r) && !is_valid(r)) {
            return RatingFate::invalid;
        }
        for (std::size_t j = 0; j < i; ++j) {
            const bool after_answer = is_answer(records_[j]) && is_valid(records_[j]);
            const bool after_press = !is_answer(r) && fates_[j] == RatingFate::repeated;
            if (near(i, j) && !records_[j].request && (after_answer || after_press)) {
                return RatingFate::repeated;
            }
        }
        if (r.origin == RatingOrigin::unasked) {
            return RatingFate::unsolicited;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (!r.ticket.empty() && r.ticket == records_[j].ticket && is_answer(records_[j]) &&
                is_valid(records_[j]) && fates_[j] != RatingFate::repeated) {
                return RatingFate::second_of_ticket;
            }
        }
        return RatingFate::counted;
    }

    [[nodiscard]] bool is_burst(std::size_t i, const Fates& passed) const {
        const auto window = std::int64_t{options_.burst_window_s} * 1000;
        const std::size_t size =
            records_[i].origin == RatingOrigin::open ? options_.burst_open : options_.burst_asked;
        for (std::size_t a = 0; size > 0 && a < records_.size(); ++a) {
            const std::int64_t from = records_[a].at_ms;
            std::size_t in_window = 0;
            for (std::size_t j = 0; j < records_.size(); ++j) {
                in_window += same_lane(records_[i], records_[j]) && passed[j] == RatingFate::counted &&
                             records_[j].at_ms >= from && records_[j].at_ms <= from + window;
            }
            if (records_[i].at_ms >= from && records_[i].at_ms <= from + window && in_window >= size) {
                return true;
            }
        }
        return false;
    }

    const Records& records_;
    RatingFilterOptions options_;
    Fates fates_;
};

struct Stream {
    Records records;
    RatingFilterOptions options;
};

Stream stream(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    Stream made;
    made.options = {.dedup_s = below(8),
                    .burst_asked = below(2) * (2 + below(4)),
                    .burst_open = 2 + below(5),
                    .burst_window_s = 5 + below(60)};
    std::int64_t at = 1'000'000;
    for (std::uint64_t i = 0; i < 70; ++i) {
        at += below(4) == 0 ? 0 : below(below(5) == 0 ? 60'000 : 6'000);
        RatingRecord r;
        r.id = i;
        r.at_ms = at;
        r.pad = std::to_string(below(3));
        r.ticket = below(5) == 0 ? "" : "t" + std::to_string(below(25));
        r.request = below(6) == 0;
        r.levels = 4 + below(2);
        r.level = below(15) == 0 ? 9 : 1 + below(4);
        const std::uint32_t origin = below(12);
        r.origin = origin < 7    ? RatingOrigin::asked
                   : origin < 9  ? RatingOrigin::open
                   : origin < 11 ? RatingOrigin::unasked
                                 : RatingOrigin::defaulted;
        r.channel = static_cast<RatingChannel>(below(8) < 6 ? below(2) : 2 + below(2));
        made.records.push_back(r);
    }
    return made;
}

constexpr std::uint32_t seeds = 250;

TEST(RatingFilterProperty, FollowsItsRulesAtEveryMoment) {
    std::map<RatingFate, int> seen;
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        const Stream made = stream(seed);
        RatingFilter filter = RatingFilter::make(made.options).value();
        Fates fates;
        Records so_far;
        for (const RatingRecord& record : made.records) {
            const auto step = filter.note(record);
            so_far.push_back(record);
            fates.push_back(step.fate);
            for (const RatingRecord& withdrawn : step.withdrawn) {
                EXPECT_EQ(withdrawn, made.records[withdrawn.id]);
                EXPECT_EQ(fates[withdrawn.id], RatingFate::counted) << "withdrawn once";
                fates[withdrawn.id] = RatingFate::burst;
            }
            if (so_far.size() % 13 == 0 || so_far.size() == made.records.size()) {
                ASSERT_EQ(fates, Plainly(so_far, made.options).fates()) << seed << " at " << so_far.size();
                const auto batch = filter_ratings(so_far, made.options).value();
                ASSERT_EQ(batch.fates, fates) << seed;
                ASSERT_EQ(batch.totals, filter.totals()) << seed;
            }
        }
        for (const RatingFate fate : fates) {
            ++seen[fate];
        }
    }
    EXPECT_EQ(seen.size(), rating_fates) << "the streams reach every fate";
    for (const auto& [fate, times] : seen) {
        EXPECT_GT(times, 100) << code(fate);
    }
}

TEST(RatingFilterProperty, TotalsAreThoseOfTheFates) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        const Stream made = stream(seed);
        const auto result = filter_ratings(made.records, made.options).value();
        RatingTotals totals;
        std::map<std::string, int> asked;
        for (std::size_t i = 0; i < made.records.size(); ++i) {
            const RatingRecord& r = made.records[i];
            ++totals.by_fate[static_cast<std::size_t>(result.fates[i])];
            if (r.request && (r.ticket.empty() || ++asked[r.ticket] == 1)) {
                ++totals.armed;
            }
            if (result.fates[i] == RatingFate::counted) {
                ++(r.origin == RatingOrigin::open ? totals.counted_open : totals.counted_asked);
                ++totals.counted_by_channel[static_cast<std::size_t>(r.channel)];
                ++totals.scales[r.levels].levels[r.level - 1];
            }
        }
        ASSERT_EQ(result.totals, totals) << seed;
        ASSERT_EQ(totals.given(), totals.filtered() + totals.of(RatingFate::counted));
    }
}

TEST(RatingFilterProperty, ATicketCountsAtMostOnce) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        const Stream made = stream(seed);
        const auto result = filter_ratings(made.records, made.options).value();
        std::map<std::string, int> times;
        for (std::size_t i = 0; i < made.records.size(); ++i) {
            if (result.fates[i] == RatingFate::counted && !made.records[i].ticket.empty()) {
                EXPECT_EQ(++times[made.records[i].ticket], 1) << seed;
            }
        }
    }
}

TEST(RatingFilterProperty, FilteringWhatCountedCountsAllOfItAgain) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        const Stream made = stream(seed);
        const auto once = filter_ratings(made.records, made.options).value();
        Records kept;
        for (std::size_t i = 0; i < made.records.size(); ++i) {
            if (once.fates[i] == RatingFate::counted || once.fates[i] == RatingFate::request) {
                kept.push_back(made.records[i]);
            }
        }
        const auto twice = filter_ratings(kept, made.options).value();
        EXPECT_EQ(twice.totals.filtered(), 0u) << seed;
        EXPECT_EQ(twice.totals.scales, once.totals.scales) << seed;
        EXPECT_EQ(twice.totals.response_rate(), once.totals.response_rate()) << seed;
    }
}

/// Any times, also backwards: nothing is lost, and a stream on a clock that jumps still counts a ticket once.
TEST(RatingFilterProperty, ClocksThatJumpLoseNoRecord) {
    for (std::uint32_t seed = 0; seed < seeds; ++seed) {
        Stream made = stream(seed);
        std::mt19937_64 random(seed);
        for (RatingRecord& record : made.records) {
            record.at_ms = random() % 3 == 0 ? static_cast<std::int64_t>(random()) : record.at_ms;
        }
        const auto result = filter_ratings(made.records, made.options).value();
        EXPECT_EQ(result.totals.given() + result.totals.of(RatingFate::request), made.records.size());
        EXPECT_GT(result.totals.clock_back, 0u);
        std::map<std::string, int> times;
        for (std::size_t i = 0; i < made.records.size(); ++i) {
            if (result.fates[i] == RatingFate::counted && !made.records[i].ticket.empty()) {
                EXPECT_EQ(++times[made.records[i].ticket], 1);
            }
        }
    }
}

}  // namespace
}  // namespace jiaohao::stats
