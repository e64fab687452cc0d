// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/appointments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::appointments {
namespace {

constexpr std::chrono::hours other_day{20};
/// No zone is further from UTC.
constexpr std::chrono::hours furthest_zone{14};

/// How far the hall's clock is ahead of UTC; zones differ by whole quarters of an hour.
std::optional<std::chrono::minutes> offset_of(WallTime now, const std::optional<LocalTime>& local) {
    if (!local) {
        return std::nullopt;
    }
    const auto here = std::chrono::sys_days{local->date} + local->since_midnight;
    const auto quarters = std::chrono::round<std::chrono::duration<int, std::ratio<900>>>(here - sane(now));
    return quarters;
}

auto entry_of(const AppointmentId& id, const Appointment& one) {
    return std::pair{sane(one.at), id};
}

void enter(AppointmentIndex& index, const AppointmentId& id, const Appointment& one) {
    index.by_key.emplace(key_of(one), id);
    if (one.status == AppointmentStatus::expected) {
        index.expected.insert(entry_of(id, one));
    } else if (one.status == AppointmentStatus::missed) {
        index.missed.insert(entry_of(id, one));
    }
}

void leave(AppointmentIndex& index, const AppointmentId& id, const Appointment& one) {
    index.by_key.erase({key_of(one), id});
    index.expected.erase(entry_of(id, one));
    index.missed.erase(entry_of(id, one));
}

}  // namespace

std::string key_of(std::string_view typed) {
    std::string key;
    for (const char c : typed) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
            key += c;
        } else if (c >= 'a' && c <= 'z') {
            key += static_cast<char>(c - 'a' + 'A');
        } else if (c != ' ' && c != '-') {
            return {};
        }
    }
    return key.size() <= most_typed ? key : std::string{};
}

std::string key_of(const Appointment& one) {
    return key_of(one.code.empty() ? one.reference : one.code);
}

std::optional<BusinessDay> date_of(WallTime at, WallTime now, const std::optional<LocalTime>& local) {
    const auto offset = offset_of(now, local);
    if (!offset) {
        return std::nullopt;
    }
    return BusinessDay{std::chrono::floor<std::chrono::days>(sane(at) + *offset)};
}

std::string clock_time(WallTime at, WallTime now, const std::optional<LocalTime>& local) {
    const auto here = sane(at) + offset_of(now, local).value_or(std::chrono::minutes{0});
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(here - std::chrono::floor<std::chrono::days>(here)).count();
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

bool same_day(WallTime one, WallTime other, WallTime now, const std::optional<LocalTime>& local) {
    if (const auto date = date_of(one, now, local)) {
        return date == date_of(other, now, local);
    }
    return std::chrono::abs(sane(one) - sane(other)) < other_day;
}

bool any_today(const HallState& state, WallTime now, const std::optional<LocalTime>& local) {
    const auto any = [&](const std::set<std::pair<WallTime, AppointmentId>>& all) {
        // Whatever the zone, today begins and ends within a day from now.
        const auto first = all.lower_bound({sane(now) - std::chrono::hours{24}, AppointmentId{}});
        const auto last = all.lower_bound({sane(now) + std::chrono::hours{24}, AppointmentId{}});
        return std::any_of(first, last,
                           [&](const auto& one) { return same_day(one.first, now, now, local); });
    };
    return any(state.appointment_index.expected) || any(state.appointment_index.missed);
}

void put(HallState& state, const AppointmentId& id, Appointment one) {
    const auto [found, fresh] = state.appointments.try_emplace(id);
    if (!fresh) {
        leave(state.appointment_index, id, found->second);
    }
    found->second = std::move(one);
    enter(state.appointment_index, id, found->second);
}

void set_status(HallState& state, const AppointmentId& id, AppointmentStatus status) {
    const auto found = state.appointments.find(id);
    if (found != state.appointments.end()) {
        leave(state.appointment_index, id, found->second);
        found->second.status = status;
        enter(state.appointment_index, id, found->second);
    }
}

void forget_before(HallState& state, BusinessDay day) {
    const WallTime earliest = WallTime{std::chrono::sys_days{day}} - furthest_zone;
    std::erase_if(state.appointments, [&](const auto& known) {
        const bool over =
            known.second.status != AppointmentStatus::expected && sane(known.second.at) < earliest;
        if (over) {
            leave(state.appointment_index, known.first, known.second);
        }
        return over;
    });
}

AppointmentIndex index_of(const HallState& state) {
    AppointmentIndex index;
    for (const auto& [id, one] : state.appointments) {
        enter(index, id, one);
    }
    return index;
}

void restore(HallState& state) {
    state.appointment_index = index_of(state);
}

void add_due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands) {
    if (!state.day_open) {
        return;
    }
    std::size_t left = most_missed_at_once;
    for (const auto& [at, id] : state.appointment_index.expected) {
        if (left-- == 0 || sane(now) <= at + Milliseconds(config.appointments.latest)) {
            return;
        }
        commands.emplace_back(MissAppointment{id});
    }
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config) {
    const auto& expected = state.appointment_index.expected;
    if (!state.day_open || expected.empty()) {
        return std::nullopt;
    }
    return expected.begin()->first + Milliseconds(config.appointments.latest) + Milliseconds{1};
}

void end_day(const HallState& state, const Context& context, std::vector<Event>& events) {
    const auto today = context.local ? std::optional(context.local->date) : context.today;
    for (const auto& [at, id] : state.appointment_index.expected) {
        const auto date = date_of(at, context.now, context.local);
        const bool later = date && today ? *date > *today : at > sane(context.now);
        if (later) {
            return;
        }
        events.emplace_back(AppointmentMissed{id});
    }
}

void expect_again(const HallState& state, const HallConfig& config, const Context& context,
                  std::vector<Event>& events) {
    const WallTime now = sane(context.now);
    for (const auto& [at, id] : state.appointment_index.missed) {
        const auto known = state.appointments.find(id);
        if (known != state.appointments.end() && at + Milliseconds(config.appointments.latest) >= now) {
            const Appointment& one = known->second;
            events.emplace_back(AppointmentAdded{id, one.service, one.at, one.code, one.reference});
        }
    }
}

}  // namespace jiaohao::domain::appointments
