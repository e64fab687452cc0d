// The file in which press counters of polled devices outlive the process.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "drivers/bus/counter_memory.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::daemon {

/// Written at each change and at each beat(), without a sync: it serves the next process of the same boot, for which
/// the kernel keeps it; after a boot it is no longer believed. One file for all lines, replaced as a whole. A file that
/// cannot be read or is not ours is told in the log and counts for nothing; one that cannot be written is removed,
/// since old positions would make presses come twice.
///
/// Thread: the devices thread. `clock` outlives it.
class CounterFile final : public drivers::bus::CounterMemory {
  public:
    /// A process that was away for longer is no restart: whoever pressed has long gone to the counter.
    static constexpr std::chrono::seconds kLongestAbsence{120};
    /// How often the file says that the process is alive, in real time; so much older than the end of the process it
    /// may be.
    static constexpr std::chrono::seconds kBeatEvery{10};
    /// More than any hall has.
    static constexpr std::size_t kMostCounters = 4096;

    /// Reads what the process before left.
    CounterFile(std::filesystem::path file, const Clock& clock, Log log);

    [[nodiscard]] std::vector<drivers::bus::CounterPosition> recall(const domain::DeviceId& line) override;
    void keep(const domain::DeviceId& line,
              const std::vector<drivers::bus::CounterPosition>& positions) override;
    /// Called often; writes every kBeatEvery, and nothing while there are no counters.
    void beat();

  private:
    using Lines = std::map<domain::DeviceId, std::vector<drivers::bus::CounterPosition>>;
    void read();
    void take(const std::string& text);
    void write();
    [[nodiscard]] std::chrono::nanoseconds since(BootTime then) const;

    const std::filesystem::path file_;
    const Clock& clock_;
    const Log log_;
    /// Of the process before, until this one has read its own.
    Lines before_;
    Lines lines_;
    std::optional<BootTime> written_;
    std::uint64_t failures_ = 0;
};

}  // namespace jiaohao::daemon
