// Test pages that a technician asks for: printed like tickets, but no tickets. What became of them never reaches
// the hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "kiosk/base/clock.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::daemon {

/// Stands between printers and `next`, to which everything else goes on. Thread-safe. One page at a time and
/// printer; `clock` and `next` outlive it.
class TestPrints final : public ports::PrinterListener {
  public:
    struct Page {
        std::uint64_t number = 0;
        WallTime at{};
        /// Nothing: under way.
        std::optional<ports::PrintOutcome> outcome;
    };

    TestPrints(ports::PrinterListener& next, const Clock& clock) : next_(next), clock_(clock) {}

    /// The job to give to the printer; nothing while one is under way.
    [[nodiscard]] std::optional<ports::PrintJob> begin(const domain::DeviceId& printer,
                                                       ports::TicketPaper paper);
    /// The last page of this printer.
    [[nodiscard]] std::optional<Page> page(const domain::DeviceId& printer) const;

    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override;
    void on_printer_state(const domain::DeviceId& printer, domain::DeviceState state,
                          const std::string& fault, bool paper_possible) override {
        next_.on_printer_state(printer, state, fault, paper_possible);
    }
    void on_printer_facts(const domain::DeviceId& printer, const ports::PrinterFacts& facts) override {
        next_.on_printer_facts(printer, facts);
    }

  private:
    ports::PrinterListener& next_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::uint64_t last_ = 0;                  // guarded by mutex_
    std::map<domain::DeviceId, Page> pages_;  // guarded by mutex_
};

}  // namespace jiaohao::daemon
