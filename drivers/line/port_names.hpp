// Which device stands behind a configured path, why it cannot be opened, and who has it. Reads /dev, /proc and
// /sys; called only when a port was opened or would not open.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drivers/line/line_fault.hpp"

namespace jiaohao::drivers {

/// Where the system's trees stand; tests lay their own.
struct PortRoots {
    std::filesystem::path dev = "/dev";
    std::filesystem::path proc = "/proc";
    std::filesystem::path sys = "/sys";
};

struct Holder {
    int pid = 0;
    /// As in /proc/PID/comm.
    std::string program;
    friend bool operator==(const Holder&, const Holder&) = default;
};

/// The processes that have `port` open, this one included, by pid; at most `most`. Those of other users show only
/// to root. A process in another PID namespace is not seen.
[[nodiscard]] std::vector<Holder> who_holds(const std::filesystem::path& port, const PortRoots& roots = {},
                                            std::size_t most = 3);
[[nodiscard]] std::string to_string(const std::vector<Holder>& holders);

/// Tries the path itself and names the cause (Qt's own text is often that of an older error). Nothing when it
/// opens and is a terminal: then it is held by a lock file, or the trouble has passed.
[[nodiscard]] std::optional<LineFault> why_not_open(const std::filesystem::path& port,
                                                    const PortRoots& roots = {});
[[nodiscard]] LineFault held_fault(const std::filesystem::path& port, const PortRoots& roots = {});

/// The device behind the link now, "/dev/ttyUSB1"; the path itself when it is no link or leads nowhere.
[[nodiscard]] std::filesystem::path device_behind(const std::filesystem::path& port);

/// For a path under <dev>/serial/by-id: another adapter that is plugged in answers to the same name (the same maker,
/// model, serial number and interface: CH340 have no serial number), so which of them the link leads to is chance.
/// `advised` is this port's name by its socket.
[[nodiscard]] std::optional<LineFault> same_name(const std::filesystem::path& port,
                                                 const PortRoots& roots = {});

}  // namespace jiaohao::drivers
