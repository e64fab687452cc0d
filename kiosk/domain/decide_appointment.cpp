// Appointments: known beforehand, checked in at the hall, missed.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

using Known = std::map<AppointmentId, Appointment>::value_type;

std::map<std::string, std::string> about(const Appointment& one) {
    return {{"code", one.code}, {"at", format_rfc3339(one.at)}, {"status", std::string(code(one.status))}};
}

/// The expected one with that code that is nearest to now; else any with that code.
const Known* find_by_code(const Hall& hall, const std::string& code) {
    const Known* best = nullptr;
    const auto rank = [&](const Known& one) {
        return std::pair{one.second.status != AppointmentStatus::expected &&
                             one.second.status != AppointmentStatus::missed,
                         std::chrono::abs(sane(one.second.at) - sane(hall.context.now))};
    };
    for (const Known& one : hall.state.appointments) {
        if (one.second.code == code && (best == nullptr || rank(one) < rank(*best))) {
            best = &one;
        }
    }
    return best;
}

/// How late the customer is, negative when early, or why there is no check-in now.
Result<Milliseconds, Refusal> lateness(const Hall& hall, const Appointment& one) {
    const AppointmentConfig& rule = hall.config.appointments;
    const Milliseconds late = sane(hall.context.now) - sane(one.at);
    auto params = about(one);
    if (late > std::chrono::hours{20} || late < -std::chrono::hours{20}) {
        return refuse(RefusalCode::appointment_other_day, std::move(params));
    }
    if (-late > Milliseconds(rule.earliest)) {
        params["minutes"] = std::to_string(rule.earliest.count());
        return refuse(RefusalCode::appointment_too_early, std::move(params));
    }
    if (late > Milliseconds(rule.latest) && rule.late == LateRule::refuse) {
        params["minutes"] = std::to_string(rule.latest.count());
        return refuse(RefusalCode::appointment_too_late, std::move(params));
    }
    return late;
}

}  // namespace

Verdict decide_on(const Hall& hall, const AddAppointment& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    const auto known = hall.state.appointments.find(command.appointment);
    if (known != hall.state.appointments.end()) {
        const Appointment& one = known->second;
        if (one.service != command.service || one.at != command.at || one.code != command.code) {
            return refuse(RefusalCode::appointment_exists, about(one));
        }
        return decision;
    }
    if (hall.state.appointments.size() >= hall.config.appointments.most) {
        return refuse(RefusalCode::appointments_full,
                      {{"limit", std::to_string(hall.config.appointments.most)}});
    }
    decision.events.emplace_back(
        AppointmentAdded{command.appointment, command.service, command.at, command.code, command.reference});
    return decision;
}

Verdict decide_on(const Hall& hall, const CancelAppointment& command) {
    const auto known = hall.state.appointments.find(command.appointment);
    if (known == hall.state.appointments.end()) {
        return refuse(RefusalCode::appointment_unknown, {{"appointment", command.appointment.get()}});
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    if (known->second.status == AppointmentStatus::arrived) {
        return refuse(RefusalCode::appointment_not_expected, about(known->second));
    }
    if (known->second.status != AppointmentStatus::cancelled) {
        decision.events.emplace_back(AppointmentCancelled{command.appointment, command.channel});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CheckIn& command) {
    const Known* const known = find_by_code(hall, command.code);
    if (known == nullptr) {
        return refuse(RefusalCode::appointment_unknown, {{"code", command.code}});
    }
    const Appointment& one = known->second;
    if (one.status != AppointmentStatus::expected && one.status != AppointmentStatus::missed) {
        return refuse(RefusalCode::appointment_not_expected, about(one));
    }
    const auto late = lateness(hall, one);
    if (!late) {
        return tl::unexpected(late.error());
    }
    IssueTicket ticket{one.service,          CustomerClass::appointment, command.channel,
                       command.language,     command.want_paper,         one.reference,
                       std::optional(one.at)};
    const bool as_walk_in = *late > Milliseconds(hall.config.appointments.latest) &&
                            hall.config.appointments.late == LateRule::as_walk_in;
    if (as_walk_in) {
        ticket.customer_class = CustomerClass::ordinary;
        ticket.due_at.reset();
    }
    auto issued = decide_on(hall, ticket);
    if (!issued) {
        return issued;
    }
    if (auto* event = std::get_if<TicketIssued>(&issued->events.front())) {
        event->appointment = known->first;
    }
    issued->answer.appointment = known->first;
    issued->answer.late = as_walk_in;
    issued->events.emplace_back(
        AppointmentArrived{known->first, issued->answer.ticket.value_or(TicketId{}), *late});
    return issued;
}

Verdict decide_on(const Hall& hall, const MissAppointment& command) {
    const auto known = hall.state.appointments.find(command.appointment);
    if (known == hall.state.appointments.end()) {
        return refuse(RefusalCode::appointment_unknown, {{"appointment", command.appointment.get()}});
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    if (known->second.status == AppointmentStatus::expected) {
        decision.events.emplace_back(AppointmentMissed{command.appointment});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
