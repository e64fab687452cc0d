// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/set_aside.hpp"

#include <fmt/format.h>

#include "kiosk/journal/files.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

fs::path move_database(const Places& places, const fs::path& folder, const std::string& name) {
    fs::path target = folder / name;
    for (int n = 2; fs::exists(target); ++n) {
        target = folder / fmt::format("{}-{}", name, n);
    }
    fs::create_directories(target);
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::path from = places.database;
        from += end;
        std::error_code error;
        fs::rename(from, target / from.filename(), error);
        if (error && error != std::errc::no_such_file_or_directory) {
            // What cannot be set aside must not be begun anew on top of: it holds events that nobody else has.
            throw fs::filesystem_error("the damaged journal cannot be set aside", from, target, error);
        }
    }
    sync_folder(target);
    sync_folder(folder);
    return target;
}

/// The newest folder that a journal of `epoch` was moved to; empty when there is none.
fs::path set_aside_before(const fs::path& folder, const domain::EpochId& epoch) {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(std::string(kSetAside) + epoch.get()) &&
            entry.path() > newest) {
            newest = entry.path();
        }
    }
    return newest;
}

std::string compact_time(WallTime at) {
    std::string text = format_rfc3339(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

}  // namespace

bool log_there(const Places& places) {
    std::error_code error;
    fs::path log = places.database;
    log += "-wal";
    return fs::exists(log) && fs::file_size(log, error) > 0;
}

fs::path set_aside(const Options& options, const std::optional<domain::EpochId>& epoch) {
    const Places places(options.folder);
    if (fs::exists(places.database) || log_there(places)) {
        return move_database(places, options.folder,
                             fmt::format("{}{}-{}", kSetAside, epoch ? epoch->get() : "unknown",
                                         compact_time(options.clock.wall())));
    }
    // The power may have gone between setting aside and beginning anew.
    return epoch ? set_aside_before(options.folder, *epoch) : fs::path();
}

}  // namespace jiaohao::journal
