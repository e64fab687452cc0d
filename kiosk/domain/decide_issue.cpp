// A customer takes a ticket.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/journey.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/waits.hpp"

namespace jiaohao::domain::rules {
namespace {

/// The next ordinal that nobody used today or still holds from an earlier day, or nothing when the range has come to its
/// end.
std::optional<std::uint32_t> next_ordinal(const HallState& state, const NumberRange& range) {
    const auto used = state.last_ordinal.find(range.id);
    // In 64 bits: an ordinal at the type's end must not wrap round to numbers given out already.
    const std::uint64_t after = used == state.last_ordinal.end() ? 0 : std::uint64_t{used->second} + 1;
    std::uint64_t next = std::max<std::uint64_t>(after, range.first);
    while (next <= range.last && !state.carried.empty() &&
           state.carried.contains(format_number(range, static_cast<std::uint32_t>(next)))) {
        ++next;
    }
    return next > range.last ? std::nullopt : std::optional(static_cast<std::uint32_t>(next));
}

admission::Moment moment(const Hall& hall) {
    return {hall.state, hall.config, hall.context.now, hall.context.local};
}

Result<const NumberRange*, Refusal> open_range(const Hall& hall, const IssueTicket& command) {
    const ServiceConfig* service = hall.config.service(command.service);
    if (service == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    if (auto refusal = admission::refused(moment(hall), *service, command.due_at.has_value())) {
        return tl::unexpected(std::move(*refusal));
    }
    const NumberRange* range = hall.config.range(service->range);
    if (range == nullptr) {
        return refuse(RefusalCode::range_exhausted,
                      {{"service", command.service.get()}, {"range", service->range.get()}});
    }
    return range;
}

void put_on_paper(const Hall& hall, Decision& decision) {
    const TicketId id = decision.answer.ticket.value_or(TicketId{});
    decision.answer.printing = hall.context.printer.has_value();
    if (hall.context.printer) {
        decision.answer.copy = 1;
        decision.events.emplace_back(TicketPrintStarted{id, 1, *hall.context.printer});
    } else {
        decision.answer.not_printing = hall.context.no_paper;
        decision.events.emplace_back(TicketNotPrinted{id, 1, hall.context.no_paper});
    }
}

}  // namespace

Verdict decide_on(const Hall& hall, const IssueTicket& command) {
    const auto range = open_range(hall, command);
    if (!range) {
        return tl::unexpected(range.error());
    }
    if (auto refusal = journey::refused(hall, command.service, 0, command.then)) {
        return tl::unexpected(std::move(*refusal));
    }
    const auto& languages = hall.config.languages;
    if (!command.language.empty() && std::ranges::find(languages, command.language) == languages.end()) {
        return refuse(RefusalCode::bad_arguments,
                      {{"argument", "language"}, {"problem", "not_listed"}, {"value", command.language}});
    }
    const auto ordinal = next_ordinal(hall.state, **range);
    if (!ordinal) {
        return refuse(RefusalCode::range_exhausted,
                      {{"service", command.service.get()}, {"range", (*range)->id.get()}});
    }
    TicketIssued issued{format_number(**range, *ordinal),
                        (*range)->id,
                        *ordinal,
                        command.service,
                        command.customer_class,
                        command.channel,
                        command.language,
                        {},
                        {},
                        command.reference,
                        command.due_at};
    issued.appointment = command.appointment;
    issued.after_offer = showing_of(hall, command.after_offer);
    if (issued.language.empty() && !languages.empty()) {
        issued.language = languages.front();
    }
    if (!command.then.empty()) {
        issued.then = command.then;
    }
    waits::promise(hall.state, hall.config, hall.context.now, issued);
    if (issued.promised && !issued.due_at) {
        if (auto refusal =
                admission::too_late(moment(hall), *hall.config.service(command.service), *issued.promised)) {
            return tl::unexpected(std::move(*refusal));
        }
    }
    Decision decision;
    decision.answer.ticket = TicketId{hall.context.terminal, hall.state.epoch, hall.context.next_seq};
    decision.answer.number = issued.number;
    decision.answer.ahead = issued.ahead;
    decision.answer.promised = issued.promised;
    decision.events.emplace_back(std::move(issued));
    if (command.want_paper) {
        put_on_paper(hall, decision);
    } else {
        decision.answer.printing = false;
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
