// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/order.hpp"

#include <algorithm>

#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::order {
namespace {

/// The first of a line.
struct Candidate {
    const Line* line = nullptr;
    LinePlace place;
    std::size_t rank = 0;
    bool own = true;
    bool due = true;
};
using Candidates = std::vector<Candidate>;

std::size_t rank_of(const OrderConfig& order, CustomerClass customer_class) {
    return static_cast<std::size_t>(std::ranges::find(order.first, customer_class) - order.first.begin());
}

/// Whoever these were sent to will not call them.
bool is_target_away(const HallState& state, const Line& line) {
    if (line.to_counter) {
        return counter_state(state, *line.to_counter).status == CounterStatus::closed;
    }
    return line.to_clerk && !counter_of(state, *line.to_clerk);
}

bool is_sent_to(const Line& line, const CounterId& counter, const std::optional<ClerkId>& clerk) {
    return line.to_counter ? *line.to_counter == counter : line.to_clerk && line.to_clerk == clerk;
}

std::optional<LinePlace> first_sent_to(const HallState& state, const CounterId& counter) {
    const auto& clerk = counter_state(state, counter).clerk;
    std::optional<LinePlace> first;
    for (const auto& [id, service] : state.services) {
        for (const Line& line : service.lines) {
            if (is_sent_to(line, counter, clerk) && (!first || *line.places.begin() < *first)) {
                first = *line.places.begin();
            }
        }
    }
    return first;
}

struct Hall {
    const HallState& state;
    const HallConfig& config;
    WallTime now;
};

void add_lines(const Hall& hall, const ServiceId& service, bool own, Candidates& candidates) {
    for (const Line& line : service_state(hall.state, service).lines) {
        if (lines::is_directed(line) && !is_target_away(hall.state, line)) {
            continue;
        }
        Candidate one{&line, *line.places.begin(), rank_of(hall.config.order, line.customer_class), own,
                      true};
        one.due = line.customer_class != CustomerClass::appointment || one.place.line_at <= hall.now;
        candidates.push_back(one);
    }
}

Candidates candidates_of(const Hall& hall, const CounterConfig& counter) {
    Candidates candidates;
    for (const ServiceId& service : counter.services) {
        add_lines(hall, service, true, candidates);
    }
    for (const ServiceId& service : counter.also) {
        if (!serves(counter, service)) {
            add_lines(hall, service, false, candidates);
        }
    }
    return candidates;
}

/// The one who came first among those for whom `fits` holds.
template <class Fits>
const Candidate* earliest(const Candidates& candidates, Fits fits) {
    const Candidate* first = nullptr;
    for (const Candidate& one : candidates) {
        if (fits(one) && (first == nullptr || one.place < first->place)) {
            first = &one;
        }
    }
    return first;
}

struct Pick {
    const Candidate* candidate = nullptr;
    CallReason why{};
};

/// Rules 2 and 3 among those for whom `fits` holds.
template <class Fits>
Pick by_class(const Candidates& candidates, const OrderConfig& order, Fits fits) {
    std::size_t rank = order.first.size();
    for (const Candidate& one : candidates) {
        rank = fits(one) ? std::min(rank, one.rank) : rank;
    }
    const Candidate* const top =
        earliest(candidates, [&](const Candidate& one) { return fits(one) && one.rank == rank; });
    if (top == nullptr) {
        return {};
    }
    const Candidate* const turn = earliest(candidates, [&](const Candidate& one) {
        return fits(one) && one.rank > rank && one.line->in_row >= order.turn_after && one.place < top->place;
    });
    if (turn != nullptr) {
        return {turn, CallReason::turn};
    }
    const Candidate* const first = earliest(candidates, fits);
    if (first == top) {
        return {top, CallReason::longest_waiting};
    }
    return {top, top->line->customer_class == CustomerClass::appointment ? CallReason::appointment_due
                                                                         : CallReason::class_first};
}

Pick by_policy(const Candidates& candidates, const OrderConfig& order) {
    Pick pick = by_class(candidates, order, [](const Candidate& one) { return one.own && one.due; });
    if (pick.candidate == nullptr) {
        pick = by_class(candidates, order, [](const Candidate& one) { return one.due; });
        pick.why = CallReason::helping;
    }
    if (pick.candidate == nullptr) {
        pick = {earliest(candidates, [](const Candidate&) { return true; }), CallReason::appointment_early};
    }
    return pick;
}

/// Rule 4.
Pick guaranteed(const Candidates& candidates, const OrderConfig& order, WallTime now, Pick chosen) {
    const auto often = [&](const Candidate& one) {
        return lines::overtakes(*one.line) >= order.most_overtakes;
    };
    const auto long_ago = [&](const Candidate& one) {
        const auto since = lines::overtaken_since(*one.line);
        return since && elapsed(*since, now) >= order.longest_overtaken;
    };
    const Candidate* const held = earliest(candidates, [&](const Candidate& one) {
        return one.place < chosen.candidate->place && (often(one) || long_ago(one));
    });
    if (held == nullptr) {
        return chosen;
    }
    return {held, often(*held) ? CallReason::overtaken_enough : CallReason::overtaken_long};
}

std::map<std::string, std::string> figures(const Line& line, WallTime now) {
    std::map<std::string, std::string> params{{"class", std::string(code(line.customer_class))},
                                              {"n", std::to_string(lines::overtakes(line))},
                                              {"in_row", std::to_string(line.in_row)}};
    if (const auto since = lines::overtaken_since(line)) {
        params["minutes"] =
            std::to_string(std::chrono::floor<std::chrono::minutes>(elapsed(*since, now)).count());
    }
    return params;
}

}  // namespace

