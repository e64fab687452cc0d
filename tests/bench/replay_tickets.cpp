// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_tickets.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace jiaohao::bench {
namespace {

constexpr double ms_per_min = 60'000.0;

struct Waiting {
    stats::WaitFeatures features;
    Told told{};
};

struct Line {
    stats::LineWaits waits = stats::fresh_line(stats::hall_scale);
    /// In calling order: by issue, then by number.
    std::set<std::pair<std::int64_t, std::size_t>> waiting;
    std::uint32_t counters = 1;
};

/// A ticket is issued before it is called even at the same instant.
struct Step {
    std::int64_t at_ms;
    bool call;
    std::int64_t ordinal;
    std::size_t ticket;
    auto order() const { return std::tie(at_ms, call, ordinal, ticket); }
};

std::vector<Step> steps_of(const std::vector<TicketRecord>& tickets) {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        steps.push_back({tickets[i].issued_ms, false, tickets[i].ordinal, i});
        if (tickets[i].called_ms) {
            steps.push_back({*tickets[i].called_ms, true, tickets[i].ordinal, i});
        }
    }
    std::ranges::sort(steps, [](const Step& a, const Step& b) { return a.order() < b.order(); });
    return steps;
}

class Hall {
  public:
    void day(std::int64_t day, const std::vector<TicketRecord>& tickets, std::vector<TicketOutcome>& out) {
        for (auto& [name, line] : lines_) {
            stats::start_day(line.waits);
            line.waiting.clear();
        }
        std::vector<Waiting> told(tickets.size());
        for (const Step& step : steps_of(tickets)) {
            const TicketRecord& ticket = tickets[step.ticket];
            Line& line = lines_[ticket.line];
            if (step.call) {
                call(line, ticket, step.ticket, told[step.ticket]);
                out.push_back(
                    {day, told[step.ticket].features.ahead, wait_of(ticket), told[step.ticket].told});
            } else {
                told[step.ticket] = issue(line, ticket);
                line.waiting.emplace(ticket.issued_ms, step.ticket);
            }
        }
    }

  private:
    static double wait_of(const TicketRecord& ticket) {
        return static_cast<double>(*ticket.called_ms - ticket.issued_ms) / ms_per_min;
    }

    Waiting issue(Line& line, const TicketRecord& ticket) const {
        line.counters = ticket.counters;
        stats::WaitMoment moment;
        moment.at_ms = ticket.issued_ms;
        moment.ahead = static_cast<std::uint32_t>(line.waiting.size());
        moment.counters = ticket.counters;
        // With nobody ahead the record does not say whether there was a wait at all.
        moment.counter_idle = line.waiting.empty();
        if (!line.waiting.empty()) {
            moment.head_waited =
                static_cast<double>(ticket.issued_ms - line.waiting.begin()->first) / ms_per_min;
        }
        Waiting one;
        one.features = stats::features(line.waits, moment, stats::hall_scale);
        one.told = rivals_.tell(line.waits, moment, stats::hall_scale, line.waits.cycle,
                                ticket.configured_min * moment.ahead / std::max(1U, ticket.counters));
        one.told.back() = stats::predict(estimator_, one.features, stats::hall_scale);
        return one;
    }

    void call(Line& line, const TicketRecord& ticket, std::size_t index, const Waiting& one) {
        line.waiting.erase({ticket.issued_ms, index});
        const double wait = wait_of(ticket);
        if (!one.features.next) {
            rivals_.score(one.features.ahead, one.told, wait, stats::hall_scale);
        }
        stats::observe_called(estimator_, one.features, one.told.back().p50, wait, stats::hall_scale);
        stats::note_call(line.waits,
                         {wait, ticket.issued_ms, *ticket.called_ms, line.counters, !line.waiting.empty()},
                         stats::hall_scale);
    }

    stats::WaitEstimator estimator_ = stats::fresh_estimator();
    Rivals rivals_;
    std::map<std::string, Line> lines_;
};

}  // namespace

std::vector<TicketOutcome> replay(const HallDays& days) {
    Hall hall;
    std::vector<TicketOutcome> outcomes;
    for (const auto& [day, tickets] : days) {
        hall.day(day, tickets, outcomes);
    }
    return outcomes;
}

}  // namespace jiaohao::bench
