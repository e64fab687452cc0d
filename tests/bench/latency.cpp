// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/latency.hpp"

#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/bench/bare_commit.hpp"

namespace jiaohao::bench {
namespace {

constexpr std::chrono::seconds kMostForPaper{20};
constexpr std::chrono::milliseconds kPause{5};

struct Measured {
    Spans bare, bare_with_request, answer;
    Spans paused_bare, paused_answer, paper_answer, line, ticket_on_line;
};

class Rounds {
  public:
    Rounds(Hall& hall, ApiClient& client, BareCommit& bare) : hall_(hall), client_(client), bare_(bare) {}

    void run(const LatencyPlan& plan) {
        for (std::size_t i = 0; i < plan.each; ++i) {
            measured_.bare.push_back(bare_.event());
        }
        for (std::size_t i = 0; i < plan.each; ++i) {
            measured_.answer.push_back(client_.command("ticket.issue", issue_arguments(i, false)).took);
        }
        for (std::size_t i = 0; i < plan.each; ++i) {
            measured_.bare_with_request.push_back(bare_.event_and_request());
        }
        for (std::size_t i = 0; i < plan.paused; ++i) {
            std::this_thread::sleep_for(kPause);
            measured_.paused_bare.push_back(bare_.event());
            std::this_thread::sleep_for(kPause);
            const auto answered = client_.command("ticket.issue", issue_arguments(i, false));
            measured_.paused_answer.push_back(answered.took);
            std::this_thread::sleep_for(kPause);
            paper(i);
        }
    }
    [[nodiscard]] Measured take() { return std::move(measured_); }

  private:
    void paper(std::size_t index) {
        auto& printer = hall_.printer();
        if (!printer.wait_for_quiet(kMostForPaper)) {
            throw std::runtime_error("the printer's line does not come to rest");
        }
        printer.expect();
        const auto answered = client_.command("ticket.issue", issue_arguments(index, true));
        const auto arrival = printer.wait_for_ticket(kMostForPaper);
        if (!arrival) {
            throw std::runtime_error("no ticket came to the printer");
        }
        measured_.paper_answer.push_back(answered.took);
        measured_.line.push_back(arrival->any - answered.asked);
        measured_.ticket_on_line.push_back(arrival->ticket - answered.asked);
    }

    Hall& hall_;
    ApiClient& client_;
    BareCommit& bare_;
    Measured measured_;
};

}  // namespace

Latency measure_latency(Hall& hall, const std::filesystem::path& bare_file, const LatencyPlan& plan) {
    const auto until = SteadyClock::now() + plan.budget;
    hall.next_day();
    auto warm = hall.client("terminal");
    for (std::size_t i = 0; i < plan.warm_up; ++i) {
        static_cast<void>(warm.command("ticket.issue", issue_arguments(i, false)));
    }
    const TicketRows rows = rows_of_last_ticket(hall.journal());
    BareCommit bare(bare_file, rows);
    for (std::size_t i = 0; i < plan.warm_up; ++i) {
        static_cast<void>(bare.event_and_request());
    }
    hall.next_day();
    auto client = hall.client("terminal");
    Rounds rounds(hall, client, bare);
    for (std::size_t i = 0; i < plan.rounds && (i == 0 || SteadyClock::now() < until); ++i) {
        rounds.run(plan);
    }
    Measured all = rounds.take();
    return {spread_of(std::move(all.bare)),
            spread_of(std::move(all.bare_with_request)),
            spread_of(std::move(all.answer)),
            spread_of(std::move(all.paused_bare)),
            spread_of(std::move(all.paused_answer)),
            spread_of(std::move(all.paper_answer)),
            spread_of(std::move(all.line)),
            spread_of(std::move(all.ticket_on_line)),
            rows.body.size()};
}

}  // namespace jiaohao::bench
