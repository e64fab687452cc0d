// Does heard data fit a pattern, and what does it capture.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/engine/pattern.hpp"
#include "drivers/frames/number.hpp"

namespace jiaohao::drivers::engine {
namespace {

frames::NumberForm number_form(Form form) {
    switch (form) {
        case Form::little:
            return frames::NumberForm::little;
        case Form::decimal:
            return frames::NumberForm::decimal;
        case Form::hex:
            return frames::NumberForm::hex;
        default:
            return frames::NumberForm::big;
    }
}

std::string readable(ByteView bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '?';
    }
    return text;
}

bool capture(const Step& step, ByteView bytes, Captures& captures) {
    if (step.field == Field::text) {
        captures.text = readable(bytes);
        return true;
    }
    const auto value = frames::read_number(number_form(step.form), bytes);
    if (!value) {
        return false;
    }
    switch (step.field) {
        case Field::key:
            captures.key = value;
            return true;
        case Field::code:
            captures.code = value;
            return true;
        case Field::bits:
            captures.bits = value;
            return true;
        default:
            captures.counts.push_back(*value);
            return true;
    }
}

std::size_t width_of(const Step& step) {
    return step.kind == Step::Kind::field || step.kind == Step::Kind::any_run ? step.width : 1;
}

}  // namespace

std::optional<Captures> match(const Pattern& pattern, ByteView data) {
    std::size_t fixed = 0;
    bool open = false;
    for (const Step& step : pattern.steps) {
        fixed += width_of(step);
        open = open || width_of(step) == 0;
    }
    if (data.size() < fixed || (!open && data.size() != fixed)) {
        return std::nullopt;
    }
    Captures captures;
    std::size_t at = 0;
    for (const Step& step : pattern.steps) {
        const std::size_t width = width_of(step) == 0 ? data.size() - fixed : width_of(step);
        const ByteView bytes = data.subspan(at, width);
        at += width;
        if (step.kind == Step::Kind::byte && bytes.front() != step.byte) {
            return std::nullopt;
        }
        if (step.kind == Step::Kind::field && !capture(step, bytes, captures)) {
            return std::nullopt;
        }
    }
    return captures;
}

}  // namespace jiaohao::drivers::engine
