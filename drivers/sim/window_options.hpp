// Options that every simulator with a window has.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace jiaohao::drivers::sim {

struct WindowOptions {
    bool wanted = false;
    std::string language;
};

inline void declare_window(CLI::App& app, WindowOptions& options) {
    app.add_flag("--window", options.wanted,
                 "show the devices; press their keys and set faults with the mouse");
    app.add_option("--language", options.language, "of the window (default: that of the desktop)")
        ->check(CLI::IsMember({"zh_CN", "en"}));
}

}  // namespace jiaohao::drivers::sim
