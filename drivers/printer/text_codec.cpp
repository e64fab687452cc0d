// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/text_codec.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace jiaohao::drivers::printer {
namespace {

constexpr char32_t kInvalid = 0xFFFD;

/// Signs that look right to a reader. The first one that the printer has is taken.
struct Substitute {
    char32_t from;
    std::array<char32_t, 2> to;
};
constexpr std::array kSubstitutes{
    Substitute{0x00A5, {0xFFE5, U'Y'}}, Substitute{0x2022, {0x00B7, U'*'}},
    Substitute{0x00A0, {U' ', U' '}},   Substitute{0x202F, {U' ', U' '}},
    Substitute{0x2009, {U' ', U' '}},   Substitute{0x3000, {U' ', U' '}},
    Substitute{0x2010, {U'-', U'-'}},   Substitute{0x2011, {U'-', U'-'}},
    Substitute{0x2012, {U'-', U'-'}},   Substitute{0x2013, {U'-', U'-'}},
    Substitute{0x2014, {U'-', U'-'}},   Substitute{0x2018, {U'\'', U'\''}},
    Substitute{0x2019, {U'\'', U'\''}}, Substitute{0x201C, {U'"', U'"'}},
    Substitute{0x201D, {U'"', U'"'}},   Substitute{0x2026, {U'.', U'.'}},
    Substitute{0x00A3, {0xFFE1, U'L'}}, Substitute{0x00A2, {0xFFE0, U'c'}},
    Substitute{0x00A9, {U'c', U'c'}},   Substitute{0x00AE, {U'R', U'R'}},
    Substitute{0x25CF, {0x00B7, U'*'}}, Substitute{0x2713, {0x221A, U'v'}},
    Substitute{0x2212, {U'-', U'-'}},   Substitute{0x00D7, {U'x', U'x'}},
};

/// Variation selectors, joiners and the byte order mark have no picture of their own.
bool invisible(char32_t point) {
    return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0x200B && point <= 0x200F) || point == 0xFEFF;
}

/// Letters with marks: the Chinese font has some of them, but a full cell wide.
bool latin_letter(char32_t point) {
    return point >= 0xC0 && point < 0x250 && point != 0xD7 && point != 0xF7;
}

}  // namespace

class TextCodec::Iconv {
  public:
    explicit Iconv(const std::string& to) : handle_(iconv_open(to.c_str(), "UTF-8")) {}
    ~Iconv() {
        if (valid()) {
            iconv_close(handle_);
        }
    }
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;

    [[nodiscard]] std::optional<Bytes> encode(char32_t point) const {
        if (!valid()) {
            return std::nullopt;
        }
        std::string text = to_utf8(point);
        std::array<char, 8> room{};
        char* in = text.data();
        std::size_t in_left = text.size();
        char* out = room.data();
        std::size_t out_left = room.size();
        iconv(handle_, nullptr, nullptr, nullptr, nullptr);
        const auto lossy = iconv(handle_, &in, &in_left, &out, &out_left);
        // A count above 0 means that iconv took something similar by itself.
        if (lossy != 0 || in_left != 0 || out_left == room.size()) {
            return std::nullopt;
        }
        return Bytes(room.data(), out);
    }

  private:
    // iconv_open tells failure by the pointer value -1.
    [[nodiscard]] bool valid() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }
    iconv_t handle_;
};

TextCodec::TextCodec(const PrinterProfile& profile)
    : has_chinese_(profile.chinese == ChineseText::gb18030), chinese_(std::make_unique<Iconv>("GB18030")) {
    for (const auto& page : profile.code_pages) {
        latin_.push_back({page.number, std::make_unique<Iconv>(page.encoding)});
    }
}
TextCodec::~TextCodec() = default;

std::vector<Glyph> TextCodec::encode(std::string_view utf8, std::vector<Replacement>& replaced) const {
    std::vector<Glyph> out;
    while (!utf8.empty()) {
        const char32_t point = next_code_point(utf8);
        if (!invisible(point)) {
            out.push_back(encode_one(point, replaced));
        }
    }
    return out;
}

Glyph TextCodec::encode_one(char32_t point, std::vector<Replacement>& replaced) const {
    Glyph glyph;
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
        replaced.push_back({point, U' '});
        static_cast<void>(direct(U' ', glyph));
        return glyph;
    }
    if (direct(point, glyph)) {
        return glyph;
    }
    for (const auto& substitute : kSubstitutes) {
        for (const char32_t to : substitute.to) {
            if (substitute.from == point && direct(to, glyph)) {
                replaced.push_back({point, to});
                return glyph;
            }
        }
    }
    // Signs of the code page come last: its number means other signs on some clones.
    if (latin(point, glyph)) {
        return glyph;
    }
    const char32_t missing = has_chinese_ ? U'□' : U'?';
    replaced.push_back({point, missing});
    static_cast<void>(direct(missing, glyph));
    return glyph;
}

bool TextCodec::direct(char32_t point, Glyph& out) const {
    if (point < 0x80) {
        out = Glyph{Bytes{static_cast<std::uint8_t>(point)}, 1, true, point == U' ', 0};
        return true;
    }
    if ((!has_chinese_ || latin_letter(point)) && latin(point, out)) {
        return true;
    }
    const auto bytes = has_chinese_ ? chinese_->encode(point) : std::nullopt;
    if (!bytes || bytes->size() != 2) {
        return false;
    }
    out = Glyph{*bytes, 2, true, point == 0x3000, 0};
    return true;
}

bool TextCodec::latin(char32_t point, Glyph& out) const {
    for (const auto& page : latin_) {
        const auto bytes = page.codec->encode(point);
        if (bytes && bytes->size() == 1 && bytes->front() >= 0x80) {
            out = Glyph{*bytes, 1, false, false, page.number};
            return true;
        }
    }
    return false;
}

std::string to_utf8(char32_t point) {
    std::string out;
    const auto put = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    }
    return out;
}

std::string describe(const std::vector<Replacement>& replaced, std::size_t most) {
    std::vector<std::pair<Replacement, std::size_t>> kinds;
    for (const auto& one : replaced) {
        const auto known =
            std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.first == one; });
        if (known != kinds.end()) {
            ++known->second;
        } else {
            kinds.emplace_back(one, 1);
        }
    }
    std::string text;
    for (std::size_t i = 0; i < kinds.size() && i < most; ++i) {
        const auto& [kind, times] = kinds[i];
        text += fmt::format("{}U+{:04X}>U+{:04X}", i == 0 ? "" : ",", static_cast<std::uint32_t>(kind.from),
                            static_cast<std::uint32_t>(kind.to));
        text += times > 1 ? fmt::format(" x{}", times) : "";
    }
    return kinds.size() > most ? text + ",..." : text;
}

char32_t next_code_point(std::string_view& utf8) {
    const auto lead = static_cast<std::uint8_t>(utf8.front());
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    const bool bad_lead = (lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || length > utf8.size();
    char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; !bad_lead && i < length; ++i) {
        const auto next = static_cast<std::uint8_t>(utf8[i]);
        if ((next & 0xC0) != 0x80) {
            utf8.remove_prefix(1);
            return kInvalid;
        }
        point = (point << 6) | (next & 0x3FU);
    }
    constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    if (bad_lead || point < kLeast[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
        utf8.remove_prefix(1);
        return kInvalid;
    }
    utf8.remove_prefix(length);
    return point;
}

}  // namespace jiaohao::drivers::printer
