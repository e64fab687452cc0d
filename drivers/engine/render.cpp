// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/render.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "drivers/engine/text_bytes.hpp"
#include "drivers/frames/number.hpp"

namespace jiaohao::drivers::engine {
namespace {

using frames::NumberForm;

void append(Bytes& out, const Bytes& bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// "A027" -> "027".
std::string digits_at_end(const std::string& number) {
    std::size_t begin = number.size();
    while (begin > 0 && number[begin - 1] >= '0' && number[begin - 1] <= '9') {
        --begin;
    }
    return number.substr(begin);
}

std::string last(const std::string& text, std::size_t most) {
    return text.size() > most ? text.substr(text.size() - most) : text;
}

std::uint32_t value_of(const std::string& digits) {
    std::uint64_t value = 0;
    for (const char c : digits) {
        value = std::min<std::uint64_t>(value * 10 + static_cast<std::uint64_t>(c - '0'), 0xFFFFFFFF);
    }
    return static_cast<std::uint32_t>(value);
}

void put_binary(const Step& step, std::uint32_t value, Bytes& out) {
    const NumberForm form = step.form == Form::little    ? NumberForm::little
                            : step.form == Form::hex     ? NumberForm::hex
                            : step.form == Form::decimal ? NumberForm::decimal
                                                         : NumberForm::big;
    frames::write_number(form, step.width, std::min(value, frames::greatest(form, step.width)), out);
}

/// Digits as characters, right-aligned within the width.
void put_digits(const Step& step, const std::string& digits, std::uint8_t fill, Bytes& out) {
    const std::string shown = last(digits, step.width);
    out.insert(out.end(), step.width - shown.size(), step.fill.value_or(fill));
    for (const char c : shown) {
        out.push_back(static_cast<std::uint8_t>(step.form == Form::digits ? c - '0' : c));
    }
}

void put_text(const Step& step, const std::string& text, const std::bitset<256>& allowed, bool right,
              Bytes& out) {
    auto characters = text_bytes(step.form, text, allowed);
    if (step.width == 0) {
        for (const Bytes& character : characters) {
            append(out, character);
        }
        return;
    }
    if (right) {
        std::reverse(characters.begin(), characters.end());
    }
    std::vector<Bytes> shown;
    std::size_t used = 0;
    for (const Bytes& character : characters) {
        if (used + character.size() > step.width) {
            break;
        }
        used += character.size();
        shown.push_back(character);
    }
    const Bytes fill(step.width - used, step.fill.value_or(' '));
    if (right) {
        std::reverse(shown.begin(), shown.end());
        append(out, fill);
    }
    for (const Bytes& character : shown) {
        append(out, character);
    }
    if (!right) {
        append(out, fill);
    }
}

constexpr std::uint8_t kBlankDigit = 0x0A;

void put_number(const Step& step, const std::string& number, const std::bitset<256>& allowed, Bytes& out) {
    const std::string digits = digits_at_end(number);
    switch (step.form) {
        case Form::ascii:
            put_text(step, number, allowed, true, out);
            return;
        case Form::digits:
            put_digits(step, digits, kBlankDigit, out);
            return;
        case Form::decimal:
            // Zero-filled; dark when there is no number.
            put_digits(step, digits, number.empty() ? ' ' : '0', out);
            return;
        default:
            put_binary(step, value_of(digits), out);
    }
}

void put_waiting(const Step& step, std::uint32_t waiting, const std::bitset<256>& allowed, Bytes& out) {
    std::string digits = fmt::format("{}", waiting);
    if (step.width > 0 && digits.size() > step.width) {
        digits.assign(step.width, '9');
    }
    switch (step.form) {
        case Form::ascii:
            put_text(step, digits, allowed, true, out);
            return;
        case Form::digits:
            put_digits(step, digits, kBlankDigit, out);
            return;
        case Form::decimal:
            put_digits(step, digits, '0', out);
            return;
        default:
            put_binary(step, waiting, out);
    }
}

void put_field(const Step& step, const RenderValues& values, const std::bitset<256>& allowed, Bytes& out) {
    switch (step.field) {
        case Field::number:
            put_number(step, values.number, allowed, out);
            return;
        case Field::waiting:
            put_waiting(step, values.waiting, allowed, out);
            return;
        case Field::text:
            put_text(step, values.text, allowed, false, out);
            return;
        case Field::data:
            append(out, values.data);
            return;
        case Field::address:
            put_binary(step, values.address, out);
            return;
        case Field::key:
            put_binary(step, values.key, out);
            return;
        case Field::bits:
            put_binary(step, values.bits, out);
            return;
        case Field::rest:
            put_binary(step, values.rest, out);
            return;
        default:
            put_binary(step, values.code, out);
    }
}

}  // namespace

Bytes render(const Template& layout, const RenderValues& values, const std::bitset<256>& allowed) {
    Bytes out;
    for (const Step& step : layout.steps) {
        if (step.kind == Step::Kind::byte) {
            out.push_back(step.byte);
        } else {
            put_field(step, values, allowed, out);
        }
    }
    return out;
}

}  // namespace jiaohao::drivers::engine
