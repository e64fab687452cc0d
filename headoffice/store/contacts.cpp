// What terminals say at each contact.
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/queries.hpp"
#include "headoffice/store/terminal_halls.hpp"

namespace jiaohao::headoffice::sqlite {

std::vector<Contact> contacts(Database& database) {
    Statement row =
        database.prepare("SELECT terminal, hall, received_at, backlog, body FROM contact ORDER BY terminal");
    std::vector<Contact> rows;
    while (row.step()) {
        rows.push_back({domain::TerminalId{row.text(0)}, domain::HallId{row.text(1)},
                        WallTime{std::chrono::milliseconds{row.integer(2)}},
                        static_cast<std::uint64_t>(row.integer(3)), row.text(4)});
    }
    return rows;
}

std::vector<HallNames> hall_names(Database& database, const std::optional<domain::HallId>& hall) {
    Statement row =
        database.prepare("SELECT hall, body FROM hall_names WHERE ?1 IS NULL OR hall = ?1 ORDER BY hall");
    hall ? row.bind(1, hall->get()) : row.bind_null(1);
    std::vector<HallNames> rows;
    while (row.step()) {
        rows.push_back({domain::HallId{row.text(0)}, row.text(1)});
    }
    return rows;
}

std::uint64_t names_revision(Database& database) {
    return static_cast<std::uint64_t>(database.integer("SELECT value FROM meta WHERE name = 'names_rev'"));
}

namespace {

/// ContactRequest::names_hash of the names that this terminal was last heard saying for its hall.
std::string heard_names(Database& database, const Contact& contact) {
    Statement row = database.prepare("SELECT names_hash FROM contact WHERE terminal = ?1 AND hall = ?2");
    return row.bind(1, contact.terminal.get()).bind(2, contact.hall.get()).step() ? row.text(0) : "";
}

void take_names(Database& database, const Contact& contact) {
    database
        .prepare(
            "INSERT INTO hall_names (hall, body) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
            "body = excluded.body WHERE body <> excluded.body")
        .bind(1, contact.hall.get())
        .bind(2, contact.names)
        .run();
    if (database.changes() > 0) {
        database.execute("UPDATE meta SET value = value + 1 WHERE name = 'names_rev'");
    }
}

}  // namespace

ContactAnswer record(Database& database, const Contact& contact) {
    if (auto own = refuse_other_hall(database, contact.terminal, contact.hall, contact.received_at)) {
        return {std::move(own)};
    }
    const std::string heard = heard_names(database, contact);
    bind_terminal(database, contact.terminal, contact.hall, contact.received_at);
    Statement row = database.prepare(
        "INSERT INTO contact (terminal, hall, received_at, backlog, body, names_hash) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT DO UPDATE SET hall = excluded.hall, received_at = excluded.received_at, "
        "backlog = excluded.backlog, body = excluded.body, names_hash = excluded.names_hash");
    row.bind(1, contact.terminal.get()).bind(2, contact.hall.get());
    row.bind(3, contact.received_at.time_since_epoch().count())
        .bind(4, static_cast<std::int64_t>(contact.backlog));
    const std::string& names_hash = contact.names_along ? contact.names_hash : heard;
    row.bind(5, contact.body).bind(6, names_hash).run();
    if (!contact.names.empty()) {
        take_names(database, contact);
    }
    ContactAnswer answer;
    answer.names_wanted = !contact.names_along && !contact.names_hash.empty() && contact.names_hash != heard;
    return answer;
}

}  // namespace jiaohao::headoffice::sqlite
