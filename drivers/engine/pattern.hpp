// Data patterns (what a heard frame's data must look like, with captures) and data templates (how said data is
// made). Both are written as texts in a profile; grammar in drivers/profiles/README.md:
//
//   pattern   "06 0F"   ".. 0C"   "{key}"   "02 {bits:little:2}"   "'KEY' {key:decimal:2} .."
//   template  "0A 0A 0A {number:digits:3:0A}"   "{waiting:decimal:2}"   "{text:gb2312:16}"   "{data}"
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::engine {

/// How a captured or said value stands in the data.
enum class Form : std::uint8_t {
    big,      ///< binary, most significant byte first
    little,   ///< binary, least significant byte first
    decimal,  ///< ASCII digits, zero-filled
    hex,      ///< ASCII hexadecimal, capitals, zero-filled
    digits,   ///< one byte per digit with the digit's value, a blank byte in front (templates only)
    ascii,    ///< characters; `width` of them, right-aligned for numbers, left-aligned for texts
    gb2312,   ///< text
    gbk,      ///< text
    utf8      ///< text
};
[[nodiscard]] std::string_view code(Form form);

/// Captures: key, count, bits, text, code. Values of templates: number, waiting, text, address, key, code, data,
/// bits (the latched bits to clear), rest (the other bits of the same reading).
enum class Field : std::uint8_t { number, waiting, text, address, key, count, bits, rest, code, data };
[[nodiscard]] std::string_view code(Field field);

/// One step of a pattern or template.
struct Step {
    enum class Kind : std::uint8_t { byte, any_byte, any_run, field };
    Kind kind = Kind::byte;
    std::uint8_t byte = 0;
    Field field = Field::key;
    Form form = Form::big;
    /// Bytes; 0: the rest (pattern, text) or as long as it is (template).
    std::size_t width = 1;
    /// Byte that fills what a template's value leaves of its width.
    std::optional<std::uint8_t> fill;
    friend bool operator==(const Step&, const Step&) = default;
};

struct Captures {
    std::optional<std::uint32_t> key;
    std::optional<std::uint32_t> code;
    /// In the order they stand.
    std::vector<std::uint32_t> counts;
    std::optional<std::uint32_t> bits;
    std::optional<std::string> text;
    friend bool operator==(const Captures&, const Captures&) = default;
};

struct Pattern {
    /// At most one of them is a run (any_run, or a field without width).
    std::vector<Step> steps;
    friend bool operator==(const Pattern&, const Pattern&) = default;

    [[nodiscard]] bool captures(Field field) const;
    [[nodiscard]] std::size_t count_of(Field field) const;
};

struct Template {
    std::vector<Step> steps;
    friend bool operator==(const Template&, const Template&) = default;
};

/// What went wrong in a pattern's or template's text, and what is allowed.
using PatternFault = std::string;
[[nodiscard]] Result<Pattern, PatternFault> parse_pattern(std::string_view text);
[[nodiscard]] Result<Template, PatternFault> parse_template(std::string_view text);

/// Nothing when `data` does not fit.
[[nodiscard]] std::optional<Captures> match(const Pattern& pattern, ByteView data);

}  // namespace jiaohao::drivers::engine
