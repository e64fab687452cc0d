// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/queries.hpp"

#include <nlohmann/json.hpp>

#include "headoffice/store/ingest_rows.hpp"

namespace jiaohao::headoffice::sqlite {
namespace {

WallTime time_of(std::int64_t milliseconds) {
    return WallTime{std::chrono::milliseconds{milliseconds}};
}

std::optional<std::int64_t> hall_number(Database& database, const domain::HallId& hall) {
    Statement row = database.prepare("SELECT id FROM hall WHERE name = ?1");
    return row.bind(1, hall.get()).step() ? std::optional(row.integer(0)) : std::nullopt;
}

}  // namespace

std::vector<std::pair<HallDay, std::int64_t>> dirty_days(Database& database, std::size_t most) {
    Statement row = database.prepare(
        "SELECT h.name, d.day, d.mark FROM dirty d JOIN hall h ON h.id = d.hall_id ORDER BY d.first_mark "
        "LIMIT ?1");
    row.bind(1, static_cast<std::int64_t>(most));
    std::vector<std::pair<HallDay, std::int64_t>> days;
    while (row.step()) {
        days.emplace_back(HallDay{domain::HallId{row.text(0)}, day_of(row.integer(1))}, row.integer(2));
    }
    return days;
}

std::vector<domain::RecordedEvent> events_of(Database& database, const HallDay& hall_day) {
    std::vector<domain::RecordedEvent> events;
    const auto hall = hall_number(database, hall_day.hall);
    if (!hall) {
        return events;
    }
    Statement row = database.prepare(
        "SELECT e.body FROM event e JOIN terminal t ON t.id = e.terminal_id WHERE e.hall_id = ?1 AND e.day = "
        "?2 "
        "AND e.day IS NOT NULL AND e.problem IS NULL ORDER BY t.name, e.epoch_id, e.seq");
    row.bind(1, *hall).bind(2, day_number(hall_day.day));
    while (row.step()) {
        const auto json = nlohmann::json::parse(row.text(0), nullptr, false);
        if (auto event = wire::decode(json)) {
            events.push_back(std::move(*event));
        }
    }
    return events;
}

std::vector<Rollup> rollups(Database& database, const RollupFilter& filter) {
    Statement row = database.prepare(
        "SELECT h.name, r.day, r.slot_min, r.service, r.counter, r.clerk, r.figures, r.rev, r.updated_at "
        "FROM rollup r JOIN hall h ON h.id = r.hall_id WHERE r.grain = ?1 AND r.day BETWEEN ?2 AND ?3 "
        "AND (r.service <> '') = ?4 AND (r.counter <> '') = ?5 AND (r.clerk <> '') = ?6 "
        "AND (?7 IS NULL OR h.name = ?7) AND (?8 IS NULL OR r.service = ?8) AND (?9 IS NULL OR r.counter = "
        "?9) "
        "AND (?10 IS NULL OR r.clerk = ?10) AND (?11 OR length(r.figures) > 0) "
        "ORDER BY r.day, r.slot_min, h.name, r.service, r.counter, r.clerk");
    row.bind(1, static_cast<std::int64_t>(filter.grain)).bind(2, day_number(filter.from));
    row.bind(3, day_number(filter.to)).bind(4, std::int64_t{filter.by_service});
    row.bind(5, std::int64_t{filter.by_counter}).bind(6, std::int64_t{filter.by_clerk});
    filter.hall ? row.bind(7, filter.hall->get()) : row.bind_null(7);
    filter.service ? row.bind(8, *filter.service) : row.bind_null(8);
    filter.counter ? row.bind(9, *filter.counter) : row.bind_null(9);
    filter.clerk ? row.bind(10, *filter.clerk) : row.bind_null(10);
    row.bind(11, std::int64_t{filter.with_removed});
    std::vector<Rollup> rows;
    while (row.step()) {
        rows.push_back({filter.grain,
                        {domain::HallId{row.text(0)}, day_of(row.integer(1))},
                        static_cast<std::uint32_t>(row.integer(2)),
                        row.text(3),
                        row.text(4),
                        row.text(5),
                        row.text(6),
                        row.blob(6).empty(),
                        static_cast<std::uint64_t>(row.integer(7)),
                        time_of(row.integer(8))});
    }
    return rows;
}

std::vector<HallZone> hall_zones(Database& database) {
    Statement row = database.prepare(
        "SELECT h.name, z.zone, z.moved FROM hall h LEFT JOIN hall_zone z ON z.hall_id = h.id ORDER BY "
        "h.name");
    std::vector<HallZone> rows;
    while (row.step()) {
        rows.push_back({domain::HallId{row.text(0)}, row.null(1) ? std::nullopt : std::optional(row.text(1)),
                        !row.null(2) && row.integer(2) != 0});
    }
    return rows;
}

std::vector<HallDay> days_of_old_zone(Database& database, const RollupFilter& filter) {
    Statement row = database.prepare(
        "SELECT h.name, d.day FROM dirty d JOIN hall h ON h.id = d.hall_id WHERE d.recut <> 0 AND d.day "
        "BETWEEN "
        "?1 AND ?2 AND (?3 IS NULL OR h.name = ?3) ORDER BY h.name, d.day");
    row.bind(1, day_number(filter.from)).bind(2, day_number(filter.to));
    filter.hall ? row.bind(3, filter.hall->get()) : row.bind_null(3);
    std::vector<HallDay> days;
    while (row.step()) {
        days.push_back({domain::HallId{row.text(0)}, day_of(row.integer(1))});
    }
    return days;
}

std::vector<Coverage> coverage(Database& database) {
    Statement row = database.prepare(
        "SELECT h.name, t.name, e.uuid, c.stored_to, c.last_event_at, c.received_at, "
        "c.quarantined, c.set_apart FROM cursor c "
        "JOIN hall h ON h.id = c.hall_id JOIN terminal t ON t.id = c.terminal_id JOIN epoch e ON e.id = "
        "c.epoch_id "
        "ORDER BY h.name, t.name, c.epoch_id");
    std::vector<Coverage> rows;
    while (row.step()) {
        rows.push_back({domain::HallId{row.text(0)}, domain::TerminalId{row.text(1)},
                        domain::EpochId{row.text(2)}, domain::Seq{static_cast<std::uint64_t>(row.integer(3))},
                        row.null(4) ? std::nullopt : std::optional(time_of(row.integer(4))),
                        time_of(row.integer(5)), static_cast<std::uint64_t>(row.integer(6)),
                        static_cast<std::uint64_t>(row.integer(7))});
    }
    return rows;
}

StoreCounts stored_counts(Database& database) {
    // Every epoch is stored from 1 without holes, so the cursors count the events.
    Statement row = database.prepare(
        "SELECT coalesce(sum(stored_to), 0), coalesce(sum(quarantined), 0), coalesce(sum(set_apart), 0) "
        "FROM cursor");
    StoreCounts counts;
    if (row.step()) {
        counts.events = static_cast<std::uint64_t>(row.integer(0));
        counts.quarantined = static_cast<std::uint64_t>(row.integer(1));
        counts.set_apart = static_cast<std::uint64_t>(row.integer(2));
    }
    counts.dirty_days = static_cast<std::uint64_t>(database.integer("SELECT count(*) FROM dirty"));
    return counts;
}

namespace {

using RollupKey = std::tuple<std::int64_t, std::int64_t, std::string, std::string, std::string>;

RollupKey key_of(const Rollup& row) {
    return {static_cast<std::int64_t>(row.grain), row.slot_min, row.service, row.counter, row.clerk};
}

std::map<RollupKey, std::string> figures_of(Database& database, std::int64_t hall, std::int64_t day) {
    Statement row = database.prepare(
        "SELECT grain, slot_min, service, counter, clerk, figures FROM rollup "
        "WHERE hall_id = ?1 AND grain BETWEEN 0 AND 2 AND day = ?2");
    row.bind(1, hall).bind(2, day);
    std::map<RollupKey, std::string> figures;
    while (row.step()) {
        figures.emplace(RollupKey{row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4)},
                        row.text(5));
    }
    return figures;
}

void upsert(Database& database, std::int64_t hall, const Rollup& rollup, std::int64_t rev, WallTime now) {
    Statement row = database.prepare(
        "INSERT INTO rollup (hall_id, grain, day, slot_min, service, counter, clerk, rev, updated_at, "
        "figures) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO UPDATE SET rev = excluded.rev, "
        "updated_at = excluded.updated_at, figures = excluded.figures");
    row.bind(1, hall)
        .bind(2, static_cast<std::int64_t>(rollup.grain))
        .bind(3, day_number(rollup.hall_day.day));
    row.bind(4, std::int64_t{rollup.slot_min})
        .bind(5, rollup.service)
        .bind(6, rollup.counter)
        .bind(7, rollup.clerk);
    row.bind(8, rev).bind(9, now.time_since_epoch().count());
    row.bind_blob(10, {reinterpret_cast<const std::uint8_t*>(rollup.figures.data()), rollup.figures.size()})
        .run();
}

/// The row stays without figures: only so does a reader of changes hear of it.
void remove(Database& database, std::int64_t hall, std::int64_t day, const RollupKey& key, std::int64_t rev,
            WallTime now) {
    const auto& [grain, slot, service, counter, clerk] = key;
    Statement row = database.prepare(
        "UPDATE rollup SET figures = x'', rev = ?8, updated_at = ?9 WHERE hall_id = ?1 AND grain = ?2 AND "
        "day = ?3 AND slot_min = ?4 AND service = ?5 AND counter = ?6 AND clerk = ?7");
    row.bind(1, hall)
        .bind(2, grain)
        .bind(3, day)
        .bind(4, slot)
        .bind(5, service)
        .bind(6, counter)
        .bind(7, clerk)
        .bind(8, rev)
        .bind(9, now.time_since_epoch().count())
        .run();
}

}  // namespace

