// The books of a day: what people did, what the journal holds, what came out of the printer, what head office
// has. They must balance, with faults too.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "showroom/player.hpp"

namespace jiaohao::showroom {

/// Counts of one journal, gathered event by event in order.
class JournalBooks {
  public:
    /// An event as the API tells it: {seq, type, day, data, ...}.
    void add(const nlohmann::json& event);

    std::uint64_t events = 0;
    std::uint64_t last_seq = 0;
    std::uint64_t out_of_order = 0;
    std::map<std::string, std::uint64_t> by_type;
    /// First copies by outcome.
    std::uint64_t printed = 0;
    std::uint64_t not_printed = 0;
    std::uint64_t unknown = 0;
    /// First copies without proof, by outcome and cause: "unknown (time_out)".
    std::map<std::string, std::uint64_t> unproved;
    std::uint64_t reprinted = 0;
    std::uint64_t numbers_twice = 0;
    std::uint64_t calls_twice = 0;
    std::map<std::uint32_t, std::uint64_t> presses_of_address;
    std::uint64_t presses_counted = 0;

    [[nodiscard]] std::uint64_t of(const std::string& type) const;
    /// Issued tickets whose first copy has not exactly one outcome.
    [[nodiscard]] std::uint64_t without_one_outcome() const;
    /// Numbers whose first copy was proved, and those that may or may not have come out.
    [[nodiscard]] std::set<std::string> printed_numbers() const;
    [[nodiscard]] std::set<std::string> unknown_numbers() const;

  private:
    struct TicketBook {
        std::string number;
        bool issued = false;
        bool called = false;
        /// Outcomes of the first copy; exactly one is right.
        std::uint32_t outcomes = 0;
        bool printed = false;
        bool unknown = false;
    };
    void add_ticket_event(const std::string& type, const nlohmann::json& data);
    [[nodiscard]] static std::string ticket_key(const nlohmann::json& data);

    std::map<std::string, TicketBook> tickets_;
    std::set<std::string> numbers_;
};

struct PaperBooks {
    std::uint64_t papers = 0;
    std::uint64_t marked = 0;
    std::uint64_t partial = 0;
    /// Whole unmarked papers that carry a number seen before.
    std::uint64_t unmarked_twice = 0;
    std::set<std::string> numbers;
    void add(const nlohmann::json& event);
};

struct Books {
    /// Why the day could not be played to the end; the rest is what was known by then.
    std::string failure;
    /// Faults that were made, by the word that --faults has for them.
    std::map<std::string, std::uint64_t> struck;
    PlayCounts play;
    JournalBooks journal;
    std::optional<PaperBooks> papers;
    /// Presses that the bus acknowledged, by pad address.
    std::map<std::uint32_t, std::uint64_t> acknowledged;
    std::uint64_t stored_at_head_office = 0;
    /// None when head office could not be asked.
    std::optional<std::uint64_t> refused_at_head_office;
    /// The day row of the feed `all`, by hall.
    nlohmann::json feed = nlohmann::json::object();
    std::uint64_t reconnects = 0;
    std::uint64_t hall_kills = 0;
    std::uint64_t head_office_kills = 0;
    bool faults = false;
    /// Ctrl-C before the last customer had gone.
    bool ended_early = false;
    /// People may have used the screen or the pages besides the planned ones.
    bool visitors = false;
    /// Set when there was a screen: whether it was still there at the end.
    std::optional<bool> ui_survived;
};

/// One sentence for everything that does not add up; empty: the books balance.
[[nodiscard]] std::vector<std::string> imbalances(const Books& books);
[[nodiscard]] nlohmann::json summary(const Books& books);

}  // namespace jiaohao::showroom
