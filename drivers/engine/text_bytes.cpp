// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/text_bytes.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace jiaohao::drivers::engine {
namespace {

class Converter {
  public:
    explicit Converter(Form form) : handle_(iconv_open(charset(form), "UTF-8")) {}
    ~Converter() {
        if (valid()) {
            iconv_close(handle_);
        }
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    /// Empty: the character set does not have it.
    [[nodiscard]] Bytes convert(std::string character) const {
        std::array<char, 8> out{};
        char* from = character.data();
        std::size_t from_left = character.size();
        char* to = out.data();
        std::size_t to_left = out.size();
        if (!valid() || iconv(handle_, &from, &from_left, &to, &to_left) != 0) {
            return {};
        }
        return {out.begin(), out.begin() + (to - out.data())};
    }

  private:
    static const char* charset(Form form) {
        switch (form) {
            case Form::gb2312:
                return "GB2312";
            case Form::gbk:
                return "GBK";
            case Form::utf8:
                return "UTF-8";
            default:
                return "ASCII";
        }
    }
    /// iconv_open() says so by a handle of all ones.
    [[nodiscard]] bool valid() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    iconv_t handle_;
};

/// Bytes of the character that begins here; iconv says whether they are one.
std::size_t character_length(std::string_view utf8) {
    const auto lead = static_cast<unsigned char>(utf8.front());
    const std::size_t wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::size_t length = 1;
    while (length < wanted && length < utf8.size() &&
           (static_cast<unsigned char>(utf8[length]) & 0xC0U) == 0x80U) {
        ++length;
    }
    return length;
}

}  // namespace

std::vector<Bytes> text_bytes(Form form, std::string_view utf8, const std::bitset<256>& allowed) {
    const Converter converter(form);
    std::vector<Bytes> characters;
    while (!utf8.empty()) {
        const std::size_t length = character_length(utf8);
        const bool control = static_cast<unsigned char>(utf8.front()) < 0x20 || utf8.front() == 0x7F;
        Bytes bytes = converter.convert(control ? " " : std::string(utf8.substr(0, length)));
        utf8.remove_prefix(length);
        const bool fits = std::all_of(bytes.begin(), bytes.end(),
                                      [&allowed](std::uint8_t byte) { return allowed.test(byte); });
        if (bytes.empty() || !fits) {
            bytes = {'?'};
        }
        characters.push_back(std::move(bytes));
    }
    return characters;
}

}  // namespace jiaohao::drivers::engine
