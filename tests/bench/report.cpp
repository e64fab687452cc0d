// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/report.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace jiaohao::bench {
namespace {

using nlohmann::json;

double ratio(double of, double to) {
    return to > 0 ? of / to : 0;
}

void add_row(std::string& text, std::string_view name, const Spread& spread, const Spread& bare) {
    fmt::format_to(std::back_inserter(text), "{:<52}{:>7}{:>10.0f}{:>10.0f}{:>10.0f}{:>9.2f}{:>9.2f}\n", name,
                   spread.count, spread.p50_us, spread.p99_us, spread.most_us,
                   ratio(spread.p50_us, bare.p50_us), ratio(spread.p99_us, bare.p99_us));
}

void add_head(std::string& text, std::string_view name) {
    fmt::format_to(std::back_inserter(text), "{:<52}{:>7}{:>10}{:>10}{:>10}{:>9}{:>9}\n", name, "count",
                   "p50 us", "p99 us", "most us", "x p50", "x p99");
}

void add_latency(std::string& text, const Latency& all) {
    add_head(text, "one client, one ticket right after the other");
    add_row(text, fmt::format("bare SQLite commit, the same row ({} bytes)", all.row_bytes), all.bare,
            all.bare);
    add_row(text, "bare SQLite commit, row and its request's row", all.bare_with_request, all.bare);
    add_row(text, "request to durable answer, no paper", all.answer, all.bare);
    text += '\n';
    add_head(text, "one client, each after a pause");
    add_row(text, "bare SQLite commit, the same row", all.paused_bare, all.paused_bare);
    add_row(text, "request to durable answer, no paper", all.paused_answer, all.paused_bare);
    add_row(text, "request to durable answer, paper", all.paper_answer, all.paused_bare);
    add_row(text, "request to first byte on the line (state asked)", all.line, all.paused_bare);
    add_row(text, "request to first byte of the ticket on the line", all.ticket_on_line, all.paused_bare);
}

void add_throughput(std::string& text, const std::vector<Throughput>& all) {
    fmt::format_to(std::back_inserter(text), "\n{:<10}{:>12}{:>8}{:>10}{:>10}{:>17}{:>16}{:>18}\n", "clients",
                   "tickets/s", "x one", "p50 us", "p99 us", "tickets/commit", "CPU us/ticket",
                   "sleeps/ticket");
    for (const Throughput& one : all) {
        fmt::format_to(std::back_inserter(text),
                       "{:<10}{:>12.0f}{:>8.2f}{:>10.0f}{:>10.0f}{:>17.1f}{:>16.0f}{:>18.1f}\n", one.clients,
                       one.tickets_per_s, ratio(one.tickets_per_s, all.front().tickets_per_s),
                       one.answer.p50_us, one.answer.p99_us, one.tickets_per_commit, one.cpu_us_per_ticket,
                       one.switches_per_ticket);
    }
}

void add_idle(std::string& text, std::string_view name, const Idle& idle) {
    fmt::format_to(std::back_inserter(text), "{:<24}{:>14.1f}{:>10.2f}{:>14.0f}\n", name,
                   static_cast<double>(idle.resident_kib) / 1024, idle.cpu_percent, idle.wake_ups_per_s);
}

json encode(const Spread& spread) {
    return {{"count", spread.count},
            {"p50_us", spread.p50_us},
            {"p99_us", spread.p99_us},
            {"most_us", spread.most_us}};
}

json encode(const Idle& idle) {
    return {{"resident_kib", idle.resident_kib},
            {"cpu_percent", idle.cpu_percent},
            {"wake_ups_per_s", idle.wake_ups_per_s}};
}

json encode(const Latency& all) {
    return {{"row_bytes", all.row_bytes},
            {"bare_commit", encode(all.bare)},
            {"bare_commit_with_request", encode(all.bare_with_request)},
            {"answer", encode(all.answer)},
            {"paused_bare_commit", encode(all.paused_bare)},
            {"paused_answer", encode(all.paused_answer)},
            {"paper_answer", encode(all.paper_answer)},
            {"first_byte_on_line", encode(all.line)},
            {"first_byte_of_ticket", encode(all.ticket_on_line)},
            {"answer_to_bare_p50", ratio(all.answer.p50_us, all.bare.p50_us)},
            {"answer_to_bare_p99", ratio(all.answer.p99_us, all.bare.p99_us)},
            {"paused_answer_to_bare_p50", ratio(all.paused_answer.p50_us, all.paused_bare.p50_us)},
            {"paused_answer_to_bare_p99", ratio(all.paused_answer.p99_us, all.paused_bare.p99_us)}};
}

}  // namespace

std::string table_of(const Figures& figures) {
    std::string text;
    add_latency(text, figures.latency);
    add_throughput(text, figures.throughput);
    fmt::format_to(std::back_inserter(text), "\n{:<24}{:>14}{:>10}{:>14}\n", "idle kioskd", "resident MiB",
                   "CPU %", "wake-ups/s");
    add_idle(text, "just started", figures.fresh);
    add_idle(text, "after the load above", figures.after_load);
    return text;
}

void write_json(const Figures& figures, const std::filesystem::path& file) {
    json throughput = json::array();
    for (const Throughput& one : figures.throughput) {
        throughput.push_back({{"clients", one.clients},
                              {"tickets_per_s", one.tickets_per_s},
                              {"tickets_per_commit", one.tickets_per_commit},
                              {"cpu_us_per_ticket", one.cpu_us_per_ticket},
                              {"sleeps_per_ticket", one.switches_per_ticket},
                              {"answer", encode(one.answer)}});
    }
    const json all{{"latency", encode(figures.latency)},
                   {"throughput", std::move(throughput)},
                   {"idle", {{"fresh", encode(figures.fresh)}, {"after_load", encode(figures.after_load)}}}};
    std::ofstream out(file);
    out << all.dump(2) << '\n';
    if (!out.flush()) {
        throw std::runtime_error(fmt::format("cannot write {}", file.string()));
    }
}

}  // namespace jiaohao::bench
