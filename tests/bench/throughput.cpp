// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/throughput.hpp"

#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace jiaohao::bench {
namespace {

struct Worker {
    std::unique_ptr<ApiClient> client;
    Spans took;
    std::string problem;
};

struct Pass {
    double tickets_per_s = 0;
    double tickets_per_commit = 0;
    double cpu_us_per_ticket = 0;
    double switches_per_ticket = 0;
};

void issue(Worker& worker, std::size_t tickets, std::size_t first, const ThroughputPlan& plan,
           std::latch& start) {
    start.arrive_and_wait();
    const auto until = SteadyClock::now() + plan.budget;
    try {
        for (std::size_t i = 0; i < tickets && SteadyClock::now() < until; ++i) {
            const auto answered = worker.client->command("ticket.issue", issue_arguments(first + i, false));
            worker.took.push_back(answered.took);
        }
    } catch (const std::exception& error) {
        worker.problem = error.what();
    }
}

/// From the start of all to the last answer of the last.
std::chrono::duration<double> issue_all(std::vector<Worker>& workers, const ThroughputPlan& plan) {
    const std::size_t each = plan.tickets / workers.size();
    std::latch start(static_cast<std::ptrdiff_t>(workers.size()) + 1);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < workers.size(); ++i) {
        threads.emplace_back([&, i] { issue(workers[i], each, i, plan, start); });
    }
    start.arrive_and_wait();
    const auto from = SteadyClock::now();
    threads.clear();
    return SteadyClock::now() - from;
}

Pass run_pass(Hall& hall, std::size_t clients, const ThroughputPlan& plan, Spans& took) {
    hall.next_day();
    std::vector<Worker> workers(clients);
    for (Worker& worker : workers) {
        worker.client = std::make_unique<ApiClient>(hall.socket(), "terminal");
    }
    const auto commits = hall.commits();
    const auto cpu = hall.process().cpu_time();
    const auto switches = hall.process().switches();
    const auto passed = issue_all(workers, plan);
    const auto used = hall.process().cpu_time() - cpu;
    const auto switched = hall.process().switches() - switches;
    std::size_t issued = 0;
    for (const Worker& worker : workers) {
        if (!worker.problem.empty()) {
            throw std::runtime_error(worker.problem);
        }
        issued += worker.took.size();
        took.insert(took.end(), worker.took.begin(), worker.took.end());
    }
    const auto count = static_cast<double>(issued);
    return {count / passed.count(), count / static_cast<double>(hall.commits() - commits),
            std::chrono::duration<double, std::micro>(used).count() / count,
            static_cast<double>(switched) / count};
}

Throughput sum_up(std::size_t clients, const std::vector<Pass>& passes, Spans took) {
    const auto median = [&passes](double Pass::*member) {
        std::vector<double> values;
        for (const Pass& pass : passes) {
            values.push_back(pass.*member);
        }
        return median_of(std::move(values));
    };
    return {clients,
            median(&Pass::tickets_per_s),
            median(&Pass::tickets_per_commit),
            median(&Pass::cpu_us_per_ticket),
            median(&Pass::switches_per_ticket),
            spread_of(std::move(took))};
}

}  // namespace

std::vector<Throughput> measure_throughput(Hall& hall, const ThroughputPlan& plan) {
    std::vector<std::vector<Pass>> passes(plan.clients.size());
    std::vector<Spans> took(plan.clients.size());
    for (std::size_t pass = 0; pass < plan.passes; ++pass) {
        for (std::size_t i = 0; i < plan.clients.size(); ++i) {
            passes[i].push_back(run_pass(hall, plan.clients[i], plan, took[i]));
        }
    }
    std::vector<Throughput> all;
    for (std::size_t i = 0; i < plan.clients.size(); ++i) {
        all.push_back(sum_up(plan.clients[i], passes[i], std::move(took[i])));
    }
    return all;
}

}  // namespace jiaohao::bench
