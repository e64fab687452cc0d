// Opening hours: of the hall, of a service, of holidays; when the day opens and closes by itself.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
const TextRule kSpanText{11, 11, "0123456789:-", "hours such as \"09:00-12:00\", until 24:00 at most"};
const TextRule kTimeText{5, 5, "0123456789:", "a time such as \"08:30\", 24:00 at most"};
const TextRule kDateText{10, 10, "0123456789-", "a date in quotes such as \"2026-10-01\""};
constexpr std::size_t kMostSpans = 12;
constexpr std::size_t kMostHolidays = 400;

/// "HH:MM", "24:00" included; nothing for anything else.
std::optional<minutes> time_of_day(std::string_view text) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    const minutes at{hour * 60 + minute};
    return minute < 60 && at <= std::chrono::hours{24} ? std::optional(at) : std::nullopt;
}

std::string in_words(minutes at) {
    return fmt::format("{:02}:{:02}", at.count() / 60, at.count() % 60);
}

std::optional<domain::OpenSpan> span_of(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') {
        return std::nullopt;
    }
    const auto from = time_of_day(text.substr(0, 5));
    const auto to = time_of_day(text.substr(6));
    return from && to && *from < *to ? std::optional(domain::OpenSpan{*from, *to}) : std::nullopt;
}

/// What a text that is no span is told; "" when the element is all right after `spans`.
std::string span_wrong(std::string_view text, const std::optional<domain::OpenSpan>& span,
                       const domain::OpenSpans& spans) {
    if (!span) {
        return fmt::format("is \"{}\"; allowed: {}, the end after the beginning", text, kSpanText.meaning);
    }
    if (!spans.empty() && span->from < spans.back().to) {
        return fmt::format(
            "begins before {}, when the hours before it end; give them in order, none over another",
            in_words(spans.back().to));
    }
    return {};
}

domain::OpenSpans read_spans(Table& table, std::string_view key, bool& wrong) {
    domain::OpenSpans spans;
    const std::vector<std::string> texts =
        table.texts(key, TextRule{0, 60, {}, kSpanText.meaning}, {}, 0, kMostSpans);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto span = span_of(texts[i]);
        if (const std::string why = span_wrong(texts[i], span, spans); !why.empty()) {
            table.problem_at(key, i, why);
            wrong = true;
        } else {
            spans.push_back(*span);
        }
    }
    return spans;
}

/// Hours are none when no day is named; a day that is not named is closed.
struct Week {
    std::optional<domain::WeekHours> hours;
    /// Every day is named as closed, and not by a mistake that is told already.
    bool never = false;
};
Week read_week(Table& table) {
    domain::WeekHours week;
    bool any = false;
    bool wrong = false;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        any = any || table.has(kDays[i]);
        week[i] = read_spans(table, kDays[i], wrong);
    }
    if (!any) {
        return {};
    }
    return {week, !wrong && std::ranges::all_of(week, &domain::OpenSpans::empty)};
}

std::optional<minutes> read_time(Table& table, std::string_view key) {
    const std::string text = table.text(key, TextRule{0, 60, {}, kTimeText.meaning}, "");
    if (text.empty()) {
        return std::nullopt;
    }
    const auto at = time_of_day(text);
    if (!at) {
        table.problem(key, fmt::format("is \"{}\"; allowed: {}", text, kTimeText.meaning));
    }
    return at;
}

/// Hours outside the day would never be kept.
void check_within_day(const Table& table, std::string_view key, const domain::OpenSpans& spans,
                      const domain::HoursConfig& hours) {
    if (spans.empty()) {
        return;
    }
    if (hours.day_opens && spans.front().from < *hours.day_opens) {
        table.problem(key, fmt::format("begins at {}, before the day opens ({})",
                                       in_words(spans.front().from), in_words(*hours.day_opens)));
    }
    if (hours.day_closes && spans.back().to > *hours.day_closes) {
        table.problem(key, fmt::format("ends at {}, after the day closes ({})", in_words(spans.back().to),
                                       in_words(*hours.day_closes)));
    }
}

void check_within_day(const Table& table, const domain::WeekHours& week, const domain::HoursConfig& hours) {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        check_within_day(table, kDays[i], week[i], hours);
    }
}

/// A day that would never open, or never be open.
void check_day_times(const Table& table, const domain::HoursConfig& hours) {
    if (hours.day_opens == minutes{24 * 60}) {
        table.problem("day_opens", "is 24:00: the day would never open; the latest is \"23:59\"");
    }
    if (hours.day_closes == minutes{0}) {
        table.problem("day_closes",
                      "is 00:00: the day would close before it opens; midnight at its end is \"24:00\"");
    }
    if (hours.day_opens && hours.day_closes && *hours.day_opens >= *hours.day_closes) {
        table.problem("day_closes", fmt::format("is not after day_opens ({})", in_words(*hours.day_opens)));
    }
}

