// Check values of frames: sums, exclusive or, CRC-16 in the variants that hall devices use.
// CRC parameters and check values over "123456789" are those of the public CRC catalogue
// (reveng.sourceforge.io/crc-catalogue).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::frames {

enum class CheckKind : std::uint8_t {
    sum8,           ///< sum of the bytes mod 256
    negated_sum8,   ///< 0 - sum8; what Modbus calls LRC
    inverted_sum8,  ///< 255 - sum8
    xor8,
    sum16,         ///< sum of the bytes mod 65536
    crc16_modbus,  ///< poly 8005 reflected, init FFFF; "123456789" -> 4B37
    crc16_arc,     ///< poly 8005 reflected, init 0000; "123456789" -> BB3D
    crc16_ccitt,   ///< CCITT-FALSE: poly 1021, init FFFF; "123456789" -> 29B1
    crc16_xmodem,  ///< poly 1021, init 0000; "123456789" -> 31C3
};

/// 1 or 2 bytes.
[[nodiscard]] std::size_t check_width(CheckKind kind);
/// Within check_width() bytes.
[[nodiscard]] std::uint32_t check_value(CheckKind kind, ByteView bytes);
/// check_value() over pieces of one buffer that overlap, as candidates for a frame do: each byte is looked at once however
/// many pieces hold it, where the kind allows that (the reflected CRCs; the others are computed anew).
class OverlappingCrc {
  public:
    explicit OverlappingCrc(CheckKind kind) : kind_(kind) {}
    /// The buffer has changed or moved.
    void forget() { begin_ = nullptr; }
    [[nodiscard]] std::uint32_t value(ByteView bytes);

  private:
    CheckKind kind_;
    const std::uint8_t* begin_ = nullptr;
    const std::uint8_t* last_end_ = nullptr;
    /// Of the bytes from begin_ up to each place, begun with zero.
    std::vector<std::uint16_t> remainders_;
};

/// The name a profile uses ("sum8", "lrc" for negated_sum8 too, "crc16_modbus", ...).
[[nodiscard]] std::string_view code(CheckKind kind);
[[nodiscard]] std::optional<CheckKind> check_from_code(std::string_view text);

}  // namespace jiaohao::drivers::frames
