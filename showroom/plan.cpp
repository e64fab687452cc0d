// SPDX-License-Identifier: Apache-2.0
#include "showroom/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "kiosk/base/random.hpp"

namespace jiaohao::showroom {
namespace {

constexpr double kNoShowShare = 0.03;
constexpr double kRatingShare = 0.60;
constexpr double kBeforeNextCallMin = 5.0 / 60;
/// A service shorter than this cannot be told from the call; its end is implied by the next one.
constexpr double kLeastServiceMin = 1.0 / 60;
/// A call sooner after another at the same counter is taken for a key pressed twice.
constexpr double kCallsApartMin = 4.0 / 60;
constexpr std::uint32_t kFirstPadAddress = 101;
constexpr std::uint32_t kMostCounters = 100;

struct Desk {
    std::string id;
    double busy_until = 0;
};

double service_minutes(double pace, Random& random) {
    double normal = -6;
    for (int i = 0; i < 12; ++i) {
        normal += random.unit();
    }
    return 0.5 + std::max(0.5, pace) * std::exp(0.5 * std::clamp(normal, -3.0, 3.0) - 0.35);
}

std::uint32_t rating_key(Random& random) {
    const double share = random.unit();
    return share < 0.62 ? 0 : share < 0.87 ? 1 : share < 0.95 ? 2 : 3;
}

/// Calls of one queue in order of time go to the counter idle for longest; when none is idle, to the one that
/// would be free first, whose service is then cut short.
void plan_queue(DayPlan& plan, const PlannedService& service, std::vector<double> calls, Random& random) {
    std::sort(calls.begin(), calls.end());
    std::vector<Desk> desks;
    for (const PlannedCounter& counter : plan.counters) {
        if (counter.service == service.id) {
            desks.push_back({counter.id, 0});
        }
    }
    const double span = std::max(1.0, calls.back() - calls.front());
    const double pace = static_cast<double>(desks.size()) * span / static_cast<double>(calls.size());
    std::uint32_t nth = 0;
    for (const double at : calls) {
        Desk& desk = *std::min_element(desks.begin(), desks.end(), [](const Desk& a, const Desk& b) {
            return a.busy_until < b.busy_until;
        });
        PlannedTurn turn;
        turn.call_min = at;
        turn.nth_of_service = ++nth;
        turn.no_show = random.unit() < kNoShowShare;
        turn.finish_min = at + (turn.no_show ? 1.0 : service_minutes(pace, random));
        if (!turn.no_show && random.unit() < kRatingShare) {
            turn.rating_key = rating_key(random);
            turn.rate_after_s = 1 + 3 * random.unit();
        }
        plan.no_shows += turn.no_show ? 1U : 0U;
        desk.busy_until = *turn.finish_min;
        plan.turns[desk.id].push_back(turn);
    }
}

void cut_services(DayPlan& plan) {
    for (auto& [counter, turns] : plan.turns) {
        for (std::size_t i = 0; i + 1 < turns.size(); ++i) {
            PlannedTurn& turn = turns[i];
            const double latest = turns[i + 1].call_min - kBeforeNextCallMin;
            if (*turn.finish_min <= latest) {
                continue;
            }
            turn.finish_min = latest;
            if (latest - turn.call_min < kLeastServiceMin) {
                // A no-show must be said by the clerk, or the next call would count it as served.
                const bool said = turn.no_show || turns[i + 1].call_min - turn.call_min < kCallsApartMin;
                turn.finish_min = said ? std::optional(turn.call_min) : std::nullopt;
                turn.rating_key.reset();
            }
        }
    }
}

}  // namespace

Result<DayPlan, std::string> make_plan(const RecordedDay& day, std::uint64_t seed) {
    DayPlan plan;
    plan.hall = day.hall;
    plan.date = day.date;
    std::map<std::string, PlannedService> services;
    std::map<std::string, std::vector<double>> calls;
    plan.first_min = day.tickets.front().issued_min;
    for (const RecordedTicket& ticket : day.tickets) {
        PlannedService& service = services[ticket.queue];
        service.queue = ticket.queue;
        service.letter = ticket.letter;
        service.counters = std::max(service.counters, ticket.open_counters);
        ++service.tickets;
        calls[ticket.queue].push_back(ticket.called_min);
        plan.first_min = std::min(plan.first_min, ticket.issued_min);
        plan.last_min = std::max(plan.last_min, ticket.called_min);
    }
    std::uint32_t counters = 0;
    std::set<std::string> prefixes;
    for (auto& [queue, service] : services) {
        service.id = "q" + queue;
        service.prefix = service.letter;
        for (int n = 2; service.prefix.empty() || !prefixes.insert(service.prefix).second; ++n) {
            service.prefix = fmt::format("{}{}", service.letter, n);
        }
        if (service.tickets > 999) {
            return fail(fmt::format("queue {} has {} tickets; a range holds 999", queue, service.tickets));
        }
        for (std::uint32_t i = 0; i < service.counters; ++i) {
            ++counters;
            plan.counters.push_back({fmt::format("c{:02}", counters), fmt::format("{}", counters), service.id,
                                     counters, kFirstPadAddress + counters - 1});
        }
        plan.services.push_back(service);
    }
    if (counters > kMostCounters) {
        return fail(
            fmt::format("the day needs {} counters; one line has addresses for {}", counters, kMostCounters));
    }
    for (const RecordedTicket& ticket : day.tickets) {
        plan.issues.push_back({ticket.issued_min, "q" + ticket.queue, ticket.letter + ticket.number});
    }
    SeededRandom random(seed);
    for (const PlannedService& service : plan.services) {
        plan_queue(plan, service, calls[service.queue], random);
    }
    cut_services(plan);
    return plan;
}

}  // namespace jiaohao::showroom
