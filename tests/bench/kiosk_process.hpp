// A kioskd of our own: started with a configuration, looked at from outside, stopped by its id.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace jiaohao::bench {

class KioskProcess {
  public:
    /// Its messages go to `log`. Throws std::runtime_error when it cannot be started.
    KioskProcess(const std::filesystem::path& program, const std::filesystem::path& config,
                 const std::filesystem::path& log);
    /// Kills it when stop() was not called.
    ~KioskProcess();
    KioskProcess(const KioskProcess&) = delete;
    KioskProcess& operator=(const KioskProcess&) = delete;

    [[nodiscard]] bool running();
    /// Asks it to end and waits; true when it ended in order.
    [[nodiscard]] bool stop();

    /// VmRSS.
    [[nodiscard]] std::uint64_t resident_kib() const;
    /// User and system time of all its threads.
    [[nodiscard]] std::chrono::nanoseconds cpu_time() const;
    /// Times its threads went to sleep, as a measure of handing over between them.
    [[nodiscard]] std::uint64_t switches() const;

  private:
    pid_t pid_ = -1;
};

}  // namespace jiaohao::bench
