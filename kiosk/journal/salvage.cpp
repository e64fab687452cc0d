// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/salvage.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/load.hpp"
#include "kiosk/journal/places.hpp"
#include "kiosk/journal/rescue.hpp"
#include "kiosk/journal/set_aside.hpp"
#include "kiosk/journal/store.hpp"
#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;
using Mode = sqlite::Connection::Mode;

constexpr std::size_t kUuidSize = 36;

/// The copy could not be made: to be tried again at the next start.
class TryAgain : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The value, or nothing when the damage is there.
std::string readable_text(sqlite::Connection& db, const std::string& sql) {
    try {
        return db.text(sql);
    } catch (const sqlite::Error&) {
        return {};
    }
}

/// Copies readable rows and fills what is missing between them, so that head office can take the rest in
/// order.
class Salvage {
  public:
    Salvage(sqlite::Connection& from, Store& to, domain::Envelope identity, std::int64_t after)
        : from_(from),
          put_(to.db().prepare("INSERT INTO event(seq, type, day, at, body) VALUES (?1, ?2, ?3, ?4, ?5)")),
          identity_(std::move(identity)),
          next_(after + 1),
          filled_from_(after > 0 ? after + 1 : 0) {}

    void run() {
        const bool to_the_end = each_readable(from_, next_, [this](const ReadableRow& row) {
            try {
                put(row);
            } catch (const sqlite::Error& error) {
                throw TryAgain(error.what());
            }
        });
        if (!to_the_end && copied_ == 0) {
            throw TryAgain("not one event can be read");
        }
    }
    [[nodiscard]] std::int64_t copied() const { return copied_; }
    [[nodiscard]] std::int64_t lost() const { return lost_; }

  private:
    void put(const ReadableRow& row) {
        // Without a known mark, what stood before the first row was acknowledged and dropped.
        if (copied_ == 0 && filled_from_ == 0) {
            next_ = row.seq;
        }
        for (; next_ < row.seq; ++next_) {
            put_lost(next_, row.at_ms);
        }
        put_row(row.row);
        next_ = row.seq + 1;
    }
    void put_row(const sqlite::Statement& row) {
        put_.bind(1, row.integer(0)).bind(2, row.text(1));
        if (row.null(2)) {
            put_.bind_null(3);
        } else {
            put_.bind(3, row.text(2));
        }
        put_.bind(4, row.integer(3)).bind(5, row.text(4)).run();
        ++copied_;
    }
    void put_lost(std::int64_t seq, std::int64_t at) {
        domain::RecordedEvent event{identity_, domain::UnknownEvent{"event.lost", R"({"cause":"damaged"})"}};
        event.envelope.seq = domain::Seq{static_cast<std::uint64_t>(seq)};
        event.envelope.at = WallTime{std::chrono::milliseconds{at}};
        put_.bind(1, seq).bind(2, std::string_view("event.lost")).bind_null(3).bind(4, at);
        put_.bind(5, wire::canonical(event)).run();
        ++lost_;
    }

    sqlite::Connection& from_;
    sqlite::Statement put_;
    domain::Envelope identity_;
    std::int64_t next_;
    std::int64_t filled_from_;
    std::int64_t copied_ = 0;
    std::int64_t lost_ = 0;
};

std::string epoch_of(sqlite::Connection& db, const fs::path& folder) {
    auto epoch = readable_text(db, "SELECT value FROM meta WHERE key = 'epoch'");
    const std::string name = folder.filename().string();
    return epoch.empty() ? name.substr(kSetAside.size(), kUuidSize) : epoch;
}

std::string salvage_one(const Options& options, const fs::path& folder) {
    const Places places(options.folder);
    sqlite::Connection from(readable_database(folder, options.vfs, options.log), Mode::read_only,
                            options.vfs);
    const std::string epoch = epoch_of(from, folder);
    const fs::path target = places.old / (epoch + ".db");
    const fs::path temporary = target.string() + ".new";
    fs::create_directories(places.old);
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::remove(temporary.string() + end);
    }
    Store to({temporary, options.vfs, 0}, true);
    const domain::Envelope identity{
        1, options.hall, options.terminal, domain::EpochId{epoch}, {}, {}, {}, {}, {}, {}};
    const auto mark = readable_text(
        from, fmt::format("SELECT value FROM meta WHERE key = '{}{}'", meta_key::acknowledged, epoch));
    Salvage salvage(from, to, identity, mark.empty() ? 0 : std::strtoll(mark.c_str(), nullptr, 10));
    salvage.run();
    auto created = readable_text(from, "SELECT value FROM meta WHERE key = 'created'");
    to.put_meta(meta_key::hall, options.hall.get());
    to.put_meta(meta_key::terminal, options.terminal.get());
    to.put_meta(meta_key::epoch, epoch);
    to.put_meta(meta_key::created, created);
    to.commit();
    to.db().exec("PRAGMA journal_mode = DELETE");
    if (salvage.copied() > 0) {
        fs::rename(temporary, target);
        sync_folder(places.old);
    } else {
        fs::remove(temporary);
    }
    return fmt::format("{} events read, {} missing between them", salvage.copied(), salvage.lost());
}

}  // namespace

std::vector<OldEpoch> list_old(const fs::path& old, const Log& log) {
    std::vector<OldEpoch> list;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(old, missing)) {
        if (entry.path().extension() != ".db") {
            continue;
        }
        try {
            sqlite::Connection db(entry.path(), Mode::read_only, {});
            const auto last = db.integer("SELECT max(seq) FROM event");
            if (last > 0) {
                list.push_back(
                    {domain::EpochId{db.text("SELECT value FROM meta WHERE key = 'epoch'")}, entry.path(),
                     db.text("SELECT value FROM meta WHERE key = 'created'"),
                     domain::Seq{static_cast<std::uint64_t>(db.integer("SELECT min(seq) FROM event"))},
                     domain::Seq{static_cast<std::uint64_t>(last)}});
            }
        } catch (const sqlite::Error& error) {
            log.error("old.unreadable", {{"path", entry.path().string()}, {"problem", error.what()}});
        }
    }
    return list;
}

void salvage_all(const Options& options) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(options.folder, missing)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kSetAside) || fs::exists(entry.path() / "salvaged")) {
            continue;
        }
        std::string result;
        try {
            result = salvage_one(options, entry.path());
        } catch (const std::exception& error) {
            // No room, or a disk that gives nothing back today.
            options.log.warning("journal.salvage_again",
                                {{"path", entry.path().string()}, {"problem", error.what()}});
            continue;
        }
        options.log.info("journal.salvaged", {{"path", entry.path().string()}, {"result", result}});
        try {
            write_synced(entry.path() / "salvaged", result + "\n");
        } catch (const FileError& error) {
            options.log.warning("journal.salvage_again", {{"problem", error.what()}});
        }
    }
}

}  // namespace jiaohao::journal
