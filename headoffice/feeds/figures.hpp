// What is counted in one bucket (a span of time of a hall, of a service, counter or clerk there).
// Everything is a whole number or a histogram of whole numbers, so merging is exact in any order.
//
// A figure stands in the slot in which its fact happened, with two exceptions that keep shares within 0..1:
//   abandoned        in the slot in which the ticket was issued (its share has `issued` below the line)
//   ratings          in the slot in which the rating was asked for
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"
#include "kiosk/stats/histogram.hpp"

namespace jiaohao::headoffice::feeds {

/// Ratings of one scale; unlike scales are never added up.
struct RatingFigures {
    /// A rating was asked for.
    std::uint64_t armed = 0;
    /// All answers at a level that the scale has. Each has one fate: given = counted + repeated + second + burst.
    std::uint64_t given = 0;
    /// Those that the filter counts (kiosk/stats/rating_filter_v1.hpp); of them those without a request that is known.
    std::uint64_t counted = 0;
    std::uint64_t unasked = 0;
    std::uint64_t repeated = 0;
    std::uint64_t second = 0;
    std::uint64_t burst = 0;
    std::uint64_t missed = 0;
    /// Answers at a level the scale does not have: not in `given`.
    std::uint64_t invalid = 0;
    /// Of `counted`, answers that no filter has seen: computed by a version that had none.
    std::uint64_t unfiltered = 0;
    /// The counted by level; levels[0] is the worst.
    std::array<std::uint64_t, 5> levels{};

    void merge(const RatingFigures& other);
    friend bool operator==(const RatingFigures&, const RatingFigures&) = default;
};

struct Figures {
    /// Tickets issued, by time of issue.
    std::uint64_t issued = 0;
    /// Calls and repeated calls, by their time.
    std::uint64_t called = 0;
    std::uint64_t recalled = 0;
    /// Services finished, by time of finishing; of them pending and refused outcomes, and those finished only
    /// because the next ticket was called.
    std::uint64_t served = 0;
    std::uint64_t pending = 0;
    std::uint64_t refused = 0;
    std::uint64_t implied = 0;
    std::uint64_t no_show = 0;
    std::uint64_t returned = 0;
    std::uint64_t transferred = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t expired = 0;
    /// Tickets that ended as no-show (and did not return), cancelled or expired.
    std::uint64_t abandoned = 0;
    /// Papers (first copies) proved, failed, in doubt; marked reprints proved.
    std::uint64_t printed = 0;
    std::uint64_t not_printed = 0;
    std::uint64_t print_unknown = 0;
    std::uint64_t reprinted = 0;
    /// Every press on a pad; of them nobody asked for, and after an answer, as the hall told it.
    std::uint64_t press_raw = 0;
    std::uint64_t press_unsolicited = 0;
    std::uint64_t press_repeated = 0;
    /// The same by the filter: less than its span after an answer is repeated, else unsolicited.
    std::uint64_t fate_unsolicited = 0;
    std::uint64_t fate_repeated = 0;
    /// Of counters, in ms, each by the time of the event that ends it (docs/decisions/0014): from the call to the start
    /// of the service, with somebody (without a start said all since the call), finishing up, without anybody, paused
    /// without anybody. Added up they are the time that counters were open.
    std::uint64_t walk_ms = 0;
    std::uint64_t serving_ms = 0;
    std::uint64_t wrap_up_ms = 0;
    std::uint64_t idle_ms = 0;
    std::uint64_t paused_ms = 0;
    /// Of `served`: those whose start of the service was told.
    std::uint64_t started = 0;
    /// Spans that came out negative, and facts outside their business day: a clock was wrong.
    std::uint64_t clock_doubts = 0;
    /// Time in line in s, by time of call: issue to first call, then transfer to next call. A no-show who
    /// returns and a parked ticket that is resumed add none: they had been called.
    stats::Histogram waits;
    /// serving.finished's own service time in s.
    stats::Histogram service_times;
    /// The same from the call on, in s: alike whether or not a counter says when the service starts.
    stats::Histogram counter_times;
    /// By code of the scale.
    std::map<std::string, RatingFigures> ratings;
    /// Reasons named after a rating, by code.
    std::map<std::string, std::uint64_t> reasons;
    /// UTC ms; in day rows of a whole hall: when every terminal that reported had closed the day; else 0.
    std::int64_t closed_at = 0;

    void merge(const Figures& other);
    friend bool operator==(const Figures&, const Figures&) = default;
};

/// Every count of one scale by its name in the encoded form, in a fixed order.
struct RatingField {
    const char* name;
    std::uint64_t RatingFigures::*member;
};
[[nodiscard]] const std::array<RatingField, 10>& rating_fields();

/// Compact JSON; counts of zero are left out, histograms are base64 of their packed form. Equal figures give
/// equal text.
[[nodiscard]] std::string encode(const Figures& figures);
/// The error names the member that is wrong. Unknown members are ignored.
[[nodiscard]] Result<Figures, std::string> decode_figures(std::string_view text);

/// Every count by its name in the encoded form, in a fixed order.
struct CountField {
    const char* name;
    std::uint64_t Figures::*member;
};
[[nodiscard]] const std::array<CountField, 29>& count_fields();

}  // namespace jiaohao::headoffice::feeds
