// Where a reader of changes stands. Opaque to the reader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "headoffice/feeds/feed_query.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

/// Order in which changes are given: time of change, then the key of the row.
struct ChangePlace {
    std::int64_t updated_ms = 0;
    std::string hall;
    std::string day;
    std::uint32_t slot_min = 0;
    std::string service;
    std::string counter;
    std::string clerk;
    // The check takes the 0 that a comparison is rewritten with for a null pointer.
    friend auto operator<=>(const ChangePlace&,
                            const ChangePlace&) = default;  // NOLINT(modernize-use-nullptr)
};

[[nodiscard]] ChangePlace place_of(const Rollup& rollup);
/// A cursor belongs to the grain, dimensions, filters and time zones it was made for: in another zone the keys
/// of all rows are others.
[[nodiscard]] std::string encode_cursor(const ChangePlace& place, const FeedQuery& query);
struct DecodedCursor {
    ChangePlace place;
    /// As cursors were before they named the zones: good as long as no zone was set anew.
    bool of_any_zone = false;
};
/// Nothing for one that is damaged or of another question.
[[nodiscard]] std::optional<DecodedCursor> decode_cursor(const std::string& cursor, const FeedQuery& query);

}  // namespace jiaohao::headoffice::feeds
