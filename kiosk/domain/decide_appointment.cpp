// Appointments: known beforehand, checked in at the hall, missed.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

using Known = std::map<AppointmentId, Appointment>::value_type;
using Params = std::map<std::string, std::string>;

constexpr std::chrono::hours another_day{20};
constexpr std::uint64_t codes = 1'000'000;

Params about(const Hall& hall, const Appointment& one) {
    const WallTime now = hall.context.now;
    const auto& local = hall.context.local;
    Params params{{"at", format_rfc3339(one.at)},
                  {"time", appointments::clock_time(one.at, now, local)},
                  {"status", std::string(code(one.status))}};
    const auto date = appointments::date_of(one.at, now, local);
    params["date"] = date ? to_string(*date) : format_rfc3339(one.at).substr(0, 10);
    return params;
}

/// Nobody has to think what became of it: the number is told again.
Refusal arrived(const Hall& hall, const Appointment& one) {
    const Ticket* const ticket = one.ticket ? find_ticket(hall.state, *one.ticket) : nullptr;
    Params params = about(hall, one);
    if (ticket == nullptr) {
        return {RefusalCode::appointment_not_expected, std::move(params)};
    }
    params["number"] = ticket->number;
    params["status"] = code(ticket->status);
    return {RefusalCode::appointment_checked_in, std::move(params)};
}

bool is_open(const Appointment& one) {
    return one.status == AppointmentStatus::expected || one.status == AppointmentStatus::missed;
}

/// Another one that could be checked in with the same key on the same day.
bool is_taken(const Hall& hall, const std::string& key, WallTime at, const AppointmentId& except) {
    const auto& by_key = hall.state.appointment_index.by_key;
    for (auto one = by_key.lower_bound({key, AppointmentId{}}); one != by_key.end() && one->first == key;
         ++one) {
        const Appointment& known = hall.state.appointments.at(one->second);
        if (one->second != except && is_open(known) &&
            appointments::same_day(known.at, at, hall.context.now, hall.context.local)) {
            return true;
        }
    }
    return false;
}

bool is_known(const Hall& hall, const std::string& key) {
    const auto& by_key = hall.state.appointment_index.by_key;
    const auto found = by_key.lower_bound({key, AppointmentId{}});
    return found != by_key.end() && found->first == key;
}

/// The mixer of SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t seed) {
    std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

/// Six digits that no appointment has; none only when hundreds of them were all in use.
std::optional<std::string> made_code(const Hall& hall, std::uint64_t dice) {
    constexpr std::uint64_t most_tries = 256;
    for (std::uint64_t i = 0; i < most_tries; ++i) {
        std::string code = fmt::format("{:06}", mixed(dice + i) % codes);
        if (!is_known(hall, code)) {
            return code;
        }
    }
    return std::nullopt;
}

bool is_identity(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == ':' || c == '-';
    });
}

std::optional<Refusal> malformed(const Hall& hall, const AddAppointment& command) {
    if (hall.config.service(command.service) == nullptr) {
        return Refusal{RefusalCode::service_unknown, {{"service", command.service.get()}}};
    }
    const char* wrong = !is_identity(command.appointment.get())                               ? "appointment"
                        : !command.code.empty() && appointments::key_of(command.code).empty() ? "code"
                                                                                              : nullptr;
    if (wrong != nullptr) {
        return Refusal{RefusalCode::bad_arguments, {{"argument", wrong}, {"problem", "malformed"}}};
    }
    const Milliseconds ahead = sane(command.at) - sane(hall.context.now);
    if (ahead > appointments::most_ahead || ahead < -appointments::most_behind) {
        return Refusal{RefusalCode::appointment_outside_booking,
                       {{"at", format_rfc3339(sane(command.at))},
                        {"days", std::to_string(appointments::most_ahead.count())}}};
    }
    return std::nullopt;
}

