// A customer takes a ticket.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/journey.hpp"
#include "kiosk/domain/place.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/waits.hpp"

namespace jiaohao::domain::rules {
namespace {

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

void put_on_paper(const Hall& hall, const std::optional<FarPaper>& far, Decision& decision) {
    const TicketId id = decision.answer.ticket.value_or(TicketId{});
    auto started = print_started(hall, id, 1, far);
    decision.answer.printing = started.has_value();
    if (started) {
        decision.answer.copy = 1;
        decision.events.emplace_back(*std::move(started));
    } else {
        decision.answer.not_printing = no_paper(hall, far);
        decision.events.emplace_back(TicketNotPrinted{id, 1, *decision.answer.not_printing});
    }
}

/// As it was answered then. One that a satellite gave alone was told no place: nobody knew it.
Decision given_already(const Hall& hall, const Ticket& ticket) {
    Decision decision;
    decision.answer.ticket = ticket.id;
    decision.answer.number = ticket.number;
    if (ticket.id.terminal == hall.context.terminal) {
        decision.answer.ahead = ticket.ahead_at_issue;
    }
    decision.answer.promised = ticket.promised;
    decision.answer.printing = ticket.paper.pending_copy != 0;
    decision.answer.copy = ticket.paper.pending_copy;
    decision.answer.again = true;
    return decision;
}

Refusal not_listed(const char* argument, const std::string& value, const std::string& allowed) {
    Refusal refusal{RefusalCode::bad_arguments,
                    {{"argument", argument}, {"problem", "not_listed"}, {"value", value}}};
    if (!allowed.empty()) {
        refusal.params["allowed"] = allowed;
    }
    return refusal;
}

std::optional<Refusal> words_refused(const Hall& hall, const IssueTicket& command) {
    // It goes before others at the time that was agreed.
    if (command.customer_class == CustomerClass::appointment && !command.due_at) {
        return not_listed("class", std::string(code(command.customer_class)),
                          "ordinary, vip, priority, group");
    }
    const auto& languages = hall.config.languages;
    if (!command.language.empty() && std::ranges::find(languages, command.language) == languages.end()) {
        return not_listed("language", command.language, fmt::format("{}", fmt::join(languages, ", ")));
    }
    if (command.after_offer && never_was(hall, command.after_offer->get())) {
        return not_listed("after_offer", command.after_offer->get(), {});
    }
    return std::nullopt;
}

TicketIssued ticket_for(const Hall& hall, const IssueTicket& command, const NumberRange& range,
                        std::uint32_t ordinal) {
    TicketIssued issued{format_number(range, ordinal),
                        range.id,
                        ordinal,
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
    issued.asked = command.asked;
    if (issued.language.empty() && !hall.config.languages.empty()) {
        issued.language = hall.config.languages.front();
    }
    if (!command.then.empty()) {
        issued.then = command.then;
    }
    return issued;
}

}  // namespace

Verdict decide_on(const Hall& hall, const IssueTicket& command) {
    const Ticket* const given = given_for(hall, command.asked);
    if (command.asked && hall.state.withdrawn.contains(*command.asked) &&
        (given == nullptr || is_final(given->status))) {
        return refuse(RefusalCode::asking_withdrawn, {{"service", command.service.get()}});
    }
    if (given != nullptr) {
        return given_already(hall, *given);
    }
    const auto range = open_range(hall, command);
    if (!range) {
        return tl::unexpected(range.error());
    }
    if (auto refusal = journey::refused(hall, command.service, 0, command.then)) {
        return tl::unexpected(std::move(*refusal));
    }
    if (auto refusal = words_refused(hall, command)) {
        return tl::unexpected(std::move(*refusal));
    }
    const auto ordinal = next_ordinal(hall, **range);
    if (!ordinal) {
        return refuse(hall.config.satellite ? RefusalCode::lease_spent : RefusalCode::range_exhausted,
                      {{"service", command.service.get()}, {"range", (*range)->id.get()}});
    }
    TicketIssued issued = ticket_for(hall, command, **range, *ordinal);
    // Alone nobody knows the line: no wait is told, and none keeps anybody out.
    if (!hall.config.satellite) {
        waits::promise(hall.state, hall.config, hall.context.now, issued);
    }
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
        put_on_paper(hall, command.far_paper, decision);
    } else {
        decision.answer.printing = false;
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
