// What `devices` answers: state, freshness, counters, the last fault and what to do. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/domain/types/views.hpp"
#include "kiosk/ports/device_facts.hpp"
#include "kiosk/service/device_history.hpp"

namespace jiaohao::daemon {

struct DevicesSeen {
    /// As the hall shows them; those that `facts` does not name are no longer configured and left out.
    std::vector<domain::DeviceView> shown;
    /// Every device of the configuration, lines included; without any, all that are shown are listed.
    std::vector<ports::DeviceFacts> facts;
    std::map<domain::DeviceId, service::DeviceHistory::Entry> history;
    WallTime wall{};
    BootTime boot{};
};

/// In the order of `facts`. Advice is ids of the catalogue with their parameters: first what is wrong with the port,
/// then what the device itself says ("fault.<kind>.<fault>"); empty when all is well.
[[nodiscard]] nlohmann::json device_rows(const DevicesSeen& seen);

}  // namespace jiaohao::daemon
