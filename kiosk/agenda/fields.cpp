// SPDX-License-Identifier: Apache-2.0
#include "kiosk/agenda/fields.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace jiaohao::agenda {
namespace {

constexpr std::size_t most_identity = 64;
constexpr std::size_t most_code = 16;
constexpr std::size_t most_shown = 40;

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Bytes that follow the first one of a character; none: no first one.
std::optional<std::size_t> followers(unsigned char first) {
    if (first < 0x80U) {
        return 0;
    }
    if (first >= 0xC2U && first < 0xE0U) {
        return 1;
    }
    if (first >= 0xE0U && first < 0xF0U) {
        return 2;
    }
    return first >= 0xF0U && first < 0xF5U ? std::optional<std::size_t>(3) : std::nullopt;
}

}  // namespace

bool is_identity(std::string_view text) {
    return !text.empty() && text.size() <= most_identity && std::ranges::all_of(text, [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '_' || c == ':' || c == '-';
    });
}

bool is_code(std::string_view text) {
    const auto typed = std::ranges::count_if(text, is_letter_or_digit);
    return typed >= 1 && typed <= static_cast<std::ptrdiff_t>(most_code) && text.size() <= 2 * most_code &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == ' ' || c == '-'; });
}

bool is_reference(std::string_view text) {
    return text.size() <= most_identity && trimmed(text) == text &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto more = followers(static_cast<unsigned char>(text[i]));
        if (!more || i + *more >= text.size()) {
            return false;
        }
        for (std::size_t k = 0; k < *more; ++k) {
            if ((static_cast<unsigned char>(text[++i]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
    }
    return true;
}

std::string shown(std::string_view text) {
    std::string result;
    for (const char c : text.substr(0, most_shown)) {
        result += static_cast<unsigned char>(c) < 0x20U || c == 0x7F ? '?' : c;
    }
    // A character cut in two is none.
    while (!result.empty() && !is_utf8(result)) {
        result.pop_back();
    }
    return text.size() > most_shown ? result + "..." : result;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return result;
}

std::optional<std::string> service_of(const Reading& reading, std::string_view named) {
    const std::string wanted = upper(trimmed(named));
    for (const Service& one : reading.services) {
        const bool called =
            std::ranges::any_of(one.names, [&](const std::string& name) { return upper(name) == wanted; });
        if (upper(one.id) == wanted || called) {
            return one.id;
        }
    }
    return std::nullopt;
}

std::optional<std::string> settle_service(const Reading& reading, std::string_view named, std::size_t line,
                                          std::string field, Agenda& agenda) {
    if (trimmed(named).empty()) {
        if (reading.service.empty()) {
            agenda.object(line, std::move(field), "service_missing");
            return std::nullopt;
        }
        return reading.service;
    }
    auto service = service_of(reading, named);
    if (!service) {
        agenda.object(line, std::move(field), "service_unknown", {{"value", shown(named)}});
    }
    return service;
}

bool check_words(const Entry& entry, const char* code_field, const char* reference_field, Agenda& agenda) {
    const bool code = entry.code.empty() || is_code(entry.code);
    const bool reference = is_reference(entry.reference);
    if (!code) {
        agenda.object(entry.line, code_field, "code_malformed");
    }
    if (!reference) {
        agenda.object(entry.line, reference_field, "reference_malformed");
    }
    return code && reference;
}

void Agenda::object(std::size_t line, std::string field, std::string what,
                    std::map<std::string, std::string> params) {
    if (problems.size() < most_problems) {
        problems.push_back({line, std::move(field), std::move(what), std::move(params)});
    } else {
        ++problems_left_off;
    }
}

namespace {

/// With a byte order mark, or a plain character of two bytes at its beginning.
bool is_utf16(std::string_view bytes) {
    const std::string_view start = bytes.substr(0, 2);
    return start == "\xFF\xFE" || start == "\xFE\xFF" ||
           (start.size() == 2 && start.find('\0') != start.npos);
}

/// As the hall compares codes: whatever stands between their letters and digits, in capitals.
std::string key_of(std::string_view code) {
    std::string key;
    std::ranges::copy_if(upper(code), std::back_inserter(key), is_letter_or_digit);
    return key;
}

/// What is wrong with an entry beside the others, or too far away. The hall would refuse it, but only when it is asked.
void check_together(Agenda& agenda, const Reading& reading, const char* code_field) {
    std::map<std::pair<std::string, std::string>, std::size_t> codes;
    std::erase_if(agenda.entries, [&](const Entry& one) {
        if (one.cancelled) {
            return false;
        }
        if (one.at > reading.until) {
            agenda.object(one.line, "", "too_far", {{"days", std::to_string(most_ahead.count())}});
            return true;
        }
        if (one.code.empty()) {
            return false;
        }
        const std::string day = local_text(one.at, reading.zone).value_or("").substr(0, 10);
        const auto [first, fresh] = codes.try_emplace({key_of(one.code), day}, one.line);
        if (!fresh) {
            agenda.object(one.line, code_field, "code_twice",
                          {{"value", shown(one.code)}, {"line", std::to_string(first->second)}});
        }
        return !fresh;
    });
}

}  // namespace

Agenda read(std::string_view bytes, const Reading& reading) {
    if (is_utf16(bytes)) {
        Agenda agenda;
        agenda.object(0, "", "utf16");
        return agenda;
    }
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    while (!text.empty() && (trimmed(text.substr(0, 1)).empty() || text[0] == '\r' || text[0] == '\n')) {
        text.remove_prefix(1);
    }
    constexpr std::string_view beginning = "BEGIN:VCALENDAR";
    const bool ical = upper(text.substr(0, beginning.size())) == beginning;
    Agenda agenda = ical ? read_ical(bytes, reading) : read_csv(bytes, reading);
    check_together(agenda, reading, ical ? "X-JIAOHAO-CODE" : "code");
    return agenda;
}

}  // namespace jiaohao::agenda
