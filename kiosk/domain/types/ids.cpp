// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/types/ids.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace jiaohao::domain {
namespace {

constexpr std::size_t longest_terminal = 32;
constexpr std::size_t longest_epoch = 64;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

/// Digits only, so that one number has one spelling: no sign, no leading zero.
std::optional<std::uint64_t> parse_seq(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || text.front() == '0' || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

std::string to_string(const TicketId& id) {
    return fmt::format("{}/{}/{}", id.terminal.get(), id.epoch.get(), id.seq.get());
}

Result<TicketId, std::string> parse_ticket_id(std::string_view text) {
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    if (second == std::string_view::npos) {
        return fail(std::string("a ticket id has three parts: terminal/epoch/seq"));
    }
    const auto terminal = text.substr(0, first);
    const auto epoch = text.substr(first + 1, second - first - 1);
    if (!is_name(terminal, longest_terminal)) {
        return fail(std::string("the terminal of a ticket id is 1 to 32 of A-Z a-z 0-9 _ -"));
    }
    if (!is_name(epoch, longest_epoch)) {
        return fail(std::string("the epoch of a ticket id is 1 to 64 of A-Z a-z 0-9 _ -"));
    }
    const auto seq = parse_seq(text.substr(second + 1));
    if (!seq) {
        return fail(std::string("the seq of a ticket id is a whole number from 1"));
    }
    return TicketId{TerminalId(std::string(terminal)), EpochId(std::string(epoch)), Seq(*seq)};
}

std::string to_string(BusinessDay day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

Result<BusinessDay, std::string> parse_business_day(std::string_view text) {
    const std::string_view shape = "0000-00-00";
    const bool shaped = text.size() == shape.size() && std::ranges::equal(text, shape, [](char c, char like) {
                            return like == '0' ? is_digit(c) : c == like;
                        });
    if (!shaped) {
        return fail(std::string("a business day is written YYYY-MM-DD"));
    }
    const BusinessDay day{std::chrono::year(two_digits(text, 0) * 100 + two_digits(text, 2)),
                          std::chrono::month(static_cast<unsigned>(two_digits(text, 5))),
                          std::chrono::day(static_cast<unsigned>(two_digits(text, 8)))};
    if (!day.ok()) {
        return fail(fmt::format("{} is no day of the calendar", text));
    }
    return day;
}

}  // namespace jiaohao::domain
