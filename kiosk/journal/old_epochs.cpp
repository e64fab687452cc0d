// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/old_epochs.hpp"

#include <algorithm>

#include "kiosk/journal/moved.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

domain::Seq seq_of(sqlite::Connection& db, const char* question) {
    return domain::Seq{static_cast<std::uint64_t>(db.integer(question))};
}

}  // namespace

void for_each_old(const fs::path& old, const Log& log, std::string_view trouble,
                  const std::function<void(const fs::path&, sqlite::Connection&)>& each) {
    // A folder that is not there has no files; one that cannot be read to its end has those found by then.
    std::error_code end;
    for (auto entry = fs::directory_iterator(old, end); !end && entry != fs::directory_iterator();
         entry.increment(end)) {
        const fs::path file = entry->path();
        if (file.extension() != ".db") {
            continue;
        }
        try {
            sqlite::Connection db(file, sqlite::Connection::Mode::read_only, {});
            each(file, db);
        } catch (const std::exception& error) {
            log.error(trouble, {{"path", file.string()}, {"problem", error.what()}});
        }
    }
}

std::vector<OldEpoch> list_old(const fs::path& old, WallTime kept_since, const Log& log) {
    std::vector<OldEpoch> list;
    std::vector<std::pair<WallTime, std::size_t>> moved;
    for_each_old(old, log, "old.unreadable", [&](const fs::path& file, sqlite::Connection& db) {
        const auto last = seq_of(db, "SELECT max(seq) FROM event");
        if (last == domain::Seq{0}) {
            return;
        }
        list.push_back({domain::EpochId{db.text("SELECT value FROM meta WHERE key = 'epoch'")}, file,
                        db.text("SELECT value FROM meta WHERE key = 'created'"),
                        seq_of(db, "SELECT min(seq) FROM event"), last});
        if (const auto at = set_aside_at(db); at && *at >= kept_since) {
            moved.emplace_back(*at, list.size() - 1);
        }
    });
    std::ranges::sort(moved, std::greater<>());
    moved.resize(std::min(moved.size(), kMovedKept));
    for (const auto& [at, index] : moved) {
        list[index].kept = at;
    }
    return list;
}

}  // namespace jiaohao::journal
