// What the API asks of the rest of the daemon. Implemented by kiosk/daemon.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
    /// An array of {id, kind, state, fault, since, counters: {...}}.
    [[nodiscard]] virtual nlohmann::json devices() = 0;
    [[nodiscard]] virtual std::vector<Finding> doctor() = 0;
    /// Recorded events from `from` on, at most `most`; without `from` the newest `most`. Oldest first.
    [[nodiscard]] virtual Result<std::vector<domain::RecordedEvent>, domain::Refusal> tail(
        std::optional<domain::Seq> from, std::size_t most) = 0;
    [[nodiscard]] virtual Health health() = 0;
    /// Prometheus text format.
    [[nodiscard]] virtual std::string metrics() = 0;
};

}  // namespace jiaohao::api