bool says_the_same(const AddAppointment& command, const Appointment& one) {
    return one.service == command.service && one.at == sane(command.at) &&
           (command.code.empty() || one.code == command.code) && one.reference == command.reference;
}

/// What the customer is to check in with, or why that cannot be.
Result<std::string, Refusal> settled_code(const Hall& hall, const AddAppointment& command,
                                          const Appointment* before) {
    const std::string key = appointments::key_of(command.code.empty() ? command.reference : command.code);
    if (!command.code.empty()) {
        if (is_taken(hall, key, command.at, command.appointment)) {
            return refuse(RefusalCode::appointment_code_taken, {{"code", command.code}});
        }
        return command.code;
    }
    if (before != nullptr && !before->code.empty() &&
        !is_taken(hall, appointments::key_of(*before), command.at, command.appointment)) {
        return before->code;
    }
    if (!key.empty() && !is_taken(hall, key, command.at, command.appointment)) {
        return std::string{};
    }
    auto made = made_code(hall, command.dice);
    if (!made) {
        return refuse(RefusalCode::appointments_full, {{"limit", std::to_string(codes)}});
    }
    return std::move(*made);
}

/// How late the customer is, negative when early, or why there is no check-in now.
Result<Milliseconds, Refusal> lateness(const Hall& hall, const Appointment& one) {
    const AppointmentConfig& rule = hall.config.appointments;
    const WallTime now = hall.context.now;
    const auto& local = hall.context.local;
    const Milliseconds late = sane(now) - sane(one.at);
    const bool early = -late > Milliseconds(rule.earliest);
    const bool too_late = late > Milliseconds(rule.latest);
    Params params = about(hall, one);
    const bool today = appointments::same_day(one.at, now, now, local);
    if ((early || too_late) && (!today || std::chrono::abs(late) > another_day)) {
        return refuse(RefusalCode::appointment_other_day, std::move(params));
    }
    if (early) {
        params["minutes"] = std::to_string(rule.earliest.count());
        params["from"] = appointments::clock_time(one.at - Milliseconds(rule.earliest), now, local);
        return refuse(RefusalCode::appointment_too_early, std::move(params));
    }
    if (too_late && rule.late == LateRule::refuse) {
        params["minutes"] = std::to_string(rule.latest.count());
        return refuse(RefusalCode::appointment_too_late, std::move(params));
    }
    return late;
}

/// Of those with that key: of today before others, open before those that are over, then the nearest.
const Known* find_by_key(const Hall& hall, const std::string& key) {
    const WallTime now = hall.context.now;
    const auto& local = hall.context.local;
    const auto rank = [&](const Known& one) {
        return std::tuple{!appointments::same_day(one.second.at, now, now, local), !is_open(one.second),
                          std::chrono::abs(sane(one.second.at) - sane(now))};
    };
    const auto& by_key = hall.state.appointment_index.by_key;
    const Known* best = nullptr;
    for (auto one = by_key.lower_bound({key, AppointmentId{}}); one != by_key.end() && one->first == key;
         ++one) {
        const Known& known = *hall.state.appointments.find(one->second);
        if (best == nullptr || rank(known) < rank(*best)) {
            best = &known;
        }
    }
    return best;
}

/// The limit that one more would pass. Those that are cancelled or over are kept until their day has passed, so that a
/// program that repeats itself is understood; they take no room of the others.
std::optional<std::uint64_t> full(const Hall& hall, const Appointment* before) {
    constexpr std::uint64_t kept_for_each = 4;
    const std::uint64_t most = hall.config.appointments.most;
    const auto& all = hall.state.appointments;
    if (before == nullptr && all.size() >= kept_for_each * most) {
        return kept_for_each * most;
    }
    if ((before != nullptr && is_open(*before)) || all.size() < most) {
        return std::nullopt;
    }
    const auto open = static_cast<std::uint64_t>(std::ranges::count_if(all, is_open, &Known::second));
    return open >= most ? std::optional(most) : std::nullopt;
}