void replace_rollups(Database& database, const HallDay& hall_day, const std::vector<Rollup>& rows,
                     WallTime now, std::optional<std::int64_t> mark) {
    const auto hall = hall_number(database, hall_day.hall);
    if (!hall) {
        throw SqliteFailure{
            {StoreError::Code::invalid, "no event of hall \"" + hall_day.hall.get() + "\" is stored"}};
    }
    const std::int64_t day = day_number(hall_day.day);
    auto old = figures_of(database, *hall, day);
    // One number for all that changes at once; it grows over the whole store, so that the largest rev of any
    // set of buckets tells whether the set changed.
    const std::int64_t rev = database.integer("SELECT value + 1 FROM meta WHERE name = 'rev'");
    bool changed = false;
    for (const Rollup& rollup : rows) {
        const auto before = old.extract(key_of(rollup));
        if (before.empty() || before.mapped() != rollup.figures) {
            upsert(database, *hall, rollup, rev, now);
            changed = true;
        }
    }
    for (const auto& [key, figures] : old) {
        if (!figures.empty()) {
            remove(database, *hall, day, key, rev, now);
            changed = true;
        }
    }
    if (changed) {
        database.prepare("UPDATE meta SET value = ?1 WHERE name = 'rev'").bind(1, rev).run();
    }
    if (mark) {
        database.prepare("DELETE FROM dirty WHERE hall_id = ?1 AND day = ?2 AND mark = ?3")
            .bind(1, *hall)
            .bind(2, day)
            .bind(3, *mark)
            .run();
    }
    // With new events it stays dirty, but its rows are of the zone that was noted last.
    database.prepare("UPDATE dirty SET recut = 0 WHERE hall_id = ?1 AND day = ?2 AND recut <> 0")
        .bind(1, *hall)
        .bind(2, day)
        .run();
}

}  // namespace jiaohao::headoffice::sqlite
