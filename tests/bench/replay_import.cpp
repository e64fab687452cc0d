// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>

#include "tests/bench/replay_rows.hpp"

namespace jiaohao::bench {
namespace {

using std::string_view;
constexpr std::int64_t day_ms = 86'400'000;

constexpr std::array<string_view, 8> ticket_columns{"hall",
                                                    "date",
                                                    "queue_id",
                                                    "ticket",
                                                    "issued_min",
                                                    "called_min",
                                                    "open_counters_at_issue",
                                                    "configured_service_min"};
constexpr std::array<string_view, 11> call_columns{"priority", "type",   "date",    "vru_time",
                                                   "q_start",  "q_time", "outcome", "ser_start",
                                                   "ser_exit", "server", "q_exit"};
constexpr std::size_t call_fields = 17;

template <class T>
std::optional<T> number(string_view text, T least, T most) {
    T value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = code == std::errc{} && end == text.data() + text.size();
    return whole && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

/// What is empty was not recorded.
template <class T>
std::optional<T> number_or(string_view text, T least, T most, T absent) {
    return text.empty() ? std::optional(absent) : number<T>(text, least, most);
}

std::optional<std::int64_t> day_of(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    return date.ok() ? std::optional<std::int64_t>(std::chrono::sys_days{date}.time_since_epoch().count())
                     : std::nullopt;
}

/// YYYY-MM-DD.
std::optional<std::int64_t> date(string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return {};
    }
    const auto year = number<int>(text.substr(0, 4), 1970, 9999);
    const auto month = number<unsigned>(text.substr(5, 2), 1, 12);
    const auto day = number<unsigned>(text.substr(8, 2), 1, 31);
    return year && month && day ? day_of(*year, *month, *day) : std::nullopt;
}

/// YYMMDD of the twentieth century.
std::optional<std::int64_t> short_date(string_view text) {
    const auto all = number<unsigned>(text, 700101, 991231);
    return all ? day_of(static_cast<int>(1900 + *all / 10'000), *all / 100 % 100, *all % 100) : std::nullopt;
}

/// H:MM:SS, in seconds.
std::optional<std::int64_t> clock_time(string_view text) {
    const auto first = text.find(':');
    if (first == string_view::npos || text.size() != first + 6 || text[first + 3] != ':') {
        return {};
    }
    const auto hours = number<std::int64_t>(text.substr(0, first), 0, 47);
    const auto minutes = number<std::int64_t>(text.substr(first + 1, 2), 0, 59);
    const auto seconds = number<std::int64_t>(text.substr(first + 4, 2), 0, 59);
    return hours && minutes && seconds ? std::optional(*hours * 3600 + *minutes * 60 + *seconds)
                                       : std::nullopt;
}

/// Where the named columns stand.
struct Columns {
    std::span<const string_view> names;
    std::vector<std::size_t> places;

    std::string find(const Row& header) {
        for (const string_view name : names) {
            const auto found = std::ranges::find(header, name);
            if (found == header.end()) {
                return fmt::format("no column '{}'; expected are: {}", name, fmt::join(names, ", "));
            }
            places.push_back(static_cast<std::size_t>(found - header.begin()));
        }
        return {};
    }

    string_view of(const Row& row, string_view name) const {
        const auto place = places[static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())];
        return place < row.size() ? string_view(row[place]) : string_view();
    }
};

std::int64_t minutes_to_ms(double minutes) {
    return std::llround(minutes * 60'000);
}

/// The cause when the row cannot be used.
std::string add_ticket(const Columns& columns, const Row& row, Halls& halls) {
    const auto day = date(columns.of(row, "date"));
    const auto issued = number<double>(columns.of(row, "issued_min"), 0, 2880);
    const string_view called_text = columns.of(row, "called_min");
    const auto called = number_or<double>(called_text, 0, 2880, -1);
    const auto counters = number_or<std::uint32_t>(columns.of(row, "open_counters_at_issue"), 0, 10'000, 0);
    const auto fixed = number_or<double>(columns.of(row, "configured_service_min"), 0, 1440, 0);
    if (!day || !issued || !called || !counters || !fixed) {
        return "a date, time or count that cannot be read";
    }
    TicketRecord ticket;
    ticket.line = columns.of(row, "queue_id");
    ticket.ordinal = number<std::int64_t>(columns.of(row, "ticket"), 0, INT64_MAX).value_or(0);
    ticket.issued_ms = *day * day_ms + minutes_to_ms(*issued);
    if (!called_text.empty()) {
        ticket.called_ms = *day * day_ms + minutes_to_ms(*called);
        if (*ticket.called_ms < ticket.issued_ms) {
            return "called before it was issued";
        }
    }
    ticket.counters = *counters;
    ticket.configured_min = *fixed;
    halls[std::string(columns.of(row, "hall"))][*day].push_back(std::move(ticket));
    return {};
}

std::string pool_of(string_view type) {
    return type == "NE" ? "stock" : type == "IN" ? "internet" : "main";
}

struct CallTimes {
    std::optional<std::int64_t> day, vru, queued, waited, start, end;
};

std::string add_call(const Columns& columns, const Row& row, Pools& pools) {
    if (row.size() != call_fields) {
        return "not 17 fields";
    }
    const string_view outcome = columns.of(row, "outcome");
    if (outcome == "PHANTOM") {
        return "phantom call";
    }
    const auto seconds = [&](string_view name) {
        return number<std::int64_t>(columns.of(row, name), -day_ms, day_ms);
    };
    const auto clock = [&](string_view name) { return clock_time(columns.of(row, name)); };
    const CallTimes times{short_date(columns.of(row, "date")),
                          seconds("vru_time"),
                          clock("q_start"),
                          seconds("q_time"),
                          clock("ser_start"),
                          clock("ser_exit")};
    if (!times.day || !times.vru || !times.queued || !times.waited || !times.start || !times.end) {
        return "a date, time or count that cannot be read";
    }
    if (*times.vru < 0 || *times.waited < 0) {
        return "a negative time";
    }
    const auto at = [&](std::int64_t second) { return *times.day * day_ms + second * 1000; };
    CallRecord call;
    call.day = *times.day;
    call.priority = columns.of(row, "priority") == "2";
    call.served = outcome == "AGENT" && *times.start > 0 && *times.end >= *times.start;
    call.queued_ms = at(*times.queued);
    call.left_ms = at(*times.queued + *times.waited);
    if (call.served) {
        call.start_ms = at(*times.start);
        call.end_ms = at(*times.end);
        const string_view clerk = columns.of(row, "server");
        call.clerk = clerk == "NO_SERVER" ? string_view() : clerk;
    }
    pools[pool_of(columns.of(row, "type"))].push_back(std::move(call));
    return {};
}

template <class Add>
Result<void, std::string> read(const std::string& path, std::span<const string_view> names, Dropped& dropped,
                               const Add& add) {
    Columns columns{names, {}};
    return read_rows(path, [&](std::size_t number, const Row& row) -> std::string {
        if (number == 1) {
            return columns.find(row);
        }
        const std::string cause = add(columns, row);
        if (!cause.empty()) {
            dropped.add(cause, path, number);
        }
        return {};
    });
}

bool has_all(const Row& header, std::span<const string_view> names) {
    return std::ranges::all_of(names, [&](string_view name) { return std::ranges::count(header, name) > 0; });
}

}  // namespace

void Dropped::add(const std::string& cause, const std::string& path, std::size_t row) {
    Cause& known = causes[cause];
    if (known.rows == 0) {
        known.first = fmt::format("{} row {}", path, row);
    }
    known.rows += 1;
}

Result<FileKind, std::string> kind_of(const std::string& path) {
    const auto header = read_header(path);
    if (!header) {
        return fail(header.error());
    }
    if (has_all(*header, ticket_columns)) {
        return FileKind::tickets;
    }
    if (has_all(*header, call_columns)) {
        return FileKind::calls;
    }
    return fail(fmt::format("{}: the header is neither that of tickets ({}) nor that of calls ({})", path,
                            fmt::join(ticket_columns, ", "), fmt::join(call_columns, ", ")));
}

Result<void, std::string> read_tickets(const std::string& path, Halls& halls, Dropped& dropped) {
    return read(path, ticket_columns, dropped,
                [&](const Columns& columns, const Row& row) { return add_ticket(columns, row, halls); });
}

Result<void, std::string> read_calls(const std::string& path, Pools& pools, Dropped& dropped) {
    return read(path, call_columns, dropped,
                [&](const Columns& columns, const Row& row) { return add_call(columns, row, pools); });
}

std::string date_text(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace jiaohao::bench
