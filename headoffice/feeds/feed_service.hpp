// The feeds of head office: computes figures from events and serves them under stable URLs.
//
//   GET /v1/feeds/{tickets|waits|service-times|ratings|all}[/changes]?grain=&by=&from=&to=&hall=&...
//   GET /v1/coverage        how far each terminal has reported
//   GET /v1/openapi.json    description of all this
//
// Answers are full replacements: a reader upserts by (grain, hall, service, counter, clerk, period_start
// [, scale in the ratings feed]).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "headoffice/feeds/feed_query.hpp"
#include "headoffice/feeds/reply.hpp"
#include "headoffice/feeds/zone.hpp"
#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/store.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::headoffice::feeds {

struct FeedOptions {
    Zones zones;
    /// Fewer answers than this are not shown for one clerk.
    std::uint64_t least_for_clerk = 10;
    /// Changes younger than this are not given yet: the order of commits is not that of clocks.
    std::chrono::seconds cursor_lag{5};
    /// Most rows of one answer.
    std::size_t most_rows = 200'000;
};

/// Thread-safe as far as the store is, except recompute_dirty(): one thread at a time.
class FeedService {
  public:
    /// The references must outlive the service.
    FeedService(Store& store, Fleet& fleet, const Clock& clock, Log log, FeedOptions options = {});

    struct Recomputed {
        std::size_t done = 0;
        std::size_t failed = 0;
        /// There may be more: call again at once.
        bool more = false;
    };
    /// Computes hall-days whose events changed, at most `most` of them; call it every second or so from a
    /// worker. A day that fails is logged, keeps its mark and does not hold up those behind it.
    Recomputed recompute_dirty(std::size_t most = 32);

    /// Whether get() is responsible for a path.
    [[nodiscard]] static bool serves(std::string_view path);
    /// Never throws for whatever request; blocks while the store reads.
    [[nodiscard]] FeedReply get(const FeedRequest& request) const;

  private:
    [[nodiscard]] FeedReply feed(const FeedRequest& request) const;
    [[nodiscard]] FeedReply rows(const FeedRequest& request, const FeedQuery& query) const;
    [[nodiscard]] FeedReply changes(const FeedRequest& request, const FeedQuery& query) const;
    [[nodiscard]] FeedReply coverage(const FeedRequest& request) const;
    [[nodiscard]] FeedReply fleet(const FeedRequest& request) const;
    struct Stored;
    [[nodiscard]] Result<Stored, Problem> read(const FeedQuery& query) const;
    [[nodiscard]] Problem unavailable(const std::string& what, const StoreError& error) const;
    bool recompute(const HallDay& hall_day);

    Store& store_;
    Fleet& fleet_;
    const Clock& clock_;
    Log log_;
    FeedOptions options_;
    /// Hall-days that could not be computed, with how often.
    std::map<HallDay, std::uint64_t> failing_;
};

/// OpenAPI 3.1 of the above, made from the same tables of parameters and columns.
[[nodiscard]] std::string openapi_json();

}  // namespace jiaohao::headoffice::feeds
