// When numbers of two ranges can be mistaken for each other, on paper or on a three-digit display.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <bitset>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

constexpr std::uint32_t kDisplayed = 1000;

std::size_t width(const domain::NumberRange& range) {
    return std::to_string(range.last).size();
}

std::uint64_t power_of_ten(std::size_t exponent) {
    std::uint64_t value = 1;
    for (std::size_t i = 0; i < exponent; ++i) {
        value *= 10;
    }
    return value;
}

bool all_digits(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What the digits of the prefix add to the number that the printed digits form, modulo 1000.
std::uint32_t prefix_digits(const domain::NumberRange& range) {
    std::uint64_t value = 0;
    for (const char c : range.prefix) {
        if (c >= '0' && c <= '9') {
            value = (value * 10 + static_cast<std::uint64_t>(c - '0')) % kDisplayed;
        }
    }
    return static_cast<std::uint32_t>(
        value * (power_of_ten(std::min<std::size_t>(width(range), 3)) % kDisplayed) % kDisplayed);
}

std::bitset<kDisplayed> displayed(const domain::NumberRange& range) {
    std::bitset<kDisplayed> shown;
    const std::uint32_t added = prefix_digits(range);
    for (std::uint32_t n = range.first; n <= range.last && n - range.first < kDisplayed; ++n) {
        shown.set((n + added) % kDisplayed);
    }
    return shown;
}

}  // namespace

std::string same_printed_numbers(const domain::NumberRange& one, const domain::NumberRange& other) {
    const bool one_shorter = one.prefix.size() <= other.prefix.size();
    const domain::NumberRange& shorter = one_shorter ? one : other;
    const domain::NumberRange& longer = one_shorter ? other : one;
    const std::string rest = longer.prefix.substr(std::min(shorter.prefix.size(), longer.prefix.size()));
    const bool same_length = width(shorter) == rest.size() + width(longer);
    if (!longer.prefix.starts_with(shorter.prefix) || !same_length || !all_digits(rest)) {
        return {};
    }
    // Seen from the shorter prefix, the longer one's numbers begin with the digits of `rest`.
    const std::uint64_t base = (rest.empty() ? 0 : std::stoull(rest)) * power_of_ten(width(longer));
    const std::uint64_t first = std::max<std::uint64_t>(shorter.first, base + longer.first);
    const std::uint64_t last = std::min<std::uint64_t>(shorter.last, base + longer.last);
    if (first > last) {
        return {};
    }
    return domain::format_number(shorter, static_cast<std::uint32_t>(first));
}

bool same_last_three_digits(const domain::NumberRange& one, const domain::NumberRange& other) {
    return (displayed(one) & displayed(other)).any();
}

}  // namespace jiaohao::config
