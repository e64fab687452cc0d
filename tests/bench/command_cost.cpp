// command_cost: what a command costs kioskd in a short journal and in a long one, with few who wait and with many, in
// one run on one disk. It prints figures and decides nothing.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/hall.hpp"

namespace {

using namespace jiaohao::bench;
namespace fs = std::filesystem;
using std::chrono::duration;

struct Arguments {
    std::string program;
    std::string profile = "printer-generic-80";
    std::size_t events = 1'000'000;
    std::size_t waiting = 1'000;
    std::size_t cycles = 1'000;
    std::size_t passes = 5;
};

/// Of one command: processor time of kioskd, and how long the client waited for its durable answer.
struct Cost {
    double cpu_us = 0;
    double took_us = 0;
};

/// A ticket taken, called and served at each counter in turn: as many wait afterwards as before. Three commands each.
Cost one_pass(Hall& hall, ApiClient& client, std::size_t cycles) {
    Spans took;
    const auto before = hall.process().cpu_time();
    for (std::size_t i = 0; i < cycles; ++i) {
        const std::string counter = fmt::format(R"({{"counter":"c{}"}})", i % Hall::services.size() + 1);
        took.push_back(client.command("ticket.issue", issue_arguments(i, false)).took);
        took.push_back(client.command("counter.call_next", counter).took);
        took.push_back(client.command("counter.finish", counter).took);
    }
    const auto used = hall.process().cpu_time() - before;
    return {duration<double, std::micro>(used).count() / static_cast<double>(3 * cycles),
            spread_of(std::move(took)).p50_us};
}

Cost measure(Hall& hall, const Arguments& arguments) {
    const auto client = std::make_unique<ApiClient>(hall.socket(), "manager");
    (void)one_pass(hall, *client, arguments.cycles / 10 + 1);
    std::vector<double> cpu;
    std::vector<double> took;
    for (std::size_t i = 0; i < arguments.passes; ++i) {
        const Cost cost = one_pass(hall, *client, arguments.cycles);
        cpu.push_back(cost.cpu_us);
        took.push_back(cost.took_us);
    }
    return {median_of(std::move(cpu)), median_of(std::move(took))};
}

void let_wait(Hall& hall, std::size_t count) {
    ApiClient client(hall.socket(), "terminal");
    for (std::size_t i = 0; i < count; ++i) {
        client.command("ticket.issue", issue_arguments(i, false));
    }
}

/// Pauses and their ends, from several clients at once: events that leave nothing behind but the journal's length.
void lengthen(Hall& hall, std::size_t events) {
    std::vector<std::jthread> threads;
    for (std::size_t n = 1; n <= Hall::services.size(); ++n) {
        threads.emplace_back([&hall, n, each = events / Hall::services.size() / 2] {
            ApiClient client(hall.socket(), "manager");
            const std::string counter = fmt::format(R"({{"counter":"c{}"}})", n);
            for (std::size_t i = 0; i < each; ++i) {
                client.command("counter.pause", counter);
                client.command("counter.resume", counter);
            }
        });
    }
}

struct Row {
    std::size_t events = 0;
    std::size_t waiting = 0;
    Cost cost;
};

std::vector<Row> measure_both(Hall& hall, const Arguments& arguments, std::size_t events) {
    std::vector<Row> rows;
    for (const std::size_t waiting : {std::size_t{10}, arguments.waiting}) {
        hall.next_day();
        let_wait(hall, waiting);
        fmt::print(stderr, "{} events, {} wait\n", events, waiting);
        rows.push_back({events, waiting, measure(hall, arguments)});
    }
    return rows;
}

void print(const std::vector<Row>& rows) {
    fmt::print("{:>10} {:>8} {:>16} {:>18} {:>8}\n", "events", "waiting", "CPU us/command", "answer p50 us",
               "ratio");
    for (const Row& row : rows) {
        fmt::print("{:>10} {:>8} {:>16.1f} {:>18.1f} {:>8.2f}\n", row.events, row.waiting, row.cost.cpu_us,
                   row.cost.took_us, row.cost.cpu_us / rows.front().cost.cpu_us);
    }
}

int run(const Arguments& arguments) {
    std::string folder = (fs::temp_directory_path() / "command_cost.XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        fmt::print(stderr, "command_cost: cannot make a folder {}\n", folder);
        return 1;
    }
    int result = 0;
    try {
        Hall hall({arguments.program, folder, arguments.profile});
        std::vector<Row> rows = measure_both(hall, arguments, 1'000);
        fmt::print(stderr, "the journal grows to {} events\n", arguments.events);
        lengthen(hall, arguments.events);
        for (const Row& row : measure_both(hall, arguments, arguments.events)) {
            rows.push_back(row);
        }
        print(rows);
    } catch (const std::exception& error) {
        fmt::print(stderr, "command_cost: {}\n", error.what());
        result = 1;
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    arguments.program = (fs::read_symlink("/proc/self/exe").parent_path() / "kioskd").string();
    CLI::App app{"Measures what a command costs a real kioskd in a short and in a long journal"};
    app.add_option("--bin", arguments.program, "The kioskd to measure")->capture_default_str();
    app.add_option("--events", arguments.events, "Of the long journal")->capture_default_str();
    app.add_option("--waiting", arguments.waiting, "Who wait when many do")->capture_default_str();
    app.add_option("--cycles", arguments.cycles, "Tickets of one pass")->capture_default_str();
    app.add_option("--passes", arguments.passes, "The median of so many is taken")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    return run(arguments);
}
