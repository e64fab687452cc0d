// What became of the last tickets, with bytes and times. Bounded.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

struct PrintRecord {
    domain::TicketId ticket;
    std::uint32_t copy = 1;
    ports::PrintOutcome outcome;
    std::size_t bytes = 0;
    std::uint32_t paper_mm = 0;
    /// From the order to the first byte; what the bytes travel at the line's speed; from the first byte to the outcome.
    std::chrono::milliseconds waited{};
    std::chrono::milliseconds travelled{};
    std::chrono::milliseconds proved_after{};
    /// "U+1F600>U+25A1", with commas; empty: all came out as they were.
    std::string replaced;
};

class PrintLog {
  public:
    static constexpr std::size_t kKept = 50;

    void add(PrintRecord record) {
        records_.push_back(std::move(record));
        if (records_.size() > kKept) {
            records_.pop_front();
        }
    }
    /// The newest last.
    [[nodiscard]] const std::deque<PrintRecord>& records() const { return records_; }

  private:
    std::deque<PrintRecord> records_;
};

}  // namespace jiaohao::drivers::printer
