// Stored roll-ups -> the rows of an answer: decoded, merged to longer periods, and told whether complete.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "headoffice/feeds/feed_query.hpp"
#include "headoffice/feeds/figures.hpp"
#include "headoffice/feeds/zone.hpp"
#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

struct Bucket {
    /// Empty when halls are merged.
    std::string hall;
    std::string service;
    std::string counter;
    std::string clerk;
    Zone zone;
    WallTime start{};
    WallTime end{};
    Figures figures;
    bool complete = false;
    /// Nothing is left of what was once here; the figures are all 0.
    bool removed = false;
    std::uint64_t rev = 0;
    WallTime updated_at{};
};

/// What is known of the uploads of the halls.
struct Progress {
    /// Until when every terminal of the hall has reported.
    std::map<domain::HallId, WallTime> reported_to;
    /// When the whole hall closed the day (Figures::closed_at of the day row).
    std::map<HallDay, WallTime> closed_at;
    /// Days whose rows are cut in the zone that the hall had before, and halls of which not even that is marked yet.
    std::set<HallDay> old_zone{};
    std::set<domain::HallId> unsettled{};

    [[nodiscard]] bool complete(const HallDay& hall_day, WallTime period_end) const;
};

/// `contacts`: a terminal that said nothing waits for upload has reported up to then, less a minute for its clock; one
/// that stands idle writes no events. None of them for simulated halls, whose time is not that of contacts.
[[nodiscard]] Progress progress_of(const std::vector<Coverage>& coverage,
                                   const std::vector<Rollup>& hall_days,
                                   const std::vector<Contact>& contacts = {});

/// In order of period, hall, service, counter, clerk. The error names the stored row that cannot be read.
[[nodiscard]] Result<std::vector<Bucket>, std::string> make_buckets(const std::vector<Rollup>& rollups,
                                                                    const FeedQuery& query,
                                                                    const Zones& zones,
                                                                    const Progress& progress);

}  // namespace jiaohao::headoffice::feeds
