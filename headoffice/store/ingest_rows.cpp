// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/ingest_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "headoffice/store/terminal_halls.hpp"

namespace jiaohao::headoffice::sqlite {
namespace {

constexpr std::size_t kMostCachedSources = 200'000;
// First marks of days that are only computed anew: after those of all days with new events, newest day first.
constexpr std::int64_t kAfterAllNew = std::int64_t{1} << 60;

std::int64_t number_of(Database& database, const char* find, const char* insert, const std::string& name) {
    {
        Statement row = database.prepare(find);
        if (row.bind(1, name).step()) {
            return row.integer(0);
        }
    }
    database.prepare(insert).bind(1, name).run();
    return database.last_id();
}

std::int64_t as_integer(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

}  // namespace

wire::Hash hash_from(std::span<const std::uint8_t> bytes) {
    wire::Hash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::int64_t day_number(domain::BusinessDay day) {
    return static_cast<int>(day.year()) * 10'000 + static_cast<unsigned>(day.month()) * 100 +
           static_cast<unsigned>(day.day());
}

domain::BusinessDay day_of(std::int64_t number) {
    return {std::chrono::year{static_cast<int>(number / 10'000)},
            std::chrono::month{static_cast<unsigned>(number / 100 % 100)},
            std::chrono::day{static_cast<unsigned>(number % 100)}};
}

void IngestRows::forget() {
    sources_.clear();
}

std::optional<Source> IngestRows::find_source(Database& database, const IngestBatch& batch) {
    const std::string key = fmt::format("{}/{}", batch.terminal.get(), batch.epoch.get());
    if (const auto known = sources_.find(key); known != sources_.end()) {
        return known->second;
    }
    Statement row = database.prepare(
        "SELECT e.hall_id, e.terminal_id, e.id FROM epoch e JOIN terminal t ON t.id = e.terminal_id "
        "WHERE t.name = ?1 AND e.uuid = ?2");
    if (!row.bind(1, batch.terminal.get()).bind(2, batch.epoch.get()).step()) {
        return std::nullopt;
    }
    if (sources_.size() >= kMostCachedSources) {
        sources_.clear();
    }
    return sources_.emplace(key, Source{row.integer(0), row.integer(1), row.integer(2)}).first->second;
}

Source IngestRows::make_source(Database& database, const IngestBatch& batch) {
    bind_terminal(database, batch.terminal, batch.hall, batch.received_at);
    Source source;
    source.hall = number_of(database, "SELECT id FROM hall WHERE name = ?1",
                            "INSERT INTO hall (name) VALUES (?1)", batch.hall.get());
    source.terminal = number_of(database, "SELECT id FROM terminal WHERE name = ?1",
                                "INSERT INTO terminal (name) VALUES (?1)", batch.terminal.get());
    database.prepare("INSERT INTO epoch (hall_id, terminal_id, uuid) VALUES (?1, ?2, ?3)")
        .bind(1, source.hall)
        .bind(2, source.terminal)
        .bind(3, batch.epoch.get())
        .run();
    source.epoch = database.last_id();
    return source;
}

IngestRows::Cursor IngestRows::cursor_of(Database& database, const Source& source) {
    Statement row = database.prepare(
        "SELECT stored_to, chain FROM cursor WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3");
    if (!row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch).step()) {
        return {};
    }
    return {static_cast<std::uint64_t>(row.integer(0)), hash_from(row.blob(1)), true};
}

namespace {

/// Names what was stored but counts in no figure.
void collect_marked(Database& database, const Source& source, const IngestBatch& batch,
                    IngestAnswer& answer) {
    Statement row = database.prepare(
        "SELECT seq, far_day FROM event WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3 "
        "AND seq BETWEEN ?4 AND ?5 AND (problem IS NOT NULL OR far_day IS NOT NULL) ORDER BY seq");
    row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch);
    row.bind(4, as_integer(batch.events.front().seq.get()));
    row.bind(5, as_integer(batch.events.back().seq.get()));
    while (row.step()) {
        auto& seqs = row.null(1) ? answer.quarantined : answer.set_apart;
        seqs.emplace_back(static_cast<std::uint64_t>(row.integer(0)));
    }
}

}  // namespace

void IngestRows::insert(Database& database, const IngestBatch& batch, const Source& source,
                        const Cursor& cursor, std::size_t from) {
    const std::int64_t received = batch.received_at.time_since_epoch().count();
    const std::int64_t recv_day = day_number(std::chrono::floor<std::chrono::days>(batch.received_at));
    wire::Hash chain = cursor.chain;
    std::optional<WallTime> last_at;
    std::int64_t quarantined = 0;
    std::int64_t set_apart = 0;
    Statement row = database.prepare(
        "INSERT INTO event (hall_id, terminal_id, epoch_id, seq, day, recv_day, chain, problem, body, "
        "far_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch).bind(6, recv_day);
    for (std::size_t i = from; i < batch.events.size(); ++i) {
        const IncomingEvent& event = batch.events[i];
        chain = wire::chain(chain, event.hash);
        row.bind(4, as_integer(event.seq.get())).bind_blob(7, chain);
        const auto bind_day = [&](int index, bool here) {
            here ? row.bind(index, day_number(*event.day)) : row.bind_null(index);
        };
        bind_day(5, event.day && !event.set_apart);
        bind_day(10, event.day && event.set_apart);
        event.quarantined ? row.bind(8, event.problem) : row.bind_null(8);
        row.bind_blob(9, {reinterpret_cast<const std::uint8_t*>(event.body.data()), event.body.size()});
        row.run();
        row.again();
        quarantined += event.quarantined ? 1 : 0;
        set_apart += event.day && event.set_apart ? 1 : 0;
        last_at = event.at ? event.at : last_at;
    }
    // Compare-and-set: whoever moved the cursor since it was read makes this transaction fail.
    Statement set = database.prepare(
        "INSERT INTO cursor (hall_id, terminal_id, epoch_id, stored_to, chain, last_event_at, received_at, "
        "quarantined, set_apart) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10) ON CONFLICT DO UPDATE SET stored_to = "
        "excluded.stored_to, "
        "chain = excluded.chain, last_event_at = coalesce(excluded.last_event_at, last_event_at), "
        "received_at = excluded.received_at, quarantined = quarantined + excluded.quarantined, "
        "set_apart = set_apart + excluded.set_apart WHERE stored_to = ?9");
    set.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch);
    set.bind(4, as_integer(batch.events.back().seq.get())).bind_blob(5, chain);
    last_at ? set.bind(6, last_at->time_since_epoch().count()) : set.bind_null(6);
    set.bind(7, received).bind(8, quarantined).bind(9, as_integer(cursor.stored_to));
    set.bind(10, set_apart).run();
    if (database.changes() != 1) {
        throw SqliteFailure{{StoreError::Code::unavailable, "the cursor moved while a batch was stored"}};
    }
}

std::int64_t IngestRows::take_mark(Database& database) {
    if (next_mark_ == 0) {
        next_mark_ = database.integer("SELECT coalesce(max(mark), 0) + 1 FROM dirty");
    }
    return next_mark_++;
}

void IngestRows::mark_dirty(Database& database, const Source& source, const IngestBatch& batch,
                            std::size_t from) {
    std::set<std::int64_t> days;
    for (std::size_t i = from; i < batch.events.size(); ++i) {
        if (batch.events[i].day && !batch.events[i].set_apart) {
            days.insert(day_number(*batch.events[i].day));
        }
    }
    for (const std::int64_t day : days) {
        const std::int64_t mark = take_mark(database);
        database
            .prepare(
                "INSERT INTO dirty (hall_id, day, first_mark, mark) VALUES (?1, ?2, ?3, ?3) "
                "ON CONFLICT DO UPDATE SET mark = excluded.mark, "
                "first_mark = min(first_mark, excluded.first_mark)")
            .bind(1, source.hall)
            .bind(2, day)
            .bind(3, mark)
            .run();
    }
}

std::size_t IngestRows::move_zone(Database& database, const domain::HallId& hall, const std::string& zone) {
    std::int64_t number = 0;
    {
        Statement row = database.prepare("SELECT id FROM hall WHERE name = ?1");
        if (!row.bind(1, hall.get()).step()) {
            return 0;
        }
        number = row.integer(0);
    }
    database
        .prepare(
            "INSERT INTO hall_zone (hall_id, zone) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
            "moved = moved OR zone <> excluded.zone, zone = excluded.zone")
        .bind(1, number)
        .bind(2, zone)
        .run();
    // One mark for all: whatever comes in for one of the days from now on gives that day a later one.
    Statement mark = database.prepare(
        "INSERT INTO dirty (hall_id, day, first_mark, mark, recut) SELECT hall_id, day, ?2 - day, ?3, 1 FROM "
        "rollup "
        "WHERE hall_id = ?1 AND grain = ?4 AND service = '' AND counter = '' AND clerk = '' AND "
        "length(figures) > 0 ON CONFLICT DO UPDATE SET mark = excluded.mark, recut = 1");
    mark.bind(1, number).bind(2, kAfterAllNew).bind(3, take_mark(database));
    mark.bind(4, static_cast<std::int64_t>(Grain::day)).run();
    return static_cast<std::size_t>(database.changes());
}

std::optional<IngestAnswer> IngestRows::refused_hall(Database& database, const IngestBatch& batch,
                                                     const std::optional<Source>& source) {
    std::optional<domain::HallId> began_in;
    if (source) {
        Statement hall = database.prepare("SELECT name FROM hall WHERE id = ?1");
        if (hall.bind(1, source->hall).step()) {
            began_in = domain::HallId{hall.text(0)};
        }
    }
    if (began_in == batch.hall) {
        return std::nullopt;
    }
    IngestAnswer answer;
    if (auto own = refuse_other_hall(database, batch.terminal, batch.hall, batch.received_at)) {
        answer.kind = IngestAnswer::Kind::other_hall;
        answer.hall = std::move(own);
        return answer;
    }
    if (began_in) {
        answer.kind = IngestAnswer::Kind::wrong_hall;
        answer.hall = std::move(began_in);
        return answer;
    }
    return std::nullopt;
}

IngestAnswer IngestRows::apply(Database& database, const IngestBatch& batch) {
    const std::uint64_t first = batch.events.front().seq.get();
    const std::uint64_t last = batch.events.back().seq.get();
    auto source = find_source(database, batch);
    if (auto refusal = refused_hall(database, batch, source)) {
        return std::move(*refusal);
    }
    IngestAnswer answer;
    const Cursor cursor = source ? cursor_of(database, *source) : Cursor{};
    answer.stored_to = domain::Seq{cursor.stored_to};
    answer.want = domain::Seq{cursor.stored_to + 1};
    if (first > cursor.stored_to + 1) {
        answer.kind = IngestAnswer::Kind::gap;
        return answer;
    }
    if (first <= cursor.stored_to) {
        answer.differs = first_that_differs(database, *source, batch, cursor.stored_to);
    }
    if (answer.differs) {
        note_clone(database, batch.terminal, batch.epoch, *answer.differs, batch.received_at);
        answer.kind = IngestAnswer::Kind::clone;
        return answer;
    }
    if (last > cursor.stored_to) {
        if (!source) {
            source = make_source(database, batch);
        }
        const std::size_t from = cursor.stored_to + 1 - first;
        insert(database, batch, *source, cursor, from);
        mark_dirty(database, *source, batch, from);
        answer.newly_stored = last - cursor.stored_to;
        answer.stored_to = domain::Seq{last};
        answer.want = domain::Seq{last + 1};
    }
    answer.kind = IngestAnswer::Kind::stored;
    collect_marked(database, *source, batch, answer);
    return answer;
}

}  // namespace jiaohao::headoffice::sqlite
