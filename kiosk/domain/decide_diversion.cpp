// What is offered to a customer instead of waiting, and visits that need no ticket.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/waits.hpp"

namespace jiaohao::domain::rules {
namespace {

/// What one customer is shown at once, in the order of the configuration.
constexpr std::size_t most_shown = 3;
/// Less is not worth a walk, and below what can be foretold.
constexpr std::chrono::seconds least_saving{60};
/// An offer rests on the wait when it was made.
constexpr std::chrono::minutes offer_holds{10};

bool is_now(const OpenSpans& hours, const std::optional<LocalTime>& local) {
    return hours.empty() || (local && std::ranges::any_of(hours, [&](const OpenSpan& span) {
                                 return local->since_midnight >= span.from && local->since_midnight < span.to;
                             }));
}

bool is_for(const DiversionConfig& rule, const ServiceId& service) {
    return rule.services.empty() || std::ranges::find(rule.services, service) != rule.services.end();
}

/// What it takes there, the customer's way through a queue included; none: it cannot be had now.
std::optional<std::chrono::seconds> takes(const Hall& hall, const DiversionConfig& rule) {
    if (rule.target != DiversionTarget::service) {
        return rule.takes;
    }
    const ServiceConfig* const there = rule.to_service ? hall.config.service(*rule.to_service) : nullptr;
    const admission::Moment now{hall.state, hall.config, hall.context.now, hall.context.local};
    if (there == nullptr || admission::refused(now, *there, false)) {
        return std::nullopt;
    }
    const ExpectedWait wait = waits::of_newcomer(hall.state, hall.config, there->id, hall.context.now);
    return admission::too_late(now, *there, wait) ? std::nullopt : std::optional(wait.p50);
}

std::uint32_t whole_seconds(std::chrono::seconds span) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(span.count(), 0, UINT32_MAX));
}

}  // namespace

std::optional<OfferId> showing_of(const Hall& hall, const std::optional<OfferId>& offer) {
    const auto known =
        std::ranges::find_if(hall.state.offers, [&](const Offer& one) { return offer && one.id == *offer; });
    return known == hall.state.offers.end() ? std::nullopt : std::optional(known->showing);
}

Verdict decide_on(const Hall& hall, const OfferDiversions& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    if (!service_state(hall.state, command.service).open) {
        return refuse(RefusalCode::service_closed, {{"service", command.service.get()}});
    }
    const auto wait = waits::of_newcomer(hall.state, hall.config, command.service, hall.context.now).p50;
    Decision decision;
    std::uint64_t seq = hall.context.next_seq.get();
    std::optional<OfferId> showing;
    for (const DiversionConfig& rule : hall.config.diversions) {
        const bool fits = is_for(rule, command.service) && wait >= rule.from_wait &&
                          is_now(rule.hours, hall.context.local) && rule.to_service != command.service;
        const auto there = fits ? takes(hall, rule) : std::nullopt;
        if (!there || wait - *there < least_saving) {
            continue;
        }
        const OfferId offer{to_string(TicketId{hall.context.terminal, hall.state.epoch, Seq{seq++}})};
        showing = showing.value_or(offer);
        const auto saving = wait - *there;
        decision.events.emplace_back(DiversionOffered{offer, rule.id, command.service, rule.target,
                                                      command.channel, whole_seconds(wait),
                                                      whole_seconds(saving), showing});
        decision.answer.offers.push_back({offer, rule.id, rule.target, rule.to_service, saving});
        if (decision.answer.offers.size() == most_shown) {
            break;
        }
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const TakeDiversion& command) {
    const auto& offers = hall.state.offers;
    const auto offer = std::ranges::find(offers, command.offer, &Offer::id);
    if (offer == offers.end() || elapsed(offer->at, hall.context.now) > offer_holds) {
        return refuse(RefusalCode::offer_unknown);
    }
    Decision decision;
    decision.answer.again = offer->taken;
    const auto other = std::ranges::find_if(offers, [&](const Offer& one) {
        return one.taken && one.showing == offer->showing && one.id != offer->id;
    });
    if (other != offers.end()) {
        return refuse(RefusalCode::offer_unknown);
    }
    if (!offer->taken) {
        decision.events.emplace_back(
            DiversionTaken{offer->id, offer->diversion, offer->service, offer->saving_s});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const NoteVisit& command) {
    const auto& purposes = hall.config.visit_purposes;
    if (std::ranges::find(purposes, command.purpose) == purposes.end()) {
        return refuse(RefusalCode::bad_arguments,
                      {{"argument", "purpose"},
                       {"problem", "not_listed"},
                       {"value", command.purpose},
                       {"allowed", fmt::format("{}", fmt::join(purposes, ", "))}});
    }
    if (command.service && hall.config.service(*command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service->get()}});
    }
    return Decision{{VisitNoted{command.purpose, command.channel, command.service}}, {}};
}

}  // namespace jiaohao::domain::rules
