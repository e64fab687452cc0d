// Rows as CSV (RFC 4180), JSON or NDJSON.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "headoffice/feeds/columns.hpp"

namespace jiaohao::headoffice::feeds {

/// Where a reader of changes goes on.
struct Continuation {
    std::string next;
    bool has_more = false;
};

/// `continuation` may be null.
[[nodiscard]] std::string render(const FeedQuery& query, const std::vector<Row>& rows,
                                 const Continuation* continuation);

}  // namespace jiaohao::headoffice::feeds