std::optional<domain::BusinessDay> read_date(Table& table, const std::vector<domain::Holiday>& others) {
    const std::string text = table.text("date", TextRule{1, 60, {}, kDateText.meaning});
    const auto date = domain::parse_business_day(text);
    if (!date) {
        // What is missing, empty or no text is told already.
        if (!text.empty()) {
            table.problem("date", fmt::format("is \"{}\"; allowed: {}", text, kDateText.meaning));
        }
        return std::nullopt;
    }
    if (std::ranges::find(others, *date, &domain::Holiday::date) != others.end()) {
        table.problem("date", fmt::format("{} stands here twice", text));
    }
    return *date;
}

void read_holidays(Table& top, KioskConfig& config) {
    auto& holidays = config.hall.hours.holidays;
    for (Table& table : top.tables("holiday", kMostHolidays)) {
        domain::Holiday holiday;
        const auto date = read_date(table, holidays);
        if (table.has("name")) {
            holiday.name = read_own_text(table, "name", config.hall.languages);
        }
        holiday.hours = read_spans(table, "hours");
        check_within_day(table, "hours", holiday.hours, config.hall.hours);
        table.done();
        if (date) {
            holiday.date = *date;
            holidays.push_back(std::move(holiday));
        }
    }
}

/// Whether the last minutes without tickets are all of every day that has hours.
bool is_all(const domain::WeekHours& week, minutes last) {
    minutes longest{0};
    for (const domain::OpenSpans& day : week) {
        longest = std::max(longest, day.empty() ? minutes{0} : day.back().to - day.front().from);
    }
    return longest > minutes{0} && longest <= last;
}

/// What a service gives tickets by needs hours that end.
void check_last_tickets(const Table& table, const domain::ServiceConfig& service,
                        const domain::HoursConfig& hours) {
    const auto& week = service.hours ? service.hours : hours.week;
    for (const auto& [key, asked] : {std::pair{"last_ticket_min", service.last_ticket > minutes{0}},
                                     std::pair{"last_ticket_by_wait", service.last_ticket_by_wait}}) {
        if (asked && !week) {
            table.problem(key, "needs hours that end: give this service `hours`, or the hall [hours]");
        }
    }
    if (week && is_all(*week, service.last_ticket)) {
        table.problem("last_ticket_min",
                      fmt::format("{} is as long as the longest day's hours or longer: there would never be "
                                  "a ticket",
                                  service.last_ticket.count()));
    }
}

}  // namespace

domain::OpenSpans read_spans(Table& table, std::string_view key) {
    bool wrong = false;
    return read_spans(table, key, wrong);
}

void read_hours(Table& top, KioskConfig& config) {
    domain::HoursConfig& hours = config.hall.hours;
    bool never = false;
    if (auto table = top.table("hours")) {
        const Week week = read_week(*table);
        hours.week = week.hours;
        never = week.never;
        hours.day_opens = read_time(*table, "day_opens");
        hours.day_closes = read_time(*table, "day_closes");
        check_day_times(*table, hours);
        if (hours.week) {
            check_within_day(*table, *hours.week, hours);
        }
        table->done();
    }
    read_holidays(top, config);
    const auto has_hours = [](const domain::Holiday& one) { return !one.hours.empty(); };
    if (never && std::ranges::none_of(hours.holidays, has_hours)) {
        top.problem("hours", "no day has hours: the hall would never be open; give at least one day some");
    }
}

void read_service_hours(Table& table, domain::ServiceConfig& service, const domain::HoursConfig& hours) {
    if (auto own = table.table("hours")) {
        const Week week = read_week(*own);
        service.hours = week.hours;
        if (!service.hours) {
            own->problem("mon",
                         "no day is named; name at least one of mon to sun (a day without any is closed)");
        } else if (week.never) {
            own->problem("mon",
                         "no day has hours: the service would never be open; give at least one day some");
        } else {
            check_within_day(*own, *service.hours, hours);
        }
        own->done();
    }
    service.day_limit = static_cast<std::uint32_t>(table.integer("day_limit", {0, 99999}, 0));
    service.last_ticket = minutes{table.integer("last_ticket_min", {0, 480}, 0)};
    service.last_ticket_by_wait = table.boolean("last_ticket_by_wait", false);
    service.at_closing = domain::from_code<domain::ClosingRule>(
                             table.choice("at_closing", {"serve", "expire", "keep"}, "serve"))
                             .value_or(domain::ClosingRule::serve);
    check_last_tickets(table, service, hours);
}

}  // namespace jiaohao::config
