// UTF-8 -> the bytes a printer's fonts understand. What cannot be printed is replaced and reported, never
// sent as something else: the four-byte forms of GB18030 come out as two wrong characters on every known
// printer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/printer/profile.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::printer {

/// One character that was printed as another. `from` 0xFFFD: the text was not valid UTF-8 there.
struct Replacement {
    char32_t from = 0;
    char32_t to = 0;
    bool operator==(const Replacement&) const = default;
};

/// "U+1F600>U+25A1,U+2022>U+00B7 x2": each once with how often, at most `most` of them and then "...". For logs and
/// reports.
[[nodiscard]] std::string describe(const std::vector<Replacement>& replaced, std::size_t most);

/// One printed character: its bytes and how many half-width cells it takes.
struct Glyph {
    Bytes bytes;
    std::uint8_t cells = 1;
    /// True: from the Chinese font (or ASCII); false: needs the Latin code page with Chinese mode off.
    bool chinese_mode = true;
    bool space = false;
    /// Code page for ESC t, when not in Chinese mode and not ASCII.
    std::uint8_t page = 0;
};

/// Not thread-safe (iconv handles keep state). Cheap to make, not free: make one per driver.
class TextCodec {
  public:
    explicit TextCodec(const PrinterProfile& profile);
    ~TextCodec();
    TextCodec(const TextCodec&) = delete;
    TextCodec& operator=(const TextCodec&) = delete;

    /// Control characters become spaces, so that no text can reach the printer as a command.
    [[nodiscard]] std::vector<Glyph> encode(std::string_view utf8, std::vector<Replacement>& replaced) const;

  private:
    class Iconv;
    [[nodiscard]] bool direct(char32_t point, Glyph& out) const;
    [[nodiscard]] bool latin(char32_t point, Glyph& out) const;
    [[nodiscard]] Glyph encode_one(char32_t point, std::vector<Replacement>& replaced) const;

    bool has_chinese_;
    std::unique_ptr<Iconv> chinese_;
    struct Page {
        std::uint8_t number;
        std::unique_ptr<Iconv> codec;
    };
    std::vector<Page> latin_;
};

[[nodiscard]] std::string to_utf8(char32_t point);

/// Decodes one character and moves on; 0xFFFD (one byte consumed) where it is not valid UTF-8.
[[nodiscard]] char32_t next_code_point(std::string_view& utf8);

}  // namespace jiaohao::drivers::printer
