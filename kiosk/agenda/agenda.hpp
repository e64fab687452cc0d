// Appointments out of files of other systems: iCalendar (RFC 5545) and CSV. Pure: bytes in, entries and problems out.
// Of an event nothing is taken but its identity, time, service, code, reference and whether it was cancelled: titles,
// descriptions, organisers and attendees are never looked at. Also an identity may hold an address, so of iCalendar
// it is kept as a hash.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.hpp"

namespace jiaohao::agenda {

/// What a file may hold; beyond it the rest is named as one problem and left out.
inline constexpr std::size_t mebibyte = std::size_t{1024} * 1024;
inline constexpr std::size_t most_bytes = 16 * mebibyte;
inline constexpr std::size_t most_entries = 20'000;
inline constexpr std::size_t most_problems = 200;

/// No hall takes appointments for later than this.
inline constexpr std::chrono::days most_ahead{400};

/// A service of the hall and what people call it.
struct Service {
    std::string id;
    std::vector<std::string> names;
};

struct Reading {
    /// IANA name of the hall's zone: that of times that name none.
    std::string zone = "UTC";
    /// Id of the service of entries that name none; empty: those are problems.
    std::string service;
    std::vector<Service> services;
    /// What lies before is passed over and counted.
    WallTime from{};
    /// What is booked for later is a problem: now and `most_ahead`.
    WallTime until = WallTime::max();
    /// Events that repeat are taken so far.
    std::chrono::days horizon{90};
};

struct Entry {
    std::string id;
    std::string service;
    WallTime at{};
    /// Empty: none in the file.
    std::string code;
    std::string reference;
    bool cancelled = false;
    std::size_t line = 0;
    bool operator==(const Entry&) const = default;
};

/// `what` is an id of the catalogue ("agenda.<what>"). `line` counts from 1; 0: the file as a whole.
struct Problem {
    std::size_t line = 0;
    std::string field;
    std::string what;
    std::map<std::string, std::string> params;
    bool operator==(const Problem&) const = default;
};

struct Agenda {
    /// None twice, and no code twice on one day; in the order of the file.
    std::vector<Entry> entries;
    std::vector<Problem> problems;
    std::size_t problems_left_off = 0;
    /// Entries before Reading::from.
    std::size_t past = 0;

    void object(std::size_t line, std::string field, std::string what,
                std::map<std::string, std::string> params = {});
};

/// "2026-01-02 09:30:00" of the zone; nothing when that is not known.
[[nodiscard]] std::optional<std::string> local_text(WallTime at, const std::string& zone);

/// iCalendar when it begins like one, else CSV. A file of either form that holds nothing is no problem.
[[nodiscard]] Agenda read(std::string_view bytes, const Reading& reading);

/// Events with DTSTART (UTC, with TZID or in the hall's zone), repeated ones by RRULE, RDATE and EXDATE; RECURRENCE-ID
/// changes one of them; STATUS:CANCELLED and METHOD:CANCEL cancel, and so does each EXDATE: an earlier file may have had
/// that time. What is only missing in a later file is not seen: an event that was removed, the times that a repeated
/// one had before its DTSTART or RRULE was set anew. Service by X-JIAOHAO-SERVICE, else CATEGORIES; code
/// and reference by X-JIAOHAO-CODE and X-JIAOHAO-REFERENCE.
[[nodiscard]] Agenda read_ical(std::string_view bytes, const Reading& reading);

/// A header names the columns id, start, and any of service, code, reference, status ("cancelled"). Commas, semicolons
/// or tabs, with or without a first line "sep=;"; quotes; CRLF; a byte order mark. `start` is RFC 3339 or local ("2026-01-02 09:30").
[[nodiscard]] Agenda read_csv(std::string_view bytes, const Reading& reading);

}  // namespace jiaohao::agenda
