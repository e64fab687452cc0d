// The columns of the feeds: one table from which CSV, JSON and openapi.json are made.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "headoffice/feeds/bucket.hpp"

namespace jiaohao::headoffice::feeds {

/// One line of an answer: a bucket, of ratings those of one scale.
struct Row {
    const Bucket* bucket = nullptr;
    const char* grain = "";
    /// Empty: nothing was rated or asked. "mixed": of several scales, whose levels are not added up.
    std::string scale;
    RatingFigures rating;
    /// Too few answers to speak about one clerk.
    bool suppressed = false;
};

using Reasons = std::map<std::string, std::uint64_t>;
using Value = std::variant<std::monostate, std::uint64_t, double, bool, std::string, Reasons>;

struct Column {
    const char* name;
    /// "string", "integer", "number", "boolean", "object"
    const char* type;
    const char* description;
    bool nullable;
    std::function<Value(const Row&)> value;
};

/// `changes`: with the column that tells of rows which have gone.
[[nodiscard]] std::vector<Column> columns_of(Feed feed, bool changes);

/// The ratings feed has a row for every scale of a bucket, the others one row for each bucket.
/// `least_for_clerk`: fewer answers than this are not shown for one clerk.
[[nodiscard]] std::vector<Row> make_rows(const std::vector<Bucket>& buckets, const FeedQuery& query,
                                         std::uint64_t least_for_clerk);

}  // namespace jiaohao::headoffice::feeds
