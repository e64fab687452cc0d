// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_populations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace jiaohao::bench {
namespace {

constexpr double hall_relative_from = 5.0;
constexpr double phone_relative_from = 0.5;
constexpr std::int64_t first_week = 7;

struct Span {
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    void hold(std::int64_t day) {
        first = std::min(first, day);
        last = std::max(last, day);
    }
};

Span span_of(const HallDays& days) {
    Span span;
    for (const auto& [day, tickets] : days) {
        span.hold(day);
    }
    return span;
}

Span span_of(const std::vector<CallRecord>& calls) {
    Span span;
    for (const CallRecord& call : calls) {
        span.hold(call.day);
    }
    return span;
}

template <class Records>
std::int64_t first_day(const std::map<std::string, Records>& all) {
    Span span;
    for (const auto& [name, records] : all) {
        span.hold(span_of(records).first);
    }
    return span.first;
}

/// Halls, and pools of clerks, learn each for itself.
template <class Records>
Result<void, std::string> check_order(const std::map<std::string, Records>& warm,
                                      const std::map<std::string, Records>& scored) {
    for (const auto& [name, records] : warm) {
        const auto found = scored.find(name);
        if (found == scored.end() || span_of(records).last < span_of(found->second).first) {
            continue;
        }
        return fail(
            fmt::format("{}: what is learnt from first goes up to {}, but what is scored begins on {}: a "
                        "wait would be told by "
                        "what came after it",
                        name, date_text(span_of(records).last), date_text(span_of(found->second).first)));
    }
    return {};
}

Population tickets(std::string id, std::string title, std::vector<Limit> limits) {
    return {std::move(id), std::move(title), false, Tally(hall_relative_from), std::move(limits)};
}

Population calls(std::string id, std::string title, std::vector<Limit> limits) {
    return {std::move(id), std::move(title), true, Tally(phone_relative_from), std::move(limits)};
}

constexpr double none = std::numeric_limits<double>::infinity();
using Figure = Limit::Figure;

std::vector<Limit> warm_limits() {
    return {{Figure::mae, 0, 10}, {Figure::median_relative, 0, 0.31}, {Figure::coverage, 0.88, 0.95}};
}

void add(Population& population, const TicketOutcome& outcome) {
    if (outcome.ahead > 0) {
        population.tally.add(outcome.wait, outcome.told);
    }
}

HallDays joined(const HallDays& warm, const HallDays& days) {
    HallDays all = warm;
    all.insert(days.begin(), days.end());
    return all;
}

}  // namespace

double value_of(const Population& population, const Figures& figures, Limit::Figure figure) {
    switch (figure) {
        case Figure::mae:
            return figures.mae * (population.seconds ? 60 : 1);
        case Figure::median_relative:
            return figures.median_relative;
        case Figure::coverage:
            break;
    }
    return figures.coverage;
}

Result<std::vector<Population>, std::string> score_tickets(const Halls& halls, const Halls& warm) {
    if (auto order = check_order(warm, halls); !order) {
        return fail(order.error());
    }
    const std::int64_t begin = first_day(halls);
    const std::int64_t from = warm.empty() ? begin + first_week : begin;
    Population learnt = tickets("tickets/warm",
                                fmt::format("Tickets from {} on, learnt from {}", date_text(from),
                                            warm.empty() ? "the days before" : "the --warm files"),
                                warm_limits());
    Population first =
        tickets("tickets/first-day", fmt::format("Tickets of {}, cold start", date_text(begin)),
                {{Figure::mae, 0, 26}, {Figure::coverage, 0.85, none}});
    Population all = tickets("tickets/all", "Tickets of all days, cold start", {});
    for (const auto& [name, days] : halls) {
        for (const TicketOutcome& outcome : replay(days)) {
            add(all, outcome);
            if (outcome.day == begin) {
                add(first, outcome);
            }
            if (warm.empty() && outcome.day >= from) {
                add(learnt, outcome);
            }
        }
        if (warm.empty()) {
            continue;
        }
        const auto before = warm.find(name);
        const std::int64_t hall_from = days.begin()->first;
        for (const TicketOutcome& outcome :
             replay(before == warm.end() ? days : joined(before->second, days))) {
            if (outcome.day >= hall_from) {
                add(learnt, outcome);
            }
        }
    }
    std::vector<Population> scored;
    scored.push_back(std::move(learnt));
    scored.push_back(std::move(first));
    scored.push_back(std::move(all));
    return scored;
}

Result<std::vector<Population>, std::string> score_calls(const Pools& pools, const Pools& warm) {
    if (auto order = check_order(warm, pools); !order) {
        return fail(order.error());
    }
    std::vector<Population> scored;
    scored.push_back(
        calls("calls/main", "Calls, main line", {{Figure::mae, 0, 45}, {Figure::coverage, 0.87, 0.93}}));
    scored.push_back(calls("calls/stock", "Calls, stock desk", {{Figure::mae, 0, 57}}));
    scored.push_back(calls("calls/internet", "Calls, internet desk", {}));
    for (Population& population : scored) {
        const std::string pool = population.id.substr(population.id.find('/') + 1);
        const auto calls_of = [&](const Pools& part) {
            const auto found = part.find(pool);
            return found == part.end() ? std::vector<CallRecord>() : found->second;
        };
        const std::vector<CallRecord> told = calls_of(pools);
        std::vector<CallRecord> all = calls_of(warm);
        all.insert(all.end(), told.begin(), told.end());
        const std::int64_t from = span_of(told).first;
        for (const CallOutcome& outcome : replay(all)) {
            if (outcome.day >= from) {
                population.tally.add(outcome.wait, outcome.told);
            }
        }
    }
    return scored;
}

}  // namespace jiaohao::bench
