// The feeds of head office: computes figures from events and serves them under stable URLs.
//
//   GET /v1/feeds/{tickets|waits|service-times|ratings|all}[/changes]?grain=&by=&from=&to=&hall=&...
//   GET /v1/coverage        how far each terminal has reported
//   GET /v1/fleet           every terminal: its hall, its last contact, what needs a look
//   GET /v1/names[?hall=]   what halls, services and counters are called
//   GET /v1/openapi.json    description of all this
//
// Answers are full replacements: a reader upserts by (grain, hall, service, counter, clerk, period_start
// [, scale in the ratings feed]).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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
    /// Halls play on a clock of their own.
    bool simulation = false;
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
    /// worker. A day that fails is logged, keeps its mark and does not hold up those behind it. Days of a hall
    /// whose zone is another than the one they were computed in come behind those with new events, the newest
    /// first.
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
    [[nodiscard]] FeedReply names(const FeedRequest& request) const;
    [[nodiscard]] Result<std::shared_ptr<const Prepared>, StoreError> all_names() const;
    /// Of one of the halls that the query is about, since cursors name their zones.
    [[nodiscard]] bool zone_was_moved(const FeedQuery& query) const;
    struct Stored;
    [[nodiscard]] Result<Stored, Problem> read(const FeedQuery& query) const;
    [[nodiscard]] Problem unavailable(const std::string& what, const StoreError& error) const;
    bool recompute(const HallDay& hall_day);
    [[nodiscard]] bool settle_zones();
    [[nodiscard]] bool settle_zone(const HallZone& hall);
    void tell_progress(const Recomputed& round);

    Store& store_;
    Fleet& fleet_;
    const Clock& clock_;
    Log log_;
    FeedOptions options_;
    /// Of all zones, for cursors.
    std::string zones_tag_;
    /// /v1/names of all halls; every open page asks for them again and again, and they hardly ever change.
    struct NamesCache {
        std::mutex mutex;
        std::uint64_t revision = 0;               // guarded by mutex
        std::shared_ptr<const Prepared> content;  // guarded by mutex
    };
    mutable NamesCache names_;
    // Of recompute_dirty():
    /// Halls whose days are computed in the configured zone, or marked for it.
    std::set<domain::HallId> settled_;
    /// Halls of which that is not yet so.
    std::optional<std::vector<HallZone>> unsettled_;
    /// Since progress was told of.
    std::size_t computed_ = 0;
    bool long_work_ = false;
    /// Hall-days that could not be computed, with how often.
    std::map<HallDay, std::uint64_t> failing_;
};

/// OpenAPI 3.1 of the above, made from the same tables of parameters and columns.
[[nodiscard]] std::string openapi_json();

}  // namespace jiaohao::headoffice::feeds
