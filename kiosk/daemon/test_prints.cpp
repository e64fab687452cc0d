// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/test_prints.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::daemon {
namespace {

/// No terminal has it: ids of terminals are of lower case.
const domain::TerminalId kNobody{"TEST"};

}  // namespace

std::optional<ports::PrintJob> TestPrints::begin(const domain::DeviceId& printer, ports::TicketPaper paper) {
    const std::lock_guard lock(mutex_);
    const auto known = pages_.find(printer);
    if (known != pages_.end() && !known->second.outcome) {
        return std::nullopt;
    }
    pages_[printer] = Page{++last_, clock_.wall(), std::nullopt};
    return ports::PrintJob{domain::TicketId{kNobody, domain::EpochId{"test"}, domain::Seq{last_}}, 1,
                           std::move(paper)};
}

std::optional<TestPrints::Page> TestPrints::page(const domain::DeviceId& printer) const {
    const std::lock_guard lock(mutex_);
    const auto known = pages_.find(printer);
    return known != pages_.end() ? std::optional(known->second) : std::nullopt;
}

void TestPrints::on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                                  const ports::PrintOutcome& outcome) {
    if (ticket.terminal != kNobody) {
        next_.on_print_outcome(ticket, copy, outcome);
        return;
    }
    const std::lock_guard lock(mutex_);
    const auto page = std::find_if(pages_.begin(), pages_.end(), [&](const auto& entry) {
        return entry.second.number == ticket.seq.get();
    });
    if (page != pages_.end()) {
        page->second.outcome = outcome;
    }
}

}  // namespace jiaohao::daemon
