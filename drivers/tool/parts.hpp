// The parts of drivers/tool: printers and buses. Only for this folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "drivers/engine/profile.hpp"
#include "drivers/line/capture.hpp"
#include "drivers/printer/profile.hpp"
#include "drivers/tool/offline.hpp"

namespace jiaohao::drivers::tool {

[[nodiscard]] std::string decode_printer(const capture::Capture& capture);
[[nodiscard]] std::string decode_bus(const capture::Capture& capture, const engine::DeviceProfile& profile);
[[nodiscard]] Replayed replay_printer(capture::Capture capture, printer::PrinterProfile profile);
[[nodiscard]] Replayed replay_bus(const capture::Capture& capture, const engine::DeviceProfile& profile);

/// "    2.613002"
[[nodiscard]] std::string stamp(std::chrono::nanoseconds since_origin);
/// The record as it stands in the file, on one line, bytes cut at `most`.
[[nodiscard]] std::string shown(const capture::Record& record, std::size_t most = 16);

}  // namespace jiaohao::drivers::tool
