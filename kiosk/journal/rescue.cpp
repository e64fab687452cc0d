// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/rescue.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "kiosk/domain/decide.hpp"
#include "kiosk/journal/files.hpp"
#include "kiosk/journal/log_walk.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

/// Unreadable rows in a run after which the rest is given up.
constexpr std::int64_t kMostSkip = 1 << 16;
constexpr std::int64_t kBehindAll = std::numeric_limits<std::int64_t>::max();

std::optional<domain::RecordedEvent> whole_event(const sqlite::Statement& row) {
    const auto body = wire::parse_json(row.text(4));
    if (!body) {
        return std::nullopt;
    }
    auto event = wire::decode(*body);
    if (!event || static_cast<std::int64_t>(event->envelope.seq.get()) != row.integer(0)) {
        return std::nullopt;
    }
    return std::move(*event);
}

/// The newest snapshot of the database that can be decoded, unless `state` is newer. A state of another epoch is
/// what this one took over: the events of this one come on top.
void take_newest_snapshot(sqlite::Connection& db, const domain::EpochId& epoch, domain::HallState& state) {
    if (state.epoch != epoch) {
        state.epoch = epoch;
        state.seq = domain::Seq{0};
    }
    try {
        auto get = db.prepare("SELECT seq, body FROM snapshot ORDER BY seq DESC");
        while (get.step()) {
            auto found = decode_state(get.text(1));
            const domain::Seq seq{static_cast<std::uint64_t>(get.integer(0))};
            if (found && seq >= state.seq) {
                state = std::move(*found);
                state.epoch = epoch;
                state.seq = seq;
                return;
            }
        }
    } catch (const sqlite::Error&) {
        // The events may still be readable.
        return;
    }
}

domain::EpochId epoch_in(sqlite::Connection& db, const domain::EpochId& otherwise) {
    try {
        auto epoch = db.text("SELECT value FROM meta WHERE key = 'epoch'");
        return epoch.empty() ? otherwise : domain::EpochId{std::move(epoch)};
    } catch (const sqlite::Error&) {
        return otherwise;
    }
}

/// The first of the rows before `before` that hang together and come after `after`; `before` when there is none.
/// Unreadable pages are leapt over in growing steps: what stands between the last of them and the landing.
std::int64_t look_back(sqlite::Connection& db, std::int64_t after, std::int64_t before) {
    std::int64_t first = before;
    try {
        auto get = db.prepare("SELECT seq FROM event WHERE seq > ?1 AND seq < ?2 ORDER BY seq DESC");
        get.bind(1, after).bind(2, before);
        while (get.step() && get.integer(0) < first) {
            first = get.integer(0);
        }
    } catch (const sqlite::Error&) {
        return first;
    }
    return first;
}

}  // namespace

fs::path readable_database(const fs::path& folder, const std::string& vfs, const Log& log) {
    fs::path database = folder / "journal.db";
    fs::path rebuilt = folder / "readable.db";
    if (fs::exists(rebuilt)) {
        return rebuilt;
    }
    const LogWalk walk = walk_log(database, vfs);
    // SQLite deletes the log of a database of no bytes.
    std::error_code missing;
    const bool empty = fs::file_size(database, missing) == 0 || missing;
    if (!walk.damaged() && !empty) {
        return database;
    }
    // Two threads may come here at once; the one that is first is right.
    const fs::path temporary = folder / fmt::format("readable.db.{}.new", ::gettid());
    try {
        rebuild_from_log(database, vfs, temporary);
    } catch (const std::exception&) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
    fs::rename(temporary, rebuilt);
    sync_folder(folder);
    log.info("journal.rebuilt", {{"path", rebuilt.string()}, {"frames", walk.frames}});
    return rebuilt;
}

bool each_readable(sqlite::Connection& db, std::int64_t from,
                   const std::function<void(const ReadableRow&)>& each) {
    std::int64_t next = from;
    std::int64_t leapt_from = next;
    std::int64_t skip = 1;
    while (skip <= kMostSkip) {
        try {
            auto get = db.prepare("SELECT seq, type, day, at, body FROM event WHERE seq >= ?1 ORDER BY seq");
            get.bind(1, next);
            bool there = get.step();
            const std::int64_t landed = there ? get.integer(0) : kBehindAll;
            if (leapt_from + 1 < next) {
                next = look_back(db, leapt_from, landed);
                leapt_from = next;
                if (next < landed) {
                    continue;
                }
            }
            for (; there; there = get.step()) {
                // A leaf from before may hang on where a newer one was lost: its rows have had their turn.
                if (get.integer(0) < next) {
                    continue;
                }
                next = get.integer(0) + 1;
                leapt_from = next;
                skip = 1;
                if (auto event = whole_event(get)) {
                    each({get.integer(0), get.integer(3), std::move(*event), get});
                }
            }
            return true;
        } catch (const sqlite::Error&) {
            leapt_from = next;
            next += skip;
            skip *= 2;
        }
    }
    return false;
}

Rescued rescue(const fs::path& folder, const std::string& vfs, const std::optional<domain::EpochId>& epoch,
               domain::HallState fallback, const Log& log) {
    Rescued rescued{std::move(fallback), 0, 0};
    try {
        sqlite::Connection db(readable_database(folder, vfs, log), sqlite::Connection::Mode::read_only, vfs);
        take_newest_snapshot(db, epoch ? *epoch : epoch_in(db, rescued.state.epoch), rescued.state);
        std::uint64_t last = rescued.state.seq.get();
        each_readable(db, static_cast<std::int64_t>(last) + 1, [&](const ReadableRow& row) {
            // Without any snapshot, what stood before the first event was dropped long ago.
            rescued.missing += last == 0 ? 0 : static_cast<std::uint64_t>(row.seq) - last - 1;
            domain::apply(rescued.state, row.event);
            last = static_cast<std::uint64_t>(row.seq);
            ++rescued.read;
        });
    } catch (const std::exception& error) {
        log.warning("journal.rescue_ended", {{"path", folder.string()}, {"problem", error.what()}});
    }
    return rescued;
}

}  // namespace jiaohao::journal