Verdict unknown(const AppointmentId& id) {
    return refuse(RefusalCode::appointment_unknown, {{"appointment", id.get()}});
}

}  // namespace

Verdict decide_on(const Hall& hall, const AddAppointment& command) {
    if (auto refusal = malformed(hall, command)) {
        return tl::unexpected(std::move(*refusal));
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    const auto known = hall.state.appointments.find(command.appointment);
    const Appointment* const before = known == hall.state.appointments.end() ? nullptr : &known->second;
    if (before != nullptr && says_the_same(command, *before)) {
        // Read again in the same file it stays cancelled; "known already" would promise what nobody keeps.
        if (before->status == AppointmentStatus::cancelled) {
            return refuse(RefusalCode::appointment_exists, about(hall, *before));
        }
        decision.answer.code = before->code;
        decision.answer.again = true;
        return decision;
    }
    if (before != nullptr && before->status == AppointmentStatus::arrived) {
        return tl::unexpected(arrived(hall, *before));
    }
    if (before != nullptr && !command.move) {
        return refuse(RefusalCode::appointment_exists, about(hall, *before));
    }
    if (const auto limit = full(hall, before)) {
        return refuse(RefusalCode::appointments_full, {{"limit", std::to_string(*limit)}});
    }
    auto code = settled_code(hall, command, before);
    if (!code) {
        return tl::unexpected(std::move(code.error()));
    }
    if (before != nullptr && before->status == AppointmentStatus::expected) {
        decision.events.emplace_back(AppointmentCancelled{command.appointment, Channel::api});
    }
    decision.answer.code = *code;
    decision.events.emplace_back(AppointmentAdded{command.appointment, command.service, sane(command.at),
                                                  std::move(*code), command.reference});
    return decision;
}

Verdict decide_on(const Hall& hall, const CancelAppointment& command) {
    const auto known = hall.state.appointments.find(command.appointment);
    if (known == hall.state.appointments.end()) {
        return unknown(command.appointment);
    }
    if (known->second.status == AppointmentStatus::arrived) {
        return tl::unexpected(arrived(hall, known->second));
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    decision.answer.again = known->second.status == AppointmentStatus::cancelled;
    if (!decision.answer.again) {
        decision.events.emplace_back(AppointmentCancelled{command.appointment, command.channel});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CheckIn& command) {
    const std::string key = appointments::key_of(command.code);
    const Known* const known = key.empty() ? nullptr : find_by_key(hall, key);
    if (known == nullptr) {
        return refuse(RefusalCode::appointment_unknown);
    }
    const Appointment& one = known->second;
    if (one.status == AppointmentStatus::arrived) {
        return tl::unexpected(arrived(hall, one));
    }
    if (one.status == AppointmentStatus::cancelled) {
        return refuse(RefusalCode::appointment_not_expected, about(hall, one));
    }
    const auto late = lateness(hall, one);
    if (!late) {
        return tl::unexpected(late.error());
    }
    IssueTicket ticket{one.service,          CustomerClass::appointment, command.channel,
                       command.language,     command.want_paper,         one.reference,
                       std::optional(one.at)};
    ticket.appointment = known->first;
    ticket.far_paper = command.far_paper;
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
    issued->answer.appointment = known->first;
    issued->answer.late = as_walk_in;
    issued->events.emplace_back(
        AppointmentArrived{known->first, issued->answer.ticket.value_or(TicketId{}), *late});
    return issued;
}

Verdict decide_on(const Hall& hall, const MissAppointment& command) {
    const auto known = hall.state.appointments.find(command.appointment);
    if (known == hall.state.appointments.end()) {
        return unknown(command.appointment);
    }
    Decision decision;
    decision.answer.appointment = command.appointment;
    if (known->second.status == AppointmentStatus::expected) {
        decision.events.emplace_back(AppointmentMissed{command.appointment});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
