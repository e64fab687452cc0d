// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bare_commit.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "tests/bench/spread.hpp"

namespace jiaohao::bench {

using journal::sqlite::Connection;

namespace {

Connection make(const std::filesystem::path& file) {
    Connection db(file, Connection::Mode::create, "");
    // As kiosk/journal/store.cpp and schema.cpp have it, but with SQLite's own checkpoints.
    db.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;"
        "PRAGMA journal_size_limit = 4194304; PRAGMA temp_store = MEMORY;"
        "CREATE TABLE event (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, day TEXT, at INTEGER NOT NULL,"
        "                    body TEXT NOT NULL);"
        "CREATE TABLE request (id TEXT PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,"
        "                      answer TEXT NOT NULL, day TEXT NOT NULL DEFAULT '') WITHOUT ROWID");
    return db;
}

}  // namespace

TicketRows rows_of_last_ticket(const std::filesystem::path& journal) {
    Connection db(journal, Connection::Mode::read_only, "");
    auto find = db.prepare(
        "SELECT event.type, event.day, event.at, event.body, request.id, request.answer FROM event "
        "JOIN request ON request.first_seq = event.seq WHERE event.type = 'ticket.issued' "
        "ORDER BY event.seq DESC LIMIT 1");
    if (!find.step()) {
        throw std::runtime_error(fmt::format("{}: no ticket in it", journal.string()));
    }
    TicketRows rows;
    rows.type = find.text(0);
    rows.day = find.text(1);
    rows.at = find.integer(2);
    rows.body = find.text(3);
    rows.request = find.text(4);
    rows.answer = find.text(5);
    return rows;
}

BareCommit::BareCommit(const std::filesystem::path& file, TicketRows rows)
    : rows_(std::move(rows)),
      db_(make(file)),
      begin_(db_.prepare("BEGIN IMMEDIATE")),
      commit_(db_.prepare("COMMIT")),
      put_event_(db_.prepare("INSERT INTO event(seq, type, day, at, body) VALUES (?1, ?2, ?3, ?4, ?5)")),
      put_request_(db_.prepare("INSERT OR IGNORE INTO request(id, first_seq, last_seq, answer, day) "
                               "VALUES (?1, ?2, ?3, ?4, ?5)")) {}

void BareCommit::put_event() {
    put_event_.bind(1, ++seq_).bind(2, rows_.type).bind(3, rows_.day).bind(4, rows_.at).bind(5, rows_.body);
    put_event_.run();
}

void BareCommit::put_request() {
    // As long as the real one, and as far from the one before.
    std::string id = fmt::format("{:0{}}", seq_, rows_.request.size());
    put_request_.bind(1, id).bind(2, seq_).bind(3, seq_).bind(4, rows_.answer).bind(5, rows_.day);
    put_request_.run();
}

std::chrono::nanoseconds BareCommit::event() {
    const auto from = SteadyClock::now();
    begin_.run();
    put_event();
    commit_.run();
    return SteadyClock::now() - from;
}

std::chrono::nanoseconds BareCommit::event_and_request() {
    const auto from = SteadyClock::now();
    begin_.run();
    put_event();
    put_request();
    commit_.run();
    return SteadyClock::now() - from;
}

}  // namespace jiaohao::bench
