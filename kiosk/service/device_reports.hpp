// What devices tell, turned into commands of the hall: presses, print outcomes, device states.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "kiosk/base/log.hpp"
#include "kiosk/ports/hall_bus.hpp"
#include "kiosk/ports/ticket_printer.hpp"
#include "kiosk/service/hall_thread.hpp"

namespace jiaohao::service {

/// Print outcomes and printer states into the hall. Thread-safe.
class PrinterReports final : public ports::PrinterListener {
  public:
    explicit PrinterReports(PrinterSink& hall) : hall_(hall) {}
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override;
    void on_printer_state(const domain::DeviceId& printer, domain::DeviceState state,
                          const std::string& fault, bool paper_possible) override;

  private:
    PrinterSink& hall_;
};

/// One bus: its presses into the hall, the hall's answers back to it. `bus` is set once before the line
/// starts.
class BusReports final : public ports::HallBusListener {
  public:
    /// Which counter sits at which address of this bus.
    struct Addresses {
        std::map<std::uint32_t, domain::CounterId> handsets;
        std::map<std::uint32_t, domain::CounterId> pads;
    };
    BusReports(HallThread& hall, Addresses addresses, Log log)
        : hall_(hall), addresses_(std::move(addresses)), log_(log.in("presses")) {}
    void attach(ports::HallBus& bus) { bus_ = &bus; }

    void on_handset(const ports::HandsetPress& press) override;
    void on_pad(const ports::PadPress& press) override;
    void on_bus_device(const domain::DeviceId& device, domain::DeviceKind kind, domain::DeviceState state,
                       const std::string& fault) override;

    [[nodiscard]] std::uint64_t presses() const { return presses_.load(); }
    [[nodiscard]] std::uint64_t stray() const { return stray_.load(); }

  private:
    void answer(const ports::PressId& id, const Outcome& outcome);
    void log_refused(const ports::PressId& id, domain::RefusalCode code);
    HallThread& hall_;
    const Addresses addresses_;
    const Log log_;
    ports::HallBus* bus_ = nullptr;
    std::atomic<std::uint64_t> presses_{0};
    std::atomic<std::uint64_t> stray_{0};
    std::mutex refusals_mutex_;
    /// How often a press of each address was refused, and why.
    std::map<std::pair<std::uint32_t, domain::RefusalCode>, std::uint64_t>
        refusals_;  // guarded by refusals_mutex_
};

/// The fault code of a printer as the cause a ticket is not printed for.
[[nodiscard]] domain::PrintCause cause_of_fault(const std::string& fault);

}  // namespace jiaohao::service
