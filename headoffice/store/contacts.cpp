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

std::vector<HallNames> hall_names(Database& database) {
    Statement row = database.prepare("SELECT hall, body FROM hall_names ORDER BY hall");
    std::vector<HallNames> rows;
    while (row.step()) {
        rows.push_back({domain::HallId{row.text(0)}, row.text(1)});
    }
    return rows;
}

ContactAnswer record(Database& database, const Contact& contact) {
    if (auto own = refuse_other_hall(database, contact.terminal, contact.hall, contact.received_at)) {
        return {std::move(own)};
    }
    bind_terminal(database, contact.terminal, contact.hall, contact.received_at);
    Statement row = database.prepare(
        "INSERT INTO contact (terminal, hall, received_at, backlog, body) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT DO UPDATE SET hall = excluded.hall, received_at = excluded.received_at, "
        "backlog = excluded.backlog, body = excluded.body");
    row.bind(1, contact.terminal.get()).bind(2, contact.hall.get());
    row.bind(3, contact.received_at.time_since_epoch().count())
        .bind(4, static_cast<std::int64_t>(contact.backlog));
    row.bind(5, contact.body).run();
    if (!contact.names.empty()) {
        // They come with every contact and hardly ever change.
        database
            .prepare(
                "INSERT INTO hall_names (hall, body) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
                "body = excluded.body WHERE body <> excluded.body")
            .bind(1, contact.hall.get())
            .bind(2, contact.names)
            .run();
    }
    return {};
}

}  // namespace jiaohao::headoffice::sqlite
