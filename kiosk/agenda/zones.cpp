// SPDX-License-Identifier: Apache-2.0
#include "kiosk/agenda/zones.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "kiosk/agenda/agenda.hpp"
#include "kiosk/agenda/ical_time.hpp"

namespace jiaohao::agenda {
namespace {

using std::chrono::seconds;

/// No longer: names of files.
bool is_zone_name(std::string_view name) {
    const bool plain = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '+' || c == '-' || c == '/';
    });
    return plain && !name.empty() && name.size() <= 64 && name.front() != '/';
}

bool is_utc(std::string_view zone) {
    return zone == "UTC" || zone == "Z" || zone == "Etc/UTC" || zone == "GMT";
}

/// Standard and summer time of a zone change once a year: whatever repeats more often is an attack on the reader.
bool repeats_yearly(icalcomponent* part) {
    for (auto* rule = icalcomponent_get_first_property(part, ICAL_RRULE_PROPERTY); rule != nullptr;
         rule = icalcomponent_get_next_property(part, ICAL_RRULE_PROPERTY)) {
        const icalrecurrencetype how = icalproperty_get_rrule(rule);
        if (how.freq != ICAL_YEARLY_RECURRENCE || how.rscale != nullptr ||
            how.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX || how.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
            how.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX) {
            return false;
        }
    }
    return true;
}

/// Real ones reach from -15:14 (Manila until 1844) to +15:13 (Metlakatla until 1867).
bool is_offset(icalproperty* property, int offset) {
    constexpr int most = 16 * 3600;
    return property != nullptr && offset >= -most && offset <= most;
}

bool is_sane(icalcomponent* zone) {
    bool any = false;
    for (auto* part = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); part != nullptr;
         part = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
        const auto kind = icalcomponent_isa(part);
        const bool observance = kind == ICAL_XSTANDARD_COMPONENT || kind == ICAL_XDAYLIGHT_COMPONENT;
        auto* const start = icalcomponent_get_first_property(part, ICAL_DTSTART_PROPERTY);
        auto* const to = icalcomponent_get_first_property(part, ICAL_TZOFFSETTO_PROPERTY);
        auto* const from = icalcomponent_get_first_property(part, ICAL_TZOFFSETFROM_PROPERTY);
        const bool offsets = to != nullptr && is_offset(to, icalproperty_get_tzoffsetto(to)) &&
                             (from == nullptr || is_offset(from, icalproperty_get_tzoffsetfrom(from)));
        if (!observance || start == nullptr || !offsets || !repeats_yearly(part)) {
            return false;
        }
        const icaltimetype since = icalproperty_get_dtstart(start);
        if (since.year < 1601 || since.year > 2199) {
            return false;
        }
        any = true;
    }
    return any;
}

bool is_builtin(const std::string& zone) {
    return is_zone_name(zone) && icaltimezone_get_builtin_timezone(zone.c_str()) != nullptr;
}

std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// "2026-01-02 09:30" and seconds when they are there; how many characters they took.
struct Beginning {
    Local local;
    std::size_t size = 0;
};
std::optional<Beginning> beginning_of(std::string_view text) {
    const auto year = number(text, 0, 4);
    const auto month = number(text, 5, 2);
    const auto day = number(text, 8, 2);
    const auto hour = number(text, 11, 2);
    const auto minute = number(text, 14, 2);
    const bool marks = text.size() >= 16 && (text[4] == '-' || text[4] == '/') && text[7] == text[4] &&
                       (text[10] == 'T' || text[10] == 't' || text[10] == ' ') && text[13] == ':';
    if (!marks || !year || !month || !day || !hour || !minute) {
        return std::nullopt;
    }
    Beginning found{{*year, *month, *day, *hour, *minute, 0}, 16};
    if (text.size() > 16 && text[16] == ':') {
        const auto second = number(text, 17, 2);
        if (!second) {
            return std::nullopt;
        }
        found.local.second = *second;
        found.size = 19;
    }
    return found;
}

/// "+08:00", "+0800".
std::optional<seconds> offset_of(std::string_view text) {
    if (text.size() < 5 || (text[0] != '+' && text[0] != '-')) {
        return std::nullopt;
    }
    const bool colon = text[3] == ':';
    const auto hours = number(text, 1, 2);
    const auto minutes = number(text, colon ? 4 : 3, 2);
    if (!hours || !minutes || text.size() != (colon ? 6U : 5U) || *hours > 14 || *minutes > 59) {
        return std::nullopt;
    }
    const seconds span = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return text[0] == '-' ? -span : span;
}

}  // namespace

bool is_real(const Local& local) {
    const std::chrono::year_month_day date{std::chrono::year{local.year},
                                           std::chrono::month{static_cast<unsigned>(local.month)},
                                           std::chrono::day{static_cast<unsigned>(local.day)}};
    return local.year >= 2000 && local.year <= 2199 && local.month > 0 && local.day > 0 && date.ok() &&
           local.hour >= 0 && local.hour < 24 && local.minute >= 0 && local.minute < 60 &&
           local.second >= 0 && local.second < 60;
}

