// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/terminal_halls.hpp"

namespace jiaohao::headoffice::sqlite {

void bind_terminal(Database& database, const domain::TerminalId& terminal, const domain::HallId& hall,
                   WallTime now) {
    database
        .prepare(
            "INSERT INTO terminal_hall (terminal, hall, listed, since) VALUES (?1, ?2, 0, ?3) "
            "ON CONFLICT DO NOTHING")
        .bind(1, terminal.get())
        .bind(2, hall.get())
        .bind(3, now.time_since_epoch().count())
        .run();
}

std::optional<domain::HallId> refuse_other_hall(Database& database, const domain::TerminalId& terminal,
                                                const domain::HallId& hall, WallTime now) {
    std::optional<domain::HallId> own;
    {
        Statement row = database.prepare("SELECT hall FROM terminal_hall WHERE terminal = ?1");
        if (!row.bind(1, terminal.get()).step() || row.text(0) == hall.get()) {
            return std::nullopt;
        }
        own = domain::HallId{row.text(0)};
    }
    database
        .prepare(
            "UPDATE terminal_hall SET refused = refused + 1, refused_hall = ?2, refused_at = ?3 "
            "WHERE terminal = ?1")
        .bind(1, terminal.get())
        .bind(2, hall.get())
        .bind(3, now.time_since_epoch().count())
        .run();
    return own;
}

void note_clone(Database& database, const domain::TerminalId& terminal, const domain::EpochId& epoch,
                domain::Seq seq, WallTime now) {
    database
        .prepare(
            "UPDATE terminal_hall SET clones = clones + 1, clone_epoch = ?2, clone_seq = ?3, clone_at = ?4 "
            "WHERE terminal = ?1")
        .bind(1, terminal.get())
        .bind(2, epoch.get())
        .bind(3, static_cast<std::int64_t>(seq.get()))
        .bind(4, now.time_since_epoch().count())
        .run();
}

void list_terminals(Database& database,
                    const std::vector<std::pair<domain::TerminalId, domain::HallId>>& terminals,
                    WallTime now) {
    // Who leaves the list keeps the hall; `since` tells of the last change of hall only.
    database.execute("UPDATE terminal_hall SET listed = 0");
    Statement row = database.prepare(
        "INSERT INTO terminal_hall (terminal, hall, listed, since) VALUES (?1, ?2, 1, ?3) "
        "ON CONFLICT DO UPDATE SET listed = 1, since = CASE WHEN hall = excluded.hall THEN since "
        "ELSE excluded.since END, hall = excluded.hall");
    for (const auto& [terminal, hall] : terminals) {
        row.bind(1, terminal.get()).bind(2, hall.get()).bind(3, now.time_since_epoch().count()).run();
        row.again();
    }
}

std::vector<TerminalHall> terminal_halls(Database& database) {
    const auto time_of = [](std::int64_t ms) { return WallTime{std::chrono::milliseconds{ms}}; };
    Statement row = database.prepare(
        "SELECT terminal, hall, listed, since, refused, refused_hall, refused_at, clones, "
        "clone_epoch, clone_seq, clone_at FROM terminal_hall ORDER BY terminal");
    std::vector<TerminalHall> rows;
    while (row.step()) {
        TerminalHall terminal{domain::TerminalId{row.text(0)},
                              domain::HallId{row.text(1)},
                              row.integer(2) != 0,
                              time_of(row.integer(3)),
                              static_cast<std::uint64_t>(row.integer(4)),
                              row.null(5) ? std::nullopt : std::optional(domain::HallId{row.text(5)}),
                              row.null(6) ? std::nullopt : std::optional(time_of(row.integer(6)))};
        terminal.clones = static_cast<std::uint64_t>(row.integer(7));
        if (!row.null(10)) {
            terminal.last_clone = {domain::EpochId{row.text(8)},
                                   domain::Seq{static_cast<std::uint64_t>(row.integer(9))},
                                   time_of(row.integer(10))};
        }
        rows.push_back(std::move(terminal));
    }
    return rows;
}

}  // namespace jiaohao::headoffice::sqlite
