// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/check.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace jiaohao::drivers::frames {
namespace {

using CrcTable = std::array<std::uint16_t, 256>;

constexpr CrcTable forward_table(std::uint16_t poly) {
    CrcTable table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        unsigned crc = i << 8U;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ poly : crc << 1U;
        }
        table[i] = static_cast<std::uint16_t>(crc & 0xFFFFU);
    }
    return table;
}

/// `poly` bit-reversed.
constexpr CrcTable reflected_table(std::uint16_t poly) {
    CrcTable table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        unsigned crc = i;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? (crc >> 1U) ^ poly : crc >> 1U;
        }
        table[i] = static_cast<std::uint16_t>(crc);
    }
    return table;
}

/// Table n: what a byte does that stands n places before the last one. Eight bytes are then taken at once, which
/// is what keeps a line full of false Modbus heads cheap.
constexpr std::array<CrcTable, 8> sliced(const CrcTable& table) {
    std::array<CrcTable, 8> slices{};
    slices[0] = table;
    for (std::size_t n = 1; n < slices.size(); ++n) {
        for (std::size_t i = 0; i < table.size(); ++i) {
            const unsigned before = slices[n - 1][i];
            slices[n][i] = static_cast<std::uint16_t>((before >> 8U) ^ table[before & 0xFFU]);
        }
    }
    return slices;
}

/// What 2^n bytes of zero make of a remainder: tables for its low and its high byte.
struct Shift {
    CrcTable low{};
    CrcTable high{};
    [[nodiscard]] constexpr unsigned operator()(unsigned crc) const {
        return low[crc & 0xFFU] ^ high[(crc >> 8U) & 0xFFU];
    }
};

constexpr std::size_t kShifts = 13;

constexpr std::array<Shift, kShifts> shifts(const CrcTable& table) {
    std::array<Shift, kShifts> all{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        all[0].low[i] = table[i];
        all[0].high[i] = static_cast<std::uint16_t>(i);
    }
    for (std::size_t n = 1; n < all.size(); ++n) {
        for (unsigned i = 0; i < table.size(); ++i) {
            all[n].low[i] = static_cast<std::uint16_t>(all[n - 1](all[n - 1](i)));
            all[n].high[i] = static_cast<std::uint16_t>(all[n - 1](all[n - 1](i << 8U)));
        }
    }
    return all;
}

constexpr CrcTable kCcitt = forward_table(0x1021);
constexpr std::array<CrcTable, 8> kArc = sliced(reflected_table(0xA001));

std::uint32_t forward_crc(ByteView bytes, unsigned crc) {
    for (const std::uint8_t byte : bytes) {
        crc = ((crc << 8U) & 0xFFFFU) ^ kCcitt[((crc >> 8U) ^ byte) & 0xFFU];
    }
    return crc;
}

std::uint32_t reflected_crc(ByteView bytes, unsigned crc) {
    for (; bytes.size() >= kArc.size(); bytes = bytes.subspan(kArc.size())) {
        const unsigned low = (crc ^ bytes[0]) & 0xFFU;
        const unsigned high = ((crc >> 8U) ^ bytes[1]) & 0xFFU;
        crc = kArc[7][low] ^ kArc[6][high] ^ kArc[5][bytes[2]] ^ kArc[4][bytes[3]] ^ kArc[3][bytes[4]] ^
              kArc[2][bytes[5]] ^ kArc[1][bytes[6]] ^ kArc[0][bytes[7]];
    }
    for (const std::uint8_t byte : bytes) {
        crc = (crc >> 8U) ^ kArc[0][(crc ^ byte) & 0xFFU];
    }
    return crc;
}

constexpr std::array<Shift, kShifts> kArcShifts = shifts(kArc[0]);

unsigned shifted(unsigned crc, std::size_t bytes) {
    for (std::size_t n = 0; bytes != 0; ++n, bytes >>= 1U) {
        crc = (bytes & 1U) != 0 ? kArcShifts[n](crc) : crc;
    }
    return crc;
}

