// Folders and devices that the configuration names, looked at without touching them.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "kiosk/daemon/probe.hpp"
#include "kiosk/journal/foreign.hpp"

namespace jiaohao::daemon {
namespace {

namespace fs = std::filesystem;
using config::KioskConfig;
using config::problem_at;

/// Who checks is often not who runs the service: what only this user may not do is a warning.
std::string for_this_user(const std::string& what) {
    return fmt::format("{}, for the user with the id {}; the user of the service must be able to", what,
                       ::geteuid());
}

/// Adds why no files can be made in `folder`, which is there; true when nothing was added.
bool probe_folder(const KioskConfig& config, const std::string& key, const fs::path& folder,
                  const char* needed, Probed& probed) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        error ? probed.warnings.add(problem_at(config, key,
                                               for_this_user(fmt::format("{} cannot be looked at ({})",
                                                                         folder.string(), error.message()))))
              : probed.misplaced.add(problem_at(
                    config, key, fmt::format("{} is not a folder; needed: {}", folder.string(), needed)));
        return false;
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        const std::string why = std::generic_category().message(errno);
        probed.warnings.add(
            problem_at(config, key,
                       for_this_user(fmt::format("no files can be made in {} ({})", folder.string(), why))));
        return false;
    }
    return true;
}

/// A mistyped id sets the whole queue aside.
void probe_names(const KioskConfig& config, Probed& probed) {
    const auto found = journal::foreign_journal(config.journal.folder, config.hall.hall, config.terminal);
    if (!found) {
        return;
    }
    const ports::LeftJournal& there = found->journal;
    std::string queue = "no business day was opened in it";
    if (there.day) {
        queue = fmt::format("business day {}, {}, tickets waiting: {}", domain::to_string(*there.day),
                            there.day_open ? "open" : "closed", there.waiting);
    }
    probed.warnings.add(problem_at(
        config, there.hall == config.hall.hall ? "terminal.id" : "hall.id",
        fmt::format(
            "the journal in {} is that of terminal \"{}\" of hall \"{}\" ({}); as terminal \"{}\" of hall "
            "\"{}\" this machine {}. Was that a mistake, set the ids back: then it goes on where it was",
            config.journal.folder.string(), there.terminal.get(), there.hall.get(), queue,
            config.terminal.get(), config.hall.hall.get(),
            found->other_waits ? "sets it aside and takes up again the one it had under that name"
                               : "sets it aside and begins with an empty queue")));
}

/// The folder, or the nearest above it that is there: kioskd makes the rest.
void probe_journal(const KioskConfig& config, Probed& probed) {
    fs::path at = config.journal.folder;
    std::error_code error;
    while (fs::status(at, error).type() == fs::file_type::not_found && at.has_relative_path()) {
        at = at.parent_path();
    }
    if (probe_folder(config, "journal.folder", at, "a folder that the journal may be kept in, or be made in",
                     probed)) {
        probe_names(config, probed);
    }
}

void probe_socket(const KioskConfig& config, Probed& probed) {
    const fs::path& socket = config.api.socket;
    if (socket.empty()) {
        return;
    }
    const fs::path folder = socket.has_parent_path() ? socket.parent_path() : fs::path(".");
    const std::string key = "api.socket";
    std::error_code error;
    if (fs::status(folder, error).type() == fs::file_type::not_found) {
        // /run/jiaohao goes when the service stops.
        return probed.notes.add(problem_at(
            config, key,
            fmt::format("there is no folder {} now; whoever starts kioskd makes it first, for example "
                        "RuntimeDirectory= of a service unit",
                        folder.string())));
    }
    if (!probe_folder(config, key, folder, "a folder that the socket can be made in", probed)) {
        return;
    }
    const fs::file_type there = fs::symlink_status(socket, error).type();
    if (there != fs::file_type::not_found && there != fs::file_type::socket) {
        probed.misplaced.add(
            problem_at(config, key,
                       fmt::format("{} is there already and is no socket; remove it, or name another",
                                   socket.string())));
    }
}

void probe_device(const KioskConfig& config, const std::string& key, const fs::path& path, Probed& probed) {
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    switch (type) {
        case fs::file_type::character:
            return;
        case fs::file_type::not_found:
            return probed.notes.add(problem_at(
                config, key,
                fmt::format(
                    "there is no {} now: is the device unplugged, or the path wrong? Once it is there it "
                    "is used",
                    path.string())));
        case fs::file_type::unknown:
        case fs::file_type::none:
            return probed.warnings.add(problem_at(
                config, key,
                for_this_user(fmt::format("{} cannot be looked at ({})", path.string(), error.message()))));
        default:
            break;
    }
    const char* what = type == fs::file_type::regular     ? "a file"
                       : type == fs::file_type::directory ? "a folder"
                                                          : "something else";
    probed.misplaced.add(
        problem_at(config, key,
                   fmt::format("{} is {}, not a serial port; needed: a character device, best by its name "
                               "under /dev/serial/by-path",
                               path.string(), what)));
}

}  // namespace

void probe_places(const KioskConfig& config, Probed& probed) {
    probe_journal(config, probed);
    probe_socket(config, probed);
    for (std::size_t i = 0; i < config.printers.size(); ++i) {
        probe_device(config, fmt::format("printer[{}].path", i + 1), config.printers[i].path, probed);
    }
    for (std::size_t i = 0; i < config.lines.size(); ++i) {
        probe_device(config, fmt::format("line[{}].path", i + 1), config.lines[i].path, probed);
    }
}

}  // namespace jiaohao::daemon