std::optional<Choice> choose_next(const HallState& state, const HallConfig& config,
                                  const CounterConfig& counter, WallTime now) {
    if (const auto sent = first_sent_to(state, counter.id)) {
        return Choice{find_ticket(state, sent->id), CallReason::directed, {}};
    }
    const Candidates candidates = candidates_of({state, config, now}, counter);
    if (candidates.empty()) {
        return std::nullopt;
    }
    const Pick pick = guaranteed(candidates, config.order, now, by_policy(candidates, config.order));
    return Choice{find_ticket(state, pick.candidate->place.id), pick.why,
                  figures(*pick.candidate->line, now)};
}

bool has_somebody(const HallState& state, const CounterConfig& counter) {
    const auto callable = [&](const ServiceId& service) {
        return std::ranges::any_of(service_state(state, service).lines, [&](const Line& line) {
            return !lines::is_directed(line) || is_target_away(state, line);
        });
    };
    return std::ranges::any_of(counter.services, callable) || std::ranges::any_of(counter.also, callable) ||
           first_sent_to(state, counter.id).has_value();
}

bool may_call(const CounterConfig& counter, const Ticket& ticket, const HallState& state) {
    return serves(counter, ticket.service) || std::ranges::count(counter.also, ticket.service) != 0 ||
           ticket.to_counter == counter.id ||
           (ticket.to_clerk && ticket.to_clerk == counter_state(state, counter.id).clerk);
}

std::vector<ServiceId> passed_over(const HallState& state, const CounterConfig& counter,
                                   const Ticket& ticket) {
    const LinePlace place = lines::place_of(ticket);
    std::vector<ServiceId> passed;
    const auto look = [&](const ServiceId& service) {
        const bool over = std::ranges::any_of(service_state(state, service).lines, [&](const Line& line) {
            return !lines::is_directed(line) && *line.places.begin() < place;
        });
        if (over && std::ranges::count(passed, service) == 0) {
            passed.push_back(service);
        }
    };
    std::ranges::for_each(counter.services, look);
    std::ranges::for_each(counter.also, look);
    return passed;
}

std::uint32_t ahead_of_newcomer(const HallState& state, const HallConfig& config, const ServiceId& service,
                                CustomerClass customer_class) {
    return ahead_in(state, config, competing_services(state, config, service), customer_class);
}

std::uint32_t ahead_in(const HallState& state, const HallConfig& config,
                       const std::vector<ServiceId>& services, CustomerClass customer_class,
                       const std::optional<LinePlace>& place) {
    const std::size_t rank = rank_of(config.order, customer_class);
    std::size_t before = 0;
    std::size_t behind = 0;
    for (const ServiceId& service : services) {
        for (const Line& line : service_state(state, service).lines) {
            const std::size_t theirs = rank_of(config.order, line.customer_class);
            if (theirs == rank && place) {
                before += static_cast<std::size_t>(
                    std::distance(line.places.begin(), line.places.lower_bound(*place)));
            } else {
                (theirs <= rank ? before : behind) += line.places.size();
            }
        }
    }
    return static_cast<std::uint32_t>(before + std::min(behind, before / config.order.turn_after));
}

}  // namespace jiaohao::domain::order
