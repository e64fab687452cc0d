// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/foreign.hpp"

#include "kiosk/journal/moved.hpp"
#include "kiosk/journal/places.hpp"
#include "kiosk/journal/schema.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;
}  // namespace

std::optional<Foreign> foreign_journal(const fs::path& folder, const domain::HallId& hall,
                                       const domain::TerminalId& terminal) {
    const Places places(folder);
    std::error_code unknown;
    if (!fs::is_regular_file(places.database, unknown) || fs::file_size(places.database, unknown) == 0) {
        return std::nullopt;
    }
    using Mode = sqlite::Connection::Mode;
    // Where no writer has its -shm, reading would make one, of whoever reads.
    const bool beside_writer = fs::exists(places.database.string() + "-shm", unknown);
    try {
        sqlite::Connection db(places.database, beside_writer ? Mode::read_only : Mode::immutable, {});
        if (db.integer("PRAGMA user_version") > kSchemaVersion ||
            (db.text("SELECT value FROM meta WHERE key = 'hall'") == hall.get() &&
             db.text("SELECT value FROM meta WHERE key = 'terminal'") == terminal.get())) {
            return std::nullopt;
        }
        NullSink nowhere;
        const Log silent(nowhere, "journal");
        return Foreign{describe(db, places.database),
                       set_aside_under(places.old, hall, terminal, silent).has_value()};
    } catch (const std::exception&) {
        // Who opens it says what is wrong with it.
        return std::nullopt;
    }
}

}  // namespace jiaohao::journal
