// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace jiaohao::fuzz {
namespace {

constexpr std::size_t kMostGrown = 60'000;

std::ptrdiff_t at(std::size_t place) {
    return static_cast<std::ptrdiff_t>(place);
}

/// Begin and end (behind the line feed) of each line.
std::vector<std::pair<std::size_t, std::size_t>> lines_of(const Bytes& bytes) {
    std::vector<std::pair<std::size_t, std::size_t>> lines;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto feed = std::find(bytes.begin() + at(begin), bytes.end(), '\n');
        const auto end = static_cast<std::size_t>(feed - bytes.begin()) + (feed == bytes.end() ? 0 : 1);
        lines.emplace_back(begin, end);
        begin = end;
    }
    return lines;
}

}  // namespace

Bytes Mutator::next() {
    Bytes bytes = any();
    const std::size_t times = below(4) + 1;
    for (std::size_t i = 0; i < times; ++i) {
        change(bytes);
    }
    if (below(40) == 0) {
        grow(bytes);
    }
    return bytes;
}

void Mutator::change(Bytes& bytes) {
    if (bytes.empty()) {
        bytes.push_back(static_cast<std::uint8_t>(below(256)));
        return;
    }
    const std::size_t how = below(lines_ ? 14 : 9);
    if (how >= 9) {
        change_lines(bytes);
    } else if (how == 8) {
        change_digits(bytes);
    } else {
        change_bytes(bytes, how);
    }
}

void Mutator::change_bytes(Bytes& bytes, std::size_t how) {
    constexpr std::array<std::uint8_t, 16> kTelling{0x00, 0x01, 0x0A, 0x10, 0x13, 0x1B, 0x1C, 0x1D,
                                                    '"',  '{',  '[',  0x7F, 0x80, 0xC0, 0xFE, 0xFF};
    const std::size_t place = below(bytes.size());
    const std::size_t size = std::min(below(8) + 1, bytes.size() - place);
    switch (how) {
        case 0:
            bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ 1U << below(8));
            return;
        case 1:
            bytes[place] = static_cast<std::uint8_t>(below(256));
            return;
        case 2:
            bytes[place] = kTelling.at(below(kTelling.size()));
            return;
        case 3:
            bytes.erase(bytes.begin() + at(place), bytes.begin() + at(place + size));
            return;
        case 4:
            bytes.insert(bytes.begin() + at(place), kTelling.at(below(kTelling.size())));
            return;
        case 5: {
            const Bytes again(bytes.begin() + at(place), bytes.begin() + at(place + size));
            bytes.insert(bytes.begin() + at(below(bytes.size())), again.begin(), again.end());
            return;
        }
        case 6:
            bytes.resize(place);
            return;
        default: {
            const Bytes& other = any();
            const std::size_t from = below(other.size() + 1);
            bytes.resize(place);
            bytes.insert(bytes.end(), other.begin() + at(from), other.end());
        }
    }
}

void Mutator::change_lines(Bytes& bytes) {
    const auto own = lines_of(bytes);
    const auto [begin, end] = own[below(own.size())];
    if (below(3) == 0) {
        bytes.erase(bytes.begin() + at(begin), bytes.begin() + at(end));
        return;
    }
    const Bytes& other = any();
    const auto lines = lines_of(other);
    if (lines.empty()) {
        return;
    }
    const auto [from, to] = lines[below(lines.size())];
    const Bytes line(other.begin() + at(from), other.begin() + at(to));
    if (below(2) == 0) {
        bytes.erase(bytes.begin() + at(begin), bytes.begin() + at(end));
    }
    bytes.insert(bytes.begin() + at(std::min(begin, bytes.size())), line.begin(), line.end());
}

void Mutator::change_digits(Bytes& bytes) {
    constexpr std::array<std::string_view, 10> kNumbers{
        "0",     "-1", "255", "256", "65536", "4294967296", "9223372036854775807", "18446744073709551616",
        "1e400", "0.5"};
    const auto is_digit = [](std::uint8_t byte) { return byte >= '0' && byte <= '9'; };
    const auto start = bytes.begin() + at(below(bytes.size()));
    const auto first = std::find_if(start, bytes.end(), is_digit);
    const auto last = std::find_if_not(first, bytes.end(), is_digit);
    const auto place = bytes.erase(first, last);
    const std::string_view number = kNumbers.at(below(kNumbers.size()));
    bytes.insert(place, number.begin(), number.end());
}

void Mutator::grow(Bytes& bytes) {
    const std::size_t place = below(bytes.size() + 1);
    const std::size_t size = std::min(below(4) + 1, bytes.size() - place);
    Bytes piece(bytes.begin() + at(place), bytes.begin() + at(place + size));
    if (piece.empty()) {
        piece.push_back('[');
    }
    const std::size_t times = below(kMostGrown / piece.size()) + 1;
    Bytes grown;
    for (std::size_t i = 0; i < times; ++i) {
        grown.insert(grown.end(), piece.begin(), piece.end());
    }
    bytes.insert(bytes.begin() + at(place), grown.begin(), grown.end());
}

}  // namespace jiaohao::fuzz
