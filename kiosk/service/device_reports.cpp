// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_reports.hpp"

#include "kiosk/base/log_pace.hpp"

namespace jiaohao::service {
namespace {

using domain::Channel;
using domain::RefusalCode;
using ports::HandsetKey;

/// The hall could not take the press for reasons that pass: the device's own retry is a new try.
bool passing(RefusalCode code) {
    return code == RefusalCode::journal_failed || code == RefusalCode::journal_full ||
           code == RefusalCode::journal_stalled || code == RefusalCode::overloaded;
}

domain::Command command_for(HandsetKey key, const domain::CounterId& counter) {
    switch (key) {
        case HandsetKey::call:
            return domain::CallNext{counter, Channel::handset};
        case HandsetKey::recall:
            return domain::Recall{counter};
        case HandsetKey::ask_rating:
            return domain::FinishServing{counter, domain::ServingOutcome::served, true};
        case HandsetKey::pause: {
            domain::PauseCounter pause;
            pause.counter = counter;
            pause.toggle = true;
            return pause;
        }
        case HandsetKey::transfer:
            return domain::TransferTicket{counter, std::nullopt};
        case HandsetKey::no_show:
            return domain::MarkNoShow{counter};
        case HandsetKey::park:
            return domain::ParkTicket{counter};
        case HandsetKey::resume:
            return domain::ResumeTicket{counter, std::nullopt, Channel::handset};
    }
    return domain::Recall{counter};
}

}  // namespace

domain::PrintCause cause_of_fault(const std::string& fault) {
    return domain::from_code<domain::PrintCause>(fault).value_or(domain::PrintCause::no_printer);
}

void PrinterReports::on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                                      const ports::PrintOutcome& outcome) {
    switch (outcome.kind) {
        case ports::PrintOutcome::Kind::printed:
            hall_.report(domain::PrintSucceeded{ticket, copy, outcome.proof, outcome.took});
            return;
        case ports::PrintOutcome::Kind::not_printed:
            hall_.report(domain::PrintRefused{ticket, copy, outcome.cause});
            return;
        case ports::PrintOutcome::Kind::unknown:
            hall_.report(domain::PrintDoubtful{ticket, copy, outcome.cause});
            return;
    }
}

void PrinterReports::on_printer_state(const domain::DeviceId& printer, domain::DeviceState state,
                                      const std::string& fault, bool paper_possible) {
    hall_.printer_ready(printer, paper_possible, cause_of_fault(fault));
    hall_.report(domain::ReportDevice{printer, domain::DeviceKind::printer, state, fault});
}

void BusReports::answer(const ports::PressId& id, const Outcome& outcome) {
    if (!outcome && passing(outcome.error().code)) {
        bus_->forget(id);
        return;
    }
    bus_->acknowledge(id);
    if (!outcome) {
        log_refused(id, outcome.error().code);
        if (outcome.error().code == RefusalCode::nobody_waiting) {
            bus_->show_waiting(id.address, 0);
        }
    }
}

void BusReports::log_refused(const ports::PressId& id, RefusalCode code) {
    std::uint64_t times = 0;
    {
        const std::lock_guard lock(refusals_mutex_);
        times = ++refusals_[{id.address, code}];
    }
    if (first_and_ever_rarer(times)) {
        log_.info("press.refused", {{"line", id.line.get()},
                                    {"address", id.address},
                                    {"code", domain::code(code)},
                                    {"times", times}});
    }
}

void BusReports::on_handset(const ports::HandsetPress& press) {
    ++presses_;
    const auto counter = addresses_.handsets.find(press.id.address);
    if (counter == addresses_.handsets.end()) {
        if (const std::uint64_t strays = ++stray_; first_and_ever_rarer(strays)) {
            log_.warning("handset.unknown_address",
                         {{"line", press.id.line.get()}, {"address", press.id.address}, {"strays", strays}});
        }
        bus_->forget(press.id);
        return;
    }
    const bool taken = hall_.submit({}, command_for(press.key, counter->second),
                                    [this, id = press.id](const Outcome& outcome) { answer(id, outcome); });
    if (!taken) {
        bus_->forget(press.id);
    }
}

void BusReports::on_pad(const ports::PadPress& press) {
    ++presses_;
    const auto counter = addresses_.pads.find(press.id.address);
    domain::Command command = domain::PressStray{press.id.line, press.id.address, press.key};
    if (counter != addresses_.pads.end()) {
        command = domain::PressPad{counter->second, press.level, press.id.line, press.id.address, press.key};
    } else {
        ++stray_;
    }
    if (!hall_.submit({}, std::move(command),
                      [this, id = press.id](const Outcome& outcome) { answer(id, outcome); })) {
        bus_->forget(press.id);
    }
}

void BusReports::on_bus_device(const domain::DeviceId& device, domain::DeviceKind kind,
                               domain::DeviceState state, const std::string& fault) {
    hall_.report(domain::ReportDevice{device, kind, state, fault});
}

}  // namespace jiaohao::service
