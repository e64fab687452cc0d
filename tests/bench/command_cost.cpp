// command_cost: what a command costs kioskd in a short journal and in a long one, with few who wait and with many, side by
// side in one run on one disk. It prints figures and decides nothing.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
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
    std::size_t cycles = 300;
    std::size_t rounds = 15;
};

/// Of the short journal before the first round; every round adds some thousands to both.
constexpr std::size_t kShort = 1'000;

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

/// One journal with so many waiting.
struct Cell {
    Hall* hall = nullptr;
    std::size_t events = 0;
    std::size_t waiting = 0;
    std::vector<double> cpu;
    std::vector<double> took;
    /// To the first cell in the same round.
    std::vector<double> cpu_ratio;
    std::vector<double> took_ratio;
};

Cost measure(const Cell& cell, const Arguments& arguments) {
    cell.hall->next_day();
    let_wait(*cell.hall, cell.waiting);
    ApiClient client(cell.hall->socket(), "manager");
    (void)one_pass(*cell.hall, client, arguments.cycles / 10 + 1);
    return one_pass(*cell.hall, client, arguments.cycles);
}

/// All cells in turn, forwards and backwards: whatever slows the machine for a while slows all that is compared.
void one_round(std::vector<Cell>& cells, const Arguments& arguments, bool backwards) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Cell& cell = cells[backwards ? cells.size() - 1 - i : i];
        const Cost cost = measure(cell, arguments);
        cell.cpu.push_back(cost.cpu_us);
        cell.took.push_back(cost.took_us);
    }
    for (Cell& cell : cells) {
        cell.cpu_ratio.push_back(cell.cpu.back() / cells.front().cpu.back());
        cell.took_ratio.push_back(cell.took.back() / cells.front().took.back());
    }
}

void print(const std::vector<Cell>& cells) {
    fmt::print("{:>10} {:>8} {:>16} {:>8} {:>15} {:>15} {:>8}\n", "events", "waiting", "CPU us/command",
               "ratio", "of the rounds", "answer p50 us", "ratio");
    for (const Cell& cell : cells) {
        const auto [least, most] = std::minmax_element(cell.cpu_ratio.begin(), cell.cpu_ratio.end());
        fmt::print("{:>10} {:>8} {:>16.1f} {:>8.2f} {:>15} {:>15.1f} {:>8.2f}\n", cell.events, cell.waiting,
                   median_of(cell.cpu), median_of(cell.cpu_ratio),
                   fmt::format("{:.2f} to {:.2f}", *least, *most), median_of(cell.took),
                   median_of(cell.took_ratio));
    }
}

void compare(const Arguments& arguments, const std::string& folder) {
    for (const char* name : {"short", "long"}) {
        fs::create_directory(fs::path(folder) / name);
    }
    Hall brief({arguments.program, fs::path(folder) / "short", arguments.profile});
    Hall lengthy({arguments.program, fs::path(folder) / "long", arguments.profile});
    brief.next_day();
    lengthy.next_day();
    lengthen(brief, kShort);
    fmt::print(stderr, "a journal grows to {} events\n", arguments.events);
    lengthen(lengthy, arguments.events);
    std::vector<Cell> cells;
    for (Hall* hall : {&brief, &lengthy}) {
        for (const std::size_t waiting : {std::size_t{10}, arguments.waiting}) {
            cells.push_back({hall, hall == &brief ? kShort : arguments.events, waiting, {}, {}, {}, {}});
        }
    }
    for (std::size_t round = 0; round < arguments.rounds; ++round) {
        fmt::print(stderr, "round {} of {}\n", round + 1, arguments.rounds);
        one_round(cells, arguments, round % 2 == 1);
    }
    print(cells);
}

int run(const Arguments& arguments) {
    std::string folder = (fs::temp_directory_path() / "command_cost.XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        fmt::print(stderr, "command_cost: cannot make a folder {}\n", folder);
        return 1;
    }
    int result = 0;
    try {
        compare(arguments, folder);
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
    app.add_option("--rounds", arguments.rounds, "The median of so many is taken")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    CLI11_PARSE(app, argc, argv);
    return run(arguments);
}
