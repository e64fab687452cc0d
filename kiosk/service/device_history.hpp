// The last fault of each device, for the technician who comes when it is over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/command.hpp"

namespace jiaohao::service {

/// Since the start of the process; what came before stands in the journal. Thread-safe. Bounded: devices beyond
/// `most_devices` are not remembered.
class DeviceHistory {
  public:
    struct Fault {
        std::string code;
        domain::DeviceState state{};
        WallTime at{};
        /// Nothing: it lasts.
        std::optional<WallTime> until;
        friend bool operator==(const Fault&, const Fault&) = default;
    };
    struct Entry {
        std::optional<Fault> last_fault;
        /// Times a fault began; a fault that turns into another counts again.
        std::uint64_t faults = 0;
        /// Of state or fault.
        std::uint64_t changes = 0;
        domain::DeviceState state{};
        std::string fault;
    };

    void heard(const domain::ReportDevice& report, WallTime at);
    [[nodiscard]] std::map<domain::DeviceId, Entry> entries() const;

  private:
    mutable std::mutex mutex_;
    std::map<domain::DeviceId, Entry> entries_;  // guarded by mutex_
};

}  // namespace jiaohao::service
