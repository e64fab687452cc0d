// Which presses count in the reported figure of satisfaction, and why the others do not. Raw records are never
// changed or deleted: the filter gives each one fate. It is versioned; figures are published with the version
// and options they were made by. A new version is a new class beside the old ones, and the aliases at the end
// of rating_filter_v1.hpp name the current one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/stats/share_figure.hpp"
#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

enum class RatingOrigin : std::uint8_t {
    /// The pad was armed for a served ticket when it was pressed.
    asked,
    /// It was not: before service, between customers, or again after an answer.
    unasked,
    /// A button or poll that invites everybody, at any time, with no ticket.
    open,
    /// Nobody answered and a rule put a level in (some administrations do). Never in the reported figure.
    defaulted,
};
enum class RatingChannel : std::uint8_t {
    /// Devices that everybody uses, one after the other.
    pad,
    screen,
    /// The customer's own telephone, or another system: nothing follows from presses close together.
    page,
    other,
};
inline constexpr std::size_t rating_channels = 4;

/// A request (a rating is asked for) or an answer. Of a press that answered, one record is to be given, not
/// the answer and its raw press.
struct RatingRecord {
    /// The caller's own number; comes back with what is withdrawn.
    std::uint64_t id = 0;
    std::int64_t at_ms = 0;
    /// The device or counter, the same for all its records.
    std::string pad;
    /// Identity of the ticket, empty if none is known.
    std::string ticket;
    bool request = false;
    /// 1 (worst) .. levels (best). Not read of a request.
    std::uint32_t level = 0;
    std::uint32_t levels = 0;
    RatingOrigin origin = RatingOrigin::unasked;
    RatingChannel channel = RatingChannel::pad;
    bool operator==(const RatingRecord&) const = default;
};

/// What became of a record; the first that holds, in this order.
enum class RatingFate : std::uint8_t {
    /// No answer, but a request for one.
    request,
    defaulted,
    /// Asked or open, and the scale has no such level. What nobody asked for need not have one.
    invalid,
    /// Pressed again at the same device within the dedup window of an answer.
    repeated,
    unsolicited,
    /// Its ticket had an answer that was not a repeated press.
    second_of_ticket,
    /// One of more answers at one device than customers can have given in the time.
    burst,
    counted,
};
inline constexpr std::size_t rating_fates = 8;
/// Code for files and the wire.
[[nodiscard]] std::string_view code(RatingFate fate);

inline constexpr std::uint32_t least_levels = 2;
inline constexpr std::uint32_t most_levels = 10;

/// From which level on a customer is satisfied: the top two of scales of four and more, the top one of shorter.
[[nodiscard]] constexpr std::uint32_t satisfied_from(std::uint32_t levels) {
    return levels < 4 ? levels : levels - 1;
}

/// Answers of one scale by level; levels[0] is the worst.
struct LevelCounts {
    std::array<std::uint64_t, most_levels> levels{};
    [[nodiscard]] std::uint64_t n() const;
    [[nodiscard]] ShareFigure satisfied(std::uint32_t of_levels, std::uint64_t least = least_answers) const;
    friend bool operator==(const LevelCounts&, const LevelCounts&) = default;
};

struct RatingTotals {
    /// Answers and presses given, by fate; `request` holds the requests.
    std::array<std::uint64_t, rating_fates> by_fate{};
    /// Tickets for which a rating was asked; a request without a ticket counts each time.
    std::uint64_t armed = 0;
    /// Of the counted: asked ones, and those of open buttons.
    std::uint64_t counted_asked = 0;
    std::uint64_t counted_open = 0;
    std::array<std::uint64_t, rating_channels> counted_by_channel{};
    /// The counted, by number of levels: unlike scales are never merged. Index least_levels .. most_levels.
    std::array<LevelCounts, most_levels + 1> scales{};
    /// Records older than the one before at their device: a clock went back.
    std::uint64_t clock_back = 0;

    [[nodiscard]] std::uint64_t of(RatingFate fate) const { return by_fate[static_cast<std::size_t>(fate)]; }
    /// Everything but requests.
    [[nodiscard]] std::uint64_t given() const;
    [[nodiscard]] std::uint64_t filtered() const { return given() - of(RatingFate::counted); }
    /// Share of those asked whose answer counts; to be published with every score.
    [[nodiscard]] ShareFigure response_rate() const;
    friend bool operator==(const RatingTotals&, const RatingTotals&) = default;
};

}  // namespace jiaohao::stats
