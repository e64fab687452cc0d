// Recordings of lines.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {

void read_capture(Table& top, KioskConfig& config) {
    CaptureConfig& capture = config.capture;
    capture.folder = config.journal.folder / "captures";
    auto table = top.table("capture");
    if (!table) {
        return;
    }
    capture.folder = table->path("folder", capture.folder.string());
    capture.file_bytes = static_cast<std::uint64_t>(table->integer("file_kib", {64, 1 << 20}, 4096)) * 1024;
    capture.files = static_cast<std::uint32_t>(table->integer("files", {1, 1000}, 8));
    std::vector<std::string> known;
    for (const PrinterConfig& printer : config.printers) {
        known.push_back(printer.id.get());
    }
    for (const BusLineConfig& line : config.lines) {
        known.push_back(line.id.get());
    }
    const std::vector<std::string> wanted = table->texts("lines", kIdText);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (std::find(known.begin(), known.end(), wanted[i]) == known.end()) {
            table->problem_at("lines", i,
                              fmt::format("there is no printer or line \"{}\"; there are: {}", wanted[i],
                                          fmt::join(known, ", ")));
        }
        capture.lines.emplace_back(wanted[i]);
    }
    table->done();
}

}  // namespace jiaohao::config
