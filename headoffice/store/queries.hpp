// What readers ask of the embedded store. Each runs on one connection; failures are thrown as SqliteFailure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

/// With the mark that each day has now; oldest first mark first.
[[nodiscard]] std::vector<std::pair<HallDay, std::int64_t>> dirty_days(Database& database, std::size_t most);
[[nodiscard]] std::vector<domain::RecordedEvent> events_of(Database& database, const HallDay& hall_day);
[[nodiscard]] std::vector<Rollup> rollups(Database& database, const RollupFilter& filter);
[[nodiscard]] std::vector<Coverage> coverage(Database& database);
/// What is stored, not what was refused.
[[nodiscard]] StoreCounts stored_counts(Database& database);
[[nodiscard]] std::vector<Contact> contacts(Database& database);
[[nodiscard]] std::vector<HallNames> hall_names(Database& database,
                                                const std::optional<domain::HallId>& hall);
[[nodiscard]] std::uint64_t names_revision(Database& database);
[[nodiscard]] std::vector<HallZone> hall_zones(Database& database);
[[nodiscard]] std::vector<HallDay> days_of_old_zone(Database& database, const RollupFilter& filter);

// On the writer's connection, within its transaction.
/// `mark`: the dirty mark is cleared when it still has this value.
void replace_rollups(Database& database, const HallDay& hall_day, const std::vector<Rollup>& rows,
                     WallTime now, std::optional<std::int64_t> mark);
[[nodiscard]] ContactAnswer record(Database& database, const Contact& contact);

}  // namespace jiaohao::headoffice::sqlite
