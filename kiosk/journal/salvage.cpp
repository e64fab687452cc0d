// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/salvage.hpp"

#include <fmt/format.h>

#include <algorithm>
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
    /// Up to `after` head office has everything.
    Salvage(Store& to, domain::Envelope identity, std::int64_t after)
        : to_(to),
          put_(to.db().prepare(
              "INSERT OR IGNORE INTO event(seq, type, day, at, body) VALUES (?1, ?2, ?3, ?4, ?5)")),
          identity_(std::move(identity)),
          after_(after) {}

    /// Returns how many events could be read. One that an earlier source had stays as it was there.
    std::int64_t read(sqlite::Connection& from) {
        std::int64_t count = 0;
        const bool to_the_end = each_readable(from, after_ + 1, [&](const ReadableRow& row) {
            try {
                put(row.row);
            } catch (const sqlite::Error& error) {
                throw TryAgain(error.what());
            }
            ++count;
        });
        if (!to_the_end && count == 0) {
            throw TryAgain("not one event can be read");
        }
        return count;
    }

    /// Returns how many events were missing.
    std::int64_t fill() {
        std::int64_t lost = 0;
        for (const Hole& hole : holes()) {
            for (std::int64_t seq = hole.first; seq < hole.end; ++seq, ++lost) {
                put_lost(seq, hole.at);
            }
        }
        return lost;
    }

  private:
    struct Hole {
        std::int64_t first = 0;
        std::int64_t end = 0;
        std::int64_t at = 0;
    };

    [[nodiscard]] std::vector<Hole> holes() const {
        std::vector<Hole> found;
        auto get = to_.db().prepare("SELECT seq, at FROM event ORDER BY seq");
        // Without a known mark, what stood before the first row was acknowledged and dropped.
        std::int64_t next = after_ > 0 ? after_ + 1 : 0;
        while (get.step()) {
            const std::int64_t seq = get.integer(0);
            if (next > 0 && next < seq) {
                found.push_back({next, seq, get.integer(1)});
            }
            next = seq + 1;
        }
        return found;
    }
    void put(const sqlite::Statement& row) {
        put_.bind(1, row.integer(0)).bind(2, row.text(1));
        if (row.null(2)) {
            put_.bind_null(3);
        } else {
            put_.bind(3, row.text(2));
        }
        put_.bind(4, row.integer(3)).bind(5, row.text(4)).run();
    }
    void put_lost(std::int64_t seq, std::int64_t at) {
        domain::RecordedEvent event{identity_, domain::UnknownEvent{"event.lost", R"({"cause":"damaged"})"}};
        event.envelope.seq = domain::Seq{static_cast<std::uint64_t>(seq)};
        event.envelope.at = WallTime{std::chrono::milliseconds{at}};
        put_.bind(1, seq).bind(2, std::string_view("event.lost")).bind_null(3).bind(4, at);
        put_.bind(5, wire::canonical(event)).run();
    }

    Store& to_;
    sqlite::Statement put_;
    domain::Envelope identity_;
    std::int64_t after_;
};

std::string epoch_of(sqlite::Connection& db, const fs::path& folder) {
    auto epoch = readable_text(db, "SELECT value FROM meta WHERE key = 'epoch'");
    const std::string name = folder.filename().string();
    return epoch.empty() ? name.substr(kSetAside.size(), kUuidSize) : epoch;
}

/// An empty file in place of `target`, until it is renamed.
fs::path temporary_for(const fs::path& target) {
    fs::create_directories(target.parent_path());
    fs::path temporary = target.string() + ".new";
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::remove(temporary.string() + end);
    }
    return temporary;
}

std::string created_of(sqlite::Connection& db) {
    return readable_text(db, "SELECT value FROM meta WHERE key = 'created'");
}

std::string salvage_one(const Options& options, const fs::path& folder) {
    const Places places(options.folder);
    sqlite::Connection from(readable_database(folder, options.vfs, options.log), Mode::read_only,
                            options.vfs);
    if (from.integer("SELECT count(*) FROM sqlite_schema") == 0) {
        return "nothing was begun in it";
    }
    const std::string epoch = epoch_of(from, folder);
    const fs::path target = places.old / (epoch + ".db");
    const fs::path temporary = temporary_for(target);
    Store to({temporary, options.vfs, 0}, true);
    const domain::Envelope identity{
        1, options.hall, options.terminal, domain::EpochId{epoch}, {}, {}, {}, {}, {}, {}};
    const auto mark = readable_text(
        from, fmt::format("SELECT value FROM meta WHERE key = '{}{}'", meta_key::acknowledged, epoch));
    Salvage salvage(to, identity, mark.empty() ? 0 : std::strtoll(mark.c_str(), nullptr, 10));
    std::string created;
    if (fs::exists(target)) {
        // Of another folder of this epoch: nothing of it may go, and what head office was told stands.
        sqlite::Connection earlier(target, Mode::read_only, options.vfs);
        static_cast<void>(salvage.read(earlier));
        created = created_of(earlier);
    }
    const auto copied = salvage.read(from);
    const auto lost = salvage.fill();
    to.put_meta(meta_key::hall, options.hall.get());
    to.put_meta(meta_key::terminal, options.terminal.get());
    to.put_meta(meta_key::epoch, epoch);
    to.put_meta(meta_key::created, created.empty() ? created_of(from) : created);
    to.commit();
    to.db().exec("PRAGMA journal_mode = DELETE");
    if (copied > 0) {
        fs::rename(temporary, target);
        sync_folder(places.old);
    } else {
        fs::remove(temporary);
    }
    return fmt::format("{} events read, {} missing between them", copied, lost);
}

/// The oldest first: where two are of one epoch, what one has the other goes on from.
std::vector<fs::path> not_salvaged(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (entry.path().filename().string().starts_with(kSetAside) &&
            !fs::exists(entry.path() / "salvaged")) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

void salvage_all(const Options& options) {
    for (const fs::path& folder : not_salvaged(options.folder)) {
        std::string result;
        try {
            result = salvage_one(options, folder);
        } catch (const std::exception& error) {
            // No room, or a disk that gives nothing back today.
            options.log.warning("journal.salvage_again",
                                {{"path", folder.string()}, {"problem", error.what()}});
            continue;
        }
        options.log.info("journal.salvaged", {{"path", folder.string()}, {"result", result}});
        try {
            write_synced(folder / "salvaged", result + "\n");
        } catch (const FileError& error) {
            options.log.warning("journal.salvage_again", {{"problem", error.what()}});
        }
    }
}

}  // namespace jiaohao::journal
