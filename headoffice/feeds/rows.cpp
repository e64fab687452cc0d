// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/columns.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

bool is_clerks_own(const Bucket& bucket) {
    return !bucket.clerk.empty();
}

/// The ratings of a bucket in one line: sums over all scales, levels only when there is one.
Row one_row(const Bucket& bucket) {
    Row row{.bucket = &bucket, .grain = "", .scale = {}, .rating = {}};
    for (const auto& [scale, rating] : bucket.figures.ratings) {
        row.rating.merge(rating);
        if (rating.armed + rating.given + rating.invalid > 0) {
            row.scale = row.scale.empty() ? scale : "mixed";
        }
    }
    if (row.scale == "mixed") {
        row.rating.levels = {};
    }
    return row;
}

void add_rows(std::vector<Row>& out, const Bucket& bucket, Feed feed) {
    if (feed != Feed::ratings || bucket.figures.ratings.size() < 2) {
        out.push_back(one_row(bucket));
        return;
    }
    for (const auto& [scale, rating] : bucket.figures.ratings) {
        out.push_back({.bucket = &bucket, .grain = "", .scale = scale, .rating = rating});
    }
}

}  // namespace

std::vector<Row> make_rows(const std::vector<Bucket>& buckets, const FeedQuery& query,
                           std::uint64_t least_for_clerk) {
    std::vector<Row> out;
    for (const auto& bucket : buckets) {
        add_rows(out, bucket, query.feed);
    }
    const auto* grain = parameters().front().allowed.at(static_cast<std::size_t>(query.period)).c_str();
    for (auto& row : out) {
        row.grain = grain;
        row.suppressed = is_clerks_own(*row.bucket) && row.rating.counted < least_for_clerk;
    }
    return out;
}

}  // namespace jiaohao::headoffice::feeds
