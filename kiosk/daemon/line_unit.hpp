// One line of the hall with all that stands around it: the port, its recorder, and the printer's jobs on the record.
// Thread: the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>

#include "drivers/line/recording_line.hpp"
#include "drivers/line/serial_line.hpp"
#include "drivers/tool/job_note.hpp"

namespace jiaohao::daemon {

struct LineUnit {
    /// `about` goes into the header of its recordings: "kind", "profile", of a bus "devices".
    LineUnit(const std::string& id, const drivers::SerialSetting& setting,
             std::map<std::string, std::string> about, drivers::capture::Store& store, const Clock& clock,
             Log log)
        : port(setting, clock, log), recorded(port, id, setting, std::move(about), store, clock) {}

    drivers::SerialLine port;
    /// What the driver is given.
    drivers::RecordingLine recorded;
};

/// Puts each job on the record before the driver gets it, so that the recording can be replayed.
class NotingPrinter final : public ports::TicketPrinter {
  public:
    NotingPrinter(ports::TicketPrinter& printer, drivers::RecordingLine& line)
        : printer_(printer), line_(line) {}
    void print(ports::PrintJob job) override {
        if (line_.recording()) {
            line_.note(drivers::tool::job_note(job));
        }
        printer_.print(std::move(job));
    }

  private:
    ports::TicketPrinter& printer_;
    drivers::RecordingLine& line_;
};

/// Puts what became of each job on the record: a replay of a line that was up before cannot find out.
class NotingListener final : public ports::PrinterListener {
  public:
    NotingListener(ports::PrinterListener& listener, drivers::RecordingLine& line)
        : listener_(listener), line_(line) {}
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override {
        if (line_.recording()) {
            line_.note(drivers::tool::outcome_note(ticket, copy, outcome));
        }
        listener_.on_print_outcome(ticket, copy, outcome);
    }
    void on_printer_state(const domain::DeviceId& printer, domain::DeviceState state,
                          const std::string& fault, bool paper_possible) override {
        listener_.on_printer_state(printer, state, fault, paper_possible);
    }
    void on_printer_facts(const domain::DeviceId& printer, const ports::PrinterFacts& facts) override {
        listener_.on_printer_facts(printer, facts);
    }

  private:
    ports::PrinterListener& listener_;
    drivers::RecordingLine& line_;
};

}  // namespace jiaohao::daemon