WallTime as_utc(const Local& local) {
    const std::chrono::year_month_day date{std::chrono::year{local.year},
                                           std::chrono::month{static_cast<unsigned>(local.month)},
                                           std::chrono::day{static_cast<unsigned>(local.day)}};
    return WallTime{std::chrono::sys_days{date}} + std::chrono::hours{local.hour} +
           std::chrono::minutes{local.minute} + seconds{local.second};
}

Local utc_of(WallTime at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<seconds>(at - day)};
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count())};
}

/// Without a zone: UTC, or a name that means nothing (`none`).
struct Zones::Known {
    icaltimezone* zone = nullptr;
    bool owned = false;
    bool none = false;
    Known() = default;
    Known(const Known&) = delete;
    Known& operator=(const Known&) = delete;
    ~Known() {
        if (owned) {
            icaltimezone_free(zone, 1);
        }
    }
};

Zones::Zones() {
    icalerror_set_errors_are_fatal(0);
}
Zones::~Zones() = default;

bool Zones::define(const std::string& vtimezone) {
    const std::unique_ptr<icalcomponent, void (*)(icalcomponent*)> parsed(
        icalparser_parse_string(vtimezone.c_str()), icalcomponent_free);
    auto* const name = parsed == nullptr || icalcomponent_isa(parsed.get()) != ICAL_VTIMEZONE_COMPONENT
                           ? nullptr
                           : icalcomponent_get_first_property(parsed.get(), ICAL_TZID_PROPERTY);
    const char* const text = name == nullptr ? nullptr : icalproperty_get_tzid(name);
    if (text == nullptr || !is_sane(parsed.get())) {
        return false;
    }
    const std::string id = text;
    if (is_utc(id) || is_builtin(id)) {
        // Under a name that everybody knows a file may not mean another time.
        return true;
    }
    auto known = std::make_unique<Known>();
    known->zone = icaltimezone_new();
    known->owned = true;
    icalcomponent* const own = icalcomponent_new_clone(parsed.get());
    if (icaltimezone_set_component(known->zone, own) == 0) {
        icalcomponent_free(own);
        return false;
    }
    known_.insert_or_assign(id, std::move(known));
    return true;
}

Zones::Known* Zones::find(const std::string& zone) {
    const auto found = known_.find(zone);
    if (found != known_.end()) {
        return found->second->none ? nullptr : found->second.get();
    }
    auto known = std::make_unique<Known>();
    if (!is_utc(zone)) {
        known->zone = is_zone_name(zone) ? icaltimezone_get_builtin_timezone(zone.c_str()) : nullptr;
        known->none = known->zone == nullptr;
    }
    Known* const kept = known.get();
    // Of those there are only some hundreds; made-up ones come without end and are looked for each time.
    constexpr std::size_t most_unknown = 1000;
    if (kept->none && unknown_ >= most_unknown) {
        return nullptr;
    }
    unknown_ += kept->none ? 1U : 0U;
    known_.emplace(zone, std::move(known));
    return kept->none ? nullptr : kept;
}

bool Zones::knows(const std::string& zone) {
    return find(zone) != nullptr;
}

std::optional<WallTime> Zones::instant(const Local& local, const std::string& zone) {
    Known* const known = is_real(local) ? find(zone) : nullptr;
    if (known == nullptr) {
        return std::nullopt;
    }
    if (known->zone == nullptr) {
        return as_utc(local);
    }
    icaltimetype time = to_ical(local);
    int summer = 0;
    return as_utc(local) - seconds{icaltimezone_get_utc_offset(known->zone, &time, &summer)};
}

std::optional<Local> Zones::local(WallTime at, const std::string& zone) {
    Known* const known = find(zone);
    if (known == nullptr) {
        return std::nullopt;
    }
    if (known->zone == nullptr) {
        return utc_of(at);
    }
    icaltimetype time = to_ical(utc_of(at));
    int summer = 0;
    return utc_of(at + seconds{icaltimezone_get_utc_offset_of_utc_time(known->zone, &time, &summer)});
}

std::optional<std::string> local_text(WallTime at, const std::string& zone) {
    Zones zones;
    const auto local = zones.local(at, zone);
    return local ? std::optional(fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local->year, local->month,
                                             local->day, local->hour, local->minute, local->second))
                 : std::nullopt;
}

std::optional<WallTime> read_start(std::string_view text, const std::string& zone, Zones& zones) {
    const auto beginning = beginning_of(text);
    if (!beginning || !is_real(beginning->local)) {
        return std::nullopt;
    }
    std::string_view rest = text.substr(beginning->size);
    if (rest.empty()) {
        return zones.instant(beginning->local, zone);
    }
    if (rest.front() == '.' && beginning->size == 19) {
        const auto end = rest.find_first_not_of("0123456789", 1);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    }
    if (rest == "Z" || rest == "z") {
        return as_utc(beginning->local);
    }
    const auto offset = offset_of(rest);
    return offset ? std::optional(as_utc(beginning->local) - *offset) : std::nullopt;
}

}  // namespace jiaohao::agenda