std::uint32_t sum(ByteView bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), 0U);
}

constexpr std::array<std::pair<CheckKind, std::string_view>, 9> kCodes{{
    {CheckKind::sum8, "sum8"},
    {CheckKind::negated_sum8, "negated_sum8"},
    {CheckKind::inverted_sum8, "inverted_sum8"},
    {CheckKind::xor8, "xor8"},
    {CheckKind::sum16, "sum16"},
    {CheckKind::crc16_modbus, "crc16_modbus"},
    {CheckKind::crc16_arc, "crc16_arc"},
    {CheckKind::crc16_ccitt, "crc16_ccitt"},
    {CheckKind::crc16_xmodem, "crc16_xmodem"},
}};

}  // namespace

std::size_t check_width(CheckKind kind) {
    switch (kind) {
        case CheckKind::sum8:
        case CheckKind::negated_sum8:
        case CheckKind::inverted_sum8:
        case CheckKind::xor8:
            return 1;
        default:
            return 2;
    }
}

std::uint32_t check_value(CheckKind kind, ByteView bytes) {
    switch (kind) {
        case CheckKind::sum8:
            return sum(bytes) & 0xFFU;
        case CheckKind::negated_sum8:
            return (0U - sum(bytes)) & 0xFFU;
        case CheckKind::inverted_sum8:
            return ~sum(bytes) & 0xFFU;
        case CheckKind::xor8:
            return std::accumulate(bytes.begin(), bytes.end(), 0U,
                                   [](unsigned all, std::uint8_t byte) { return all ^ byte; });
        case CheckKind::sum16:
            return sum(bytes) & 0xFFFFU;
        case CheckKind::crc16_modbus:
            return reflected_crc(bytes, 0xFFFF);
        case CheckKind::crc16_arc:
            return reflected_crc(bytes, 0);
        case CheckKind::crc16_ccitt:
            return forward_crc(bytes, 0xFFFF);
        case CheckKind::crc16_xmodem:
            return forward_crc(bytes, 0);
    }
    return 0;
}

std::uint32_t OverlappingCrc::value(ByteView bytes) {
    const std::uint32_t first = kind_ == CheckKind::crc16_modbus ? 0xFFFF : 0;
    const bool reflected = kind_ == CheckKind::crc16_modbus || kind_ == CheckKind::crc16_arc;
    const std::uint8_t* const begin = bytes.data();
    const std::uint8_t* const end = begin + bytes.size();
    if (!reflected || bytes.size() >= (std::size_t{1} << kShifts)) {
        return check_value(kind_, bytes);
    }
    if (begin_ == nullptr || begin < begin_ || begin >= last_end_) {
        // Apart from all that was looked at: nothing is known of it, and sound frames do not overlap.
        begin_ = begin;
        last_end_ = end;
        remainders_.assign(1, 0);
        return check_value(kind_, bytes);
    }
    last_end_ = std::max(last_end_, end);
    const auto from = static_cast<std::size_t>(begin - begin_);
    const std::size_t to = from + bytes.size();
    while (remainders_.size() <= to) {
        const unsigned before = remainders_.back();
        remainders_.push_back(static_cast<std::uint16_t>(
            (before >> 8U) ^ kArc[0][(before ^ begin_[remainders_.size() - 1]) & 0xFFU]));
    }
    // A remainder is linear: that of the whole less what the bytes before brought, as far as it was carried on.
    return remainders_[to] ^ shifted(remainders_[from] ^ first, bytes.size());
}

std::string_view code(CheckKind kind) {
    return kCodes.at(static_cast<std::size_t>(kind)).second;
}

std::optional<CheckKind> check_from_code(std::string_view text) {
    if (text == "lrc") {
        return CheckKind::negated_sum8;
    }
    for (const auto& [kind, name] : kCodes) {
        if (name == text) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace jiaohao::drivers::frames
