// Shapes of every kind, as the tests of this room use them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drivers/frames/deframer.hpp"
#include "drivers/frames/encode.hpp"
#include "drivers/frames/shape.hpp"

namespace jiaohao::drivers::frames::sample {

inline Part constant(Bytes bytes) {
    Part part;
    part.kind = PartKind::constant;
    part.bytes = std::move(bytes);
    return part;
}
inline Part number(PartKind kind, std::size_t width = 1, NumberForm form = NumberForm::big,
                   std::vector<std::uint32_t> values = {}) {
    Part part;
    part.kind = kind;
    part.width = width;
    part.form = form;
    part.values = std::move(values);
    return part;
}
inline Part length(std::size_t first, std::size_t last, std::size_t width = 1,
                   NumberForm form = NumberForm::big, std::int32_t add = 0, std::uint32_t unit = 1) {
    Part part = number(PartKind::length, width, form);
    part.first = first;
    part.last = last;
    part.add = add;
    part.unit = unit;
    return part;
}
inline Part data(std::size_t least, std::size_t most) {
    Part part;
    part.kind = PartKind::data;
    part.least = least;
    part.most = most;
    return part;
}
inline Part data_without(std::size_t least, std::size_t most, const Bytes& forbidden) {
    Part part = data(least, most);
    for (const std::uint8_t byte : forbidden) {
        part.allowed.reset(byte);
    }
    return part;
}
inline Part check(CheckKind kind, std::size_t first, std::size_t last, NumberForm form = NumberForm::big,
                  std::int32_t add = 0) {
    Part part;
    part.kind = PartKind::check;
    part.check = kind;
    part.first = first;
    part.last = last;
    part.form = form;
    part.add = add;
    return part;
}

/// FF 68 L L 68 addr cmd data sum 16.
inline Shape hall_bus() {
    return {"hall-bus",
            Sender::both,
            {constant({0xFF, 0x68}), length(4, 6), length(4, 6), constant({0x68}), number(PartKind::address),
             number(PartKind::command), data(0, 16), check(CheckKind::sum8, 4, 6), constant({0x16})},
            std::nullopt,
            64};
}
/// 01 addr key 07: no check.
inline Shape button() {
    return {"button",
            Sender::device,
            {constant({0x01}), number(PartKind::address), data(1, 1), constant({0x07})},
            std::nullopt,
            4};
}
/// addr 03 count data crc (little).
inline Shape modbus_reply() {
    return {"modbus-reply",
            Sender::device,
            {number(PartKind::address), number(PartKind::command, 1, NumberForm::big, {3}), length(3, 3),
             data(2, 32), check(CheckKind::crc16_modbus, 0, 3, NumberForm::little)},
            std::nullopt,
            64};
}
/// 02 text xor 03, the check over the text; it may itself be 03.
inline Shape xor_text() {
    return {
        "xor-text",
        Sender::both,
        {constant({0x02}), data_without(1, 20, {0x02, 0x03}), check(CheckKind::xor8, 1, 1), constant({0x03})},
        std::nullopt,
        32};
}
/// $ddd,text# in ASCII.
inline Shape ascii() {
    return {"ascii",
            Sender::both,
            {constant({'$'}), number(PartKind::address, 3, NumberForm::decimal), constant({','}),
             data_without(0, 12, {'$', '#'}), constant({'#'})},
            std::nullopt,
            32};
}
/// : addr cmd data LRC CR LF with address, command and check in hexadecimal digits.
inline Shape hex_ascii() {
    return {"hex-ascii",
            Sender::both,
            {constant({':'}), number(PartKind::address, 2, NumberForm::hex),
             number(PartKind::command, 2, NumberForm::hex), data_without(0, 20, {'\r', ':'}),
             check(CheckKind::negated_sum8, 1, 3, NumberForm::hex), constant({'\r', '\n'})},
            std::nullopt,
            40};
}
/// AA BB lenL lenH dev cmd data xor; AA travels as AA 00 behind the start.
inline Shape stuffed() {
    Shape shape{"stuffed",
                Sender::both,
                {constant({0xAA, 0xBB}), length(2, 4, 2, NumberForm::little), number(PartKind::address),
                 number(PartKind::command), data(0, 40), check(CheckKind::xor8, 1, 4)},
                std::nullopt,
                128};
    shape.escape = Escape{{{0xAA, {0xAA, 0x00}}}, 1, 5, false};
    return shape;
}
/// 7E data crc 7E with 7D 5E / 7D 5D: no length; the check goes over the bytes as they travel.
inline Shape flagged() {
    Shape shape{"flagged",
                Sender::both,
                {constant({0x7E}), number(PartKind::address), data(0, 40),
                 check(CheckKind::crc16_ccitt, 1, 2), constant({0x7E})},
                std::nullopt,
                100};
    shape.escape = Escape{{{0x7E, {0x7D, 0x5E}}, {0x7D, {0x7D, 0x5D}}}, 1, 3, true};
    return shape;
}

inline std::vector<Shape> all() {
    return {hall_bus(), button(), modbus_reply(), xor_text(), ascii(), hex_ascii(), stuffed(), flagged()};
}

inline std::vector<Frame> hear(Deframer& deframer, const Bytes& bytes, bool end = true) {
    std::vector<Frame> frames;
    const auto keep = [&frames](const Frame& frame) { frames.push_back(frame); };
    deframer.feed(bytes, keep);
    if (end) {
        deframer.end_of_burst(keep);
    }
    return frames;
}
inline std::vector<Frame> hear(const Shape& shape, const Bytes& bytes) {
    Deframer deframer({shape}, Deframer::Hear::both);
    return hear(deframer, bytes);
}
inline Bytes text(std::string_view ascii_text) {
    return {ascii_text.begin(), ascii_text.end()};
}
inline Bytes operator+(Bytes left, const Bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

}  // namespace jiaohao::drivers::frames::sample
