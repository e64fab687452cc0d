// What one feed URL asks for, checked.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "headoffice/feeds/reply.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

enum class Feed : std::uint8_t { tickets, waits, service_times, ratings, all };
/// Week, month, quarter and total are merged from day rows.
enum class Period : std::uint8_t { quarter_hour, hour, day, week, month, quarter, total };
enum class Format : std::uint8_t { csv, json, ndjson };

struct FeedQuery {
    Feed feed{};
    Period period = Period::day;
    bool by_service = false;
    bool by_counter = false;
    bool by_clerk = false;
    /// The text of `by`.
    std::string by = "hall";
    domain::BusinessDay from{};
    domain::BusinessDay to{};
    std::optional<std::string> hall;
    std::optional<std::string> service;
    std::optional<std::string> counter;
    std::optional<std::string> clerk;
    /// All halls added up into one row each.
    bool merge_halls = false;
    Format format = Format::csv;
    /// Of the path ".../changes": rows that changed since the cursor, oldest change first.
    bool changes = false;
    std::string cursor;
    std::size_t limit = 1000;
    /// Tells apart the zones that the periods of these rows are of.
    std::string zones;

    /// With the rows that have been removed.
    [[nodiscard]] RollupFilter filter() const;
};

/// A query parameter: documentation, checks and openapi.json all come from this list.
struct Parameter {
    std::string name;
    std::string description;
    /// Empty: free text of `pattern`.
    std::vector<std::string> allowed;
    std::string pattern;
    std::string fallback;
    /// Only on ".../changes".
    bool changes_only = false;
};
[[nodiscard]] const std::vector<Parameter>& parameters();
/// Names of the feeds in paths, in order of `Feed`.
[[nodiscard]] const std::vector<std::string>& feed_names();
[[nodiscard]] const char* media_type(Format format);

/// `today` is what `from` and `to` default to.
[[nodiscard]] Result<FeedQuery, Problem> parse_query(const FeedRequest& request, domain::BusinessDay today);

/// For addresses that take `hall` alone; nothing: all halls.
[[nodiscard]] Result<std::optional<std::string>, Problem> parse_hall(const FeedRequest& request);

/// For addresses that take none.
[[nodiscard]] std::optional<Problem> refuse_parameters(const FeedRequest& request);

}  // namespace jiaohao::headoffice::feeds
