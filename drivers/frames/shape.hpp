// The shape of a frame as data: which parts travel in which order, what a length counts, what a check covers.
// Pure values; a profile file describes them (drivers/profiles/README.md), Deframer and encode() use them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/frames/check.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::frames {

/// Who sends frames of this shape.
enum class Sender : std::uint8_t { device, host, both };

/// How a number stands on the line: binary, most or least significant byte first; or ASCII digits, zero-filled.
/// Hexadecimal is sent in capitals and read in both.
enum class NumberForm : std::uint8_t { big, little, decimal, hex };

enum class PartKind : std::uint8_t { constant, address, command, length, data, check };

/// One part of a frame. Which fields count depends on `kind`.
struct Part {
    PartKind kind = PartKind::constant;
    /// What lengths, checks and escapes call it in a profile; unique within the shape, or empty.
    std::string name;

    /// constant: the bytes, at least one.
    Bytes bytes;

    /// address, command, length: bytes on the line (ASCII forms: digits). check: set by the kind and form.
    std::size_t width = 1;
    NumberForm form = NumberForm::big;

    /// address, command: what it may be: one of `values` (any when empty), and within the range.
    std::vector<std::uint32_t> values;
    std::uint32_t least_value = 0;
    std::uint32_t most_value = 0xFFFFFFFF;

    /// length: counts the parts first..last (places in Shape::parts, both included);
    /// check: covers them. Lengths count bytes as they were before escaping.
    std::size_t first = 0;
    std::size_t last = 0;
    /// length: value = counted bytes / unit + add. check: value = check over the bytes + add.
    std::int32_t add = 0;
    /// length: 2 for a count of 16-bit registers.
    std::uint32_t unit = 1;

    /// data: its size. At most one data part of a shape may have least < most; its end is told by a length
    /// part before it, else by the first constant behind it.
    std::size_t least = 0;
    std::size_t most = 0;
    /// data: bytes that may occur.
    std::bitset<256> allowed = std::bitset<256>{}.set();

    /// check.
    CheckKind check = CheckKind::sum8;

    friend bool operator==(const Part&, const Part&) = default;
};

/// `plain` travels as `stuffed` within the escaped parts.
struct EscapePair {
    std::uint8_t plain = 0;
    Bytes stuffed;
    friend bool operator==(const EscapePair&, const EscapePair&) = default;
};

struct Escape {
    std::vector<EscapePair> pairs;
    /// Places in Shape::parts, both included.
    std::size_t first = 0;
    std::size_t last = 0;
    /// Checks are computed over the bytes as they travel; false: over the plain ones.
    bool check_stuffed = false;
    friend bool operator==(const Escape&, const Escape&) = default;
};

struct Shape {
    std::string name;
    Sender sender = Sender::both;
    std::vector<Part> parts;
    std::optional<Escape> escape;
    /// Longest frame in bytes on the line, escapes included. What claims more is no frame.
    std::size_t most_bytes = 256;
    friend bool operator==(const Shape&, const Shape&) = default;

    [[nodiscard]] bool has(PartKind kind) const;
};

/// A sound frame. Data parts stand one behind the other in `data`; an address or a command that the shape does
/// not have is 0.
struct Frame {
    /// Place in the list of shapes that the Deframer (or encode()'s caller) was given.
    std::uint16_t shape = 0;
    std::uint32_t address = 0;
    std::uint32_t command = 0;
    Bytes data;
    friend bool operator==(const Frame&, const Frame&) = default;
};

/// What is wrong with a shape. `part`: place in parts; nothing when it is the shape or its escape.
struct ShapeFault {
    std::optional<std::size_t> part;
    /// The key a profile uses ("width", "first", "escape").
    std::string key;
    /// What is wrong and what is allowed.
    std::string what;
};

/// Longest frame a shape may describe.
constexpr std::size_t kMostFrameBytes = 4096;
constexpr std::size_t kMostParts = 32;
constexpr std::size_t kMostShapes = 64;

/// Empty: Deframer and encode() accept the shape.
[[nodiscard]] std::vector<ShapeFault> shape_faults(const Shape& shape);

[[nodiscard]] std::string_view code(Sender sender);
[[nodiscard]] std::string_view code(NumberForm form);
[[nodiscard]] std::string_view code(PartKind kind);

}  // namespace jiaohao::drivers::frames
