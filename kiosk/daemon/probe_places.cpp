// Folders and devices that the configuration names, looked at without touching them.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "kiosk/daemon/probe.hpp"

namespace jiaohao::daemon {
namespace {

namespace fs = std::filesystem;
using config::KioskConfig;
using config::problem_at;
using config::Problems;

/// "" or why this user cannot make files in `folder`.
std::string folder_wrong(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return error && error != std::errc::no_such_file_or_directory
                   ? fmt::format("{} cannot be looked at: {}", folder.string(), error.message())
                   : fmt::format("{} is not a folder", folder.string());
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        return fmt::format("the user with the id {} cannot make files in {}: {}", ::geteuid(),
                           folder.string(), std::generic_category().message(errno));
    }
    return {};
}

/// The folder, or the nearest above it that is there: kioskd makes the rest.
void probe_journal(const KioskConfig& config, Problems& errors) {
    fs::path at = config.journal.folder;
    std::error_code error;
    while (fs::status(at, error).type() == fs::file_type::not_found && at.has_relative_path()) {
        at = at.parent_path();
    }
    if (const std::string wrong = folder_wrong(at); !wrong.empty()) {
        errors.add(problem_at(
            config, "journal.folder",
            fmt::format("{}; needed: a folder that the journal may be kept in, or be made in", wrong)));
    }
}

void probe_socket(const KioskConfig& config, Problems& errors) {
    const fs::path& socket = config.api.socket;
    if (socket.empty()) {
        return;
    }
    const fs::path folder = socket.has_parent_path() ? socket.parent_path() : fs::path(".");
    std::error_code error;
    const auto complain = [&](const std::string& what) {
        errors.add(problem_at(config, "api.socket", what));
    };
    if (fs::status(folder, error).type() == fs::file_type::not_found) {
        return complain(
            fmt::format("there is no folder {}; make it (a service unit does with "
                        "RuntimeDirectory=), or name a socket in another",
                        folder.string()));
    }
    if (const std::string wrong = folder_wrong(folder); !wrong.empty()) {
        return complain(fmt::format("{}; needed: a folder that the socket can be made in", wrong));
    }
    const fs::file_type there = fs::symlink_status(socket, error).type();
    if (there != fs::file_type::not_found && there != fs::file_type::socket) {
        complain(
            fmt::format("{} is there already and is no socket; remove it, or name another", socket.string()));
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
            return probed.errors.add(problem_at(
                config, key, fmt::format("{} cannot be looked at: {}", path.string(), error.message())));
        default:
            break;
    }
    const char* what = type == fs::file_type::regular     ? "a file"
                       : type == fs::file_type::directory ? "a folder"
                                                          : "something else";
    probed.errors.add(
        problem_at(config, key,
                   fmt::format("{} is {}, not a serial port; needed: a character device, best by its name "
                               "under /dev/serial/by-path",
                               path.string(), what)));
}

}  // namespace

void probe_places(const KioskConfig& config, Probed& probed) {
    probe_journal(config, probed.errors);
    probe_socket(config, probed.errors);
    for (std::size_t i = 0; i < config.printers.size(); ++i) {
        probe_device(config, fmt::format("printer[{}].path", i + 1), config.printers[i].path, probed);
    }
    for (std::size_t i = 0; i < config.lines.size(); ++i) {
        probe_device(config, fmt::format("line[{}].path", i + 1), config.lines[i].path, probed);
    }
}

}  // namespace jiaohao::daemon
