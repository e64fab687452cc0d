// The printer's end of a pseudo-terminal: answers what a printer answers at once, and notes when the first
// byte of a ticket arrives. It prints nothing, so it never is what takes the time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "drivers/sim/pty.hpp"
#include "tests/bench/spread.hpp"

namespace jiaohao::bench {

class PrinterEnd {
  public:
    /// `link` becomes the path of the line. Throws std::runtime_error.
    explicit PrinterEnd(const std::filesystem::path& link);

    struct Arrival {
        /// Of anything since expect(): the driver asks for the printer's state before each ticket.
        SteadyClock::time_point any;
        SteadyClock::time_point ticket;
    };
    /// Forgets what arrived before.
    void expect();
    /// Waits for the first byte of a ticket.
    [[nodiscard]] std::optional<Arrival> wait_for_ticket(std::chrono::milliseconds bound);
    /// Waits until the line has been quiet for a moment: the ticket is out and the driver idle.
    [[nodiscard]] bool wait_for_quiet(std::chrono::milliseconds bound);

  private:
    void run(const std::stop_token& stop);
    void take(const Bytes& bytes, SteadyClock::time_point at);
    /// Length of the command at the front; 0: not whole yet.
    [[nodiscard]] std::size_t command_length() const;
    void handle(std::size_t length, SteadyClock::time_point at);

    drivers::sim::Pty pty_;
    Bytes held_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<SteadyClock::time_point> first_;         // guarded by mutex_
    std::optional<SteadyClock::time_point> first_ticket_;  // guarded by mutex_
    SteadyClock::time_point last_;                         // guarded by mutex_
    std::jthread thread_;
};

}  // namespace jiaohao::bench
