// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/sqlite_outbox.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/journal/recovery.hpp"
#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

using ports::JournalError;
using ports::JournalFailure;

/// An event that nobody can read must not block what is behind it: it goes up as an unknown type with its
/// bytes.
domain::RecordedEvent unreadable(const domain::Envelope& like, std::uint64_t seq, std::string_view body) {
    domain::RecordedEvent event{like, domain::UnknownEvent{"event.unreadable", {}}};
    event.envelope.seq = domain::Seq{seq};
    std::get<domain::UnknownEvent>(event.event).data =
        wire::to_text(nlohmann::json{{"base64", wire::to_base64(body)}});
    return event;
}

/// Hall, terminal and epoch of the file, for an event whose own cannot be read.
domain::Envelope identity_of(sqlite::Connection& db, const domain::EpochId& epoch) {
    domain::Envelope envelope;
    envelope.hall = domain::HallId{db.text("SELECT value FROM meta WHERE key = 'hall'")};
    envelope.terminal = domain::TerminalId{db.text("SELECT value FROM meta WHERE key = 'terminal'")};
    envelope.epoch = epoch;
    return envelope;
}

}  // namespace

Result<std::vector<ports::Outbox::EpochBacklog>, JournalFailure> SqliteOutbox::backlog() {
    return marks_.backlog();
}

Result<std::vector<domain::RecordedEvent>, JournalFailure> SqliteOutbox::read(const domain::EpochId& epoch,
                                                                              domain::Seq first,
                                                                              std::size_t most,
                                                                              std::size_t most_bytes) {
    const auto file = marks_.file_of(epoch, current_);
    if (!file) {
        return fail(JournalFailure{JournalError::closed, fmt::format("epoch {} is not here", epoch.get())});
    }
    std::vector<domain::RecordedEvent> events;
    try {
        sqlite::Connection db(*file, sqlite::Connection::Mode::read_only, vfs_);
        // Never ahead of what the journal thread calls durable: its log may hold a commit that is not synced
        // yet.
        const auto last = *file == current_ ? marks_.last().get() : static_cast<std::uint64_t>(INT64_MAX);
        auto get =
            db.prepare("SELECT seq, body FROM event WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3");
        get.bind(1, static_cast<std::int64_t>(first.get()))
            .bind(2, static_cast<std::int64_t>(last))
            .bind(3, static_cast<std::int64_t>(most));
        std::size_t bytes = 0;
        for (std::uint64_t next = first.get(); bytes < most_bytes && get.step(); ++next) {
            if (static_cast<std::uint64_t>(get.integer(0)) != next) {
                break;
            }
            bytes += get.text(1).size();
            const auto json = wire::parse_json(get.text(1));
            auto event = json ? wire::decode(*json) : fail(wire::CodecError{"", "is no JSON"});
            if (!event) {
                log_.error("event.unreadable", {{"epoch", epoch.get()}, {"seq", next}});
            }
            events.push_back(event ? std::move(*event)
                                   : unreadable(identity_of(db, epoch), next, get.text(1)));
        }
    } catch (const sqlite::Error& error) {
        return fail(failure_of(error, *file));
    }
    return events;
}

Result<void, JournalFailure> SqliteOutbox::acknowledge(const domain::EpochId& epoch, domain::Seq stored_to) {
    if (marks_.acknowledge(epoch, stored_to)) {
        wake_();
    }
    return {};
}

}  // namespace jiaohao::journal
