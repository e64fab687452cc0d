// What the API asks of the rest of the daemon. Implemented by kiosk/daemon.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/domain/command.hpp"

namespace jiaohao::api {

/// One thing that doctor looked at. `code` is an id of the catalogue ("doctor.<code>").
struct Finding {
    enum class Level : std::uint8_t { ok, warning, error };
    Level level{};
    std::string code;
    std::map<std::string, std::string> params;
};

/// How the recording of a line stands.
struct LineRecording {
    bool recording = false;
    /// On the terminal; `file` is the newest one, empty until something was written.
    std::string folder;
    std::string file;
    std::uint64_t bytes = 0;
    std::uint64_t dropped_records = 0;
    /// Why it ended by itself; empty when it did not.
    std::string trouble;
};

struct AddressRange {
    std::uint32_t least = 1;
    std::uint32_t most = 255;
};

struct Health {
    bool ok = true;
    /// What is wrong, for people: one line each.
    std::vector<std::string> problems;
};

/// Called from one worker thread of the API, never from its loop: may block on disk for a while.
class Diagnostics {
  public:
    virtual ~Diagnostics() = default;
    /// {versions, uptime_s, journal, upload, devices, queues}: an object; the API adds "clients".
    [[nodiscard]] virtual nlohmann::json status() = 0;
    /// An array of {id, kind, state, fault, counters, advice, ...}: see API.md.
    [[nodiscard]] virtual nlohmann::json devices() = 0;
    [[nodiscard]] virtual std::vector<Finding> doctor() = 0;
    /// Recorded events from `from` on, at most `most`; without `from` the newest `most`. Oldest first.
    [[nodiscard]] virtual Result<std::vector<domain::RecordedEvent>, domain::Refusal> tail(
        std::optional<domain::Seq> from, std::size_t most) = 0;
    /// Switches the recording of a line on (a new one) or off; without `on` only tells. Refused for a line that is
    /// not there.
    [[nodiscard]] virtual Result<LineRecording, domain::Refusal> record_line(const domain::DeviceId& line,
                                                                             std::optional<bool> on) = 0;
    /// Begins to ask every address of the range who is there, or only tells how the last scan stands:
    /// {line, finished, asked, of, found}. Refused for what is no bus.
    [[nodiscard]] virtual Result<nlohmann::json, domain::Refusal> scan_bus(
        const domain::DeviceId& line, std::optional<AddressRange> range) = 0;
    /// Prints a page that is no ticket (not while one is under way), or only tells what became of the last one:
    /// {printer, state, ...}. Refused for what is no printer.
    [[nodiscard]] virtual Result<nlohmann::json, domain::Refusal> test_print(const domain::DeviceId& printer,
                                                                             bool start) = 0;
    [[nodiscard]] virtual Health health() = 0;
    /// Prometheus text format.
    [[nodiscard]] virtual std::string metrics() = 0;
};

}  // namespace jiaohao::api
