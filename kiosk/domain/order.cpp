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
        if (lines::is_directed(line) && !lines::is_target_away(hall.state, line)) {
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
    /// The ticket of its line: the first, or by rule 4 one behind others who came into the line later than it.
    LinePlace place{};
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
        return {turn, CallReason::turn, turn->place};
    }
    const Candidate* const first = earliest(candidates, fits);
    if (first == top) {
        return {top, CallReason::longest_waiting, top->place};
    }
    const bool due = top->line->customer_class == CustomerClass::appointment;
    return {top, due ? CallReason::appointment_due : CallReason::class_first, top->place};
}

Pick by_policy(const Candidates& candidates, const OrderConfig& order) {
    Pick pick = by_class(candidates, order, [](const Candidate& one) { return one.own && one.due; });
    if (pick.candidate == nullptr) {
        pick = by_class(candidates, order, [](const Candidate& one) { return one.due; });
        pick.why = CallReason::helping;
    }
    if (pick.candidate == nullptr) {
        const Candidate* const first = earliest(candidates, [](const Candidate&) { return true; });
        pick = {first, CallReason::appointment_early, first->place};
    }
    return pick;
}

/// The first of the line, before `end`, who may be overtaken no more. Nearly always its first or nobody: only those who
/// came into the line at places before others were overtaken less than they.
std::optional<Pick> held_in(const Hall& hall, const Candidate& one, const LinePlace& end) {
    const OrderConfig& order = hall.config.order;
    for (const LinePlace& place : one.line->places) {
        if (!(place < end)) {
            break;
        }
        const lines::Passed passed = lines::passed(hall.state, *one.line, place);
        if (passed.times >= order.most_overtakes) {
            return Pick{&one, CallReason::overtaken_enough, place};
        }
        if (passed.since && elapsed(*passed.since, hall.now) >= order.longest_overtaken) {
            return Pick{&one, CallReason::overtaken_long, place};
        }
        if (lines::is_most_passed(hall.state, *one.line, place)) {
            break;
        }
    }
    return std::nullopt;
}

/// Rule 4.
Pick guaranteed(const Hall& hall, const Candidates& candidates, const Pick& chosen) {
    Pick first = chosen;
    for (const Candidate& one : candidates) {
        first = held_in(hall, one, first.place).value_or(first);
    }
    return first;
}

std::map<std::string, std::string> figures(const Hall& hall, const Pick& pick) {
    const Line& line = *pick.candidate->line;
    const lines::Passed passed = lines::passed(hall.state, line, pick.place);
    std::map<std::string, std::string> params{{"class", std::string(code(line.customer_class))},
                                              {"n", std::to_string(passed.times)},
                                              {"in_row", std::to_string(line.in_row)}};
    if (passed.since) {
        params["minutes"] = std::to_string(
            std::chrono::floor<std::chrono::minutes>(elapsed(*passed.since, hall.now)).count());
    }
    return params;
}

}  // namespace

std::optional<Choice> choose_next(const HallState& state, const HallConfig& config,
                                  const CounterConfig& counter, WallTime now) {
    if (const auto sent = first_sent_to(state, counter.id)) {
        return Choice{find_ticket(state, sent->id), CallReason::directed, {}};
    }
    const Hall hall{state, config, now};
    const Candidates candidates = candidates_of(hall, counter);
    if (candidates.empty()) {
        return std::nullopt;
    }
    const Pick pick = guaranteed(hall, candidates, by_policy(candidates, config.order));
    return Choice{find_ticket(state, pick.place.id), pick.why, figures(hall, pick)};
}

bool has_somebody(const HallState& state, const CounterConfig& counter) {
    const auto callable = [&](const ServiceId& service) {
        return std::ranges::any_of(service_state(state, service).lines, [&](const Line& line) {
            return !lines::is_directed(line) || lines::is_target_away(state, line);
        });
    };
    return std::ranges::any_of(counter.services, callable) || std::ranges::any_of(counter.also, callable) ||
           first_sent_to(state, counter.id).has_value();
}

Callable count_callable(const HallState& state, const CounterConfig& counter) {
    const auto& clerk = counter_state(state, counter.id).clerk;
    Callable all;
    for (const auto& [id, service] : state.services) {
        const bool own = serves(counter, id);
        const bool also = std::ranges::find(counter.also, id) != counter.also.end();
        for (const Line& line : service.lines) {
            const auto n = static_cast<std::uint32_t>(line.places.size());
            if (is_sent_to(line, counter.id, clerk)) {
                all.own += n;
            } else if (!lines::is_directed(line) || lines::is_target_away(state, line)) {
                all.own += own ? n : 0;
                all.also += !own && also ? n : 0;
            }
        }
    }
    return all;
}

bool may_call(const CounterConfig& counter, const Ticket& ticket, const HallState& state) {
    return serves(counter, ticket.service) || std::ranges::count(counter.also, ticket.service) != 0 ||
           ticket.to_counter == counter.id ||
           (ticket.to_clerk && ticket.to_clerk == counter_state(state, counter.id).clerk);
}

PassedOver passed_over(const HallState& state, const CounterConfig& counter, const Ticket& ticket) {
    const LinePlace place = lines::place_of(ticket);
    const auto& clerk = counter_state(state, counter.id).clerk;
    PassedOver passed;
    const auto look = [&](const ServiceId& service) {
        for (const Line& line : service_state(state, service).lines) {
            const bool sent = lines::is_directed(line);
            // Who was sent to this very counter goes first here, whatever its state was a moment ago.
            const bool callable =
                !sent || (lines::is_target_away(state, line) && !is_sent_to(line, counter.id, clerk));
            auto& services = sent ? passed.sent : passed.plain;
            if (callable && *line.places.begin() < place && std::ranges::count(services, service) == 0) {
                services.push_back(service);
            }
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
