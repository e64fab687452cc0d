// Version 1 of the misuse filter; what it does never changes.
//
// - Dedup: at one device an answer within `dedup_s` after the answer before (counted or not) is repeated, so a
//   key that is hammered counts once. A press that nobody asked for is repeated within `dedup_s` after an answer
//   or another repeated press, else unsolicited; it never takes an answer's place.
// - One rating per ticket: the first that is no repeated press, at whatever device.
// - Burst: so many answers that passed both rules within `burst_window_s` at one device; all of them, also those
//   before the last, are withdrawn. An answer therefore counts for certain after `burst_window_s`.
// - Channels of the customer's own device know neither dedup nor burst.
// - Order is that of the list (the journal's); of equal times the earlier record is first. A record older than
//   the one before at its device (a clock set back) is not compared with what came before: the device starts
//   anew, and clock_back counts it.
//
// In a list whose times do not run back, filtering what counted and the requests again counts all of it again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kiosk/stats/rating_filter.hpp"

namespace jiaohao::stats {

struct RatingFilterOptionsV1 {
    /// 0..3600; 0: none. HappyOrNot's public response interval of 5 s.
    std::uint32_t dedup_s = 5;
    /// Answers that make a burst, 2..64; 0: none. No source: four customers in a minute cannot have been served
    /// at one counter (counters of real halls take minutes each; the shortest mean service we have seen is 3
    /// min), so a counter that has them rates itself or is played with. A free button at a busy exit has such
    /// minutes; ten are one every six seconds, about the most that a dedup of 5 s lets through.
    std::uint32_t burst_asked = 4;
    std::uint32_t burst_open = 10;
    /// 1..3600.
    std::uint32_t burst_window_s = 60;
    friend bool operator==(const RatingFilterOptionsV1&, const RatingFilterOptionsV1&) = default;
};

[[nodiscard]] std::optional<StatError> problem(const RatingFilterOptionsV1& options);

/// One record at a time, for a live hall. At every moment fates and totals are those of the batch form over the
/// records so far. A plain value; its size is bounded: `most_pads` devices with less than 64 records each, and
/// the latest `most_tickets` tickets (what was rated before those could be rated again).
class RatingFilterV1 {
  public:
    static constexpr std::uint32_t version = 1;
    static constexpr std::size_t most_pads = 1024;
    /// Four days of the busiest hall (5,000 tickets).
    static constexpr std::size_t most_tickets = 20'000;

    RatingFilterV1() = default;
    [[nodiscard]] static StatResult<RatingFilterV1> make(const RatingFilterOptionsV1& options);

    struct Step {
        RatingFate fate{};
        /// Counted until now, a burst from now on; at most 63.
        std::vector<RatingRecord> withdrawn;
    };
    Step note(const RatingRecord& record);

    [[nodiscard]] const RatingTotals& totals() const { return totals_; }
    [[nodiscard]] const RatingFilterOptionsV1& options() const { return options_; }

    /// Totals begin anew; devices and tickets are remembered. Answers of the day before are withdrawn no more.
    void start_day();

    friend bool operator==(const RatingFilterV1&, const RatingFilterV1&) = default;

  private:
    struct Recent {
        RatingRecord record;
        bool withdrawn = false;
        bool operator==(const Recent&) const = default;
    };
    struct Lane {
        std::int64_t last_ms = 0;
        /// Last answer; last answer or repeated press.
        std::optional<std::int64_t> answer_ms;
        std::optional<std::int64_t> press_ms;
        /// Answers that passed, the newest last; one less than make a burst.
        std::deque<Recent> recent;
        bool operator==(const Lane&) const = default;
    };
    struct Ticket {
        bool asked = false;
        bool answered = false;
        bool operator==(const Ticket&) const = default;
    };

    /// Asked and open answers of one device are told apart.
    Lane& lane_of(const RatingRecord& record);
    Ticket& ticket_of(const std::string& id);
    void count_request(const RatingRecord& record);
    [[nodiscard]] RatingFate fate_of_press(const RatingRecord& record);
    [[nodiscard]] RatingFate fate_of_answer(const RatingRecord& record, std::vector<RatingRecord>& withdrawn);
    [[nodiscard]] bool is_repeated(const RatingRecord& record, const std::optional<std::int64_t>& last) const;
    [[nodiscard]] bool burst(const RatingRecord& record, std::vector<RatingRecord>& withdrawn);
    void count(const RatingRecord& record, bool added);

    RatingFilterOptionsV1 options_;
    RatingTotals totals_;
    std::map<std::pair<std::string, bool>, Lane> lanes_;
    std::unordered_map<std::string, Ticket> tickets_;
    /// Oldest first.
    std::deque<std::string> ticket_order_;
};

struct RatingFilterResultV1 {
    std::uint32_t version = RatingFilterV1::version;
    RatingFilterOptionsV1 options;
    /// One for each record, in their order.
    std::vector<RatingFate> fates;
    RatingTotals totals;
};

/// The records of one hall (tickets and devices are told apart by their keys alone), in order.
[[nodiscard]] StatResult<RatingFilterResultV1> filter_ratings_v1(std::span<const RatingRecord> records,
                                                                 const RatingFilterOptionsV1& options = {});

/// The filter by which figures are reported now.
using RatingFilter = RatingFilterV1;
using RatingFilterOptions = RatingFilterOptionsV1;
using RatingFilterResult = RatingFilterResultV1;
[[nodiscard]] inline StatResult<RatingFilterResult> filter_ratings(std::span<const RatingRecord> records,
                                                                   const RatingFilterOptions& options = {}) {
    return filter_ratings_v1(records, options);
}

}  // namespace jiaohao::stats
