// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/decoder.hpp"

#include <array>

namespace jiaohao::drivers::sim {

Interpreter::Decoder::~Decoder() {
    for (const auto& [name, handle] : handles_) {
        iconv_close(handle);
    }
}

std::string Interpreter::Decoder::chinese(std::uint8_t lead, std::uint8_t trail) {
    return convert("GB18030", {static_cast<char>(lead), static_cast<char>(trail)});
}

std::string Interpreter::Decoder::latin(const std::string& page, std::uint8_t byte) {
    return convert(page.c_str(), std::string(1, static_cast<char>(byte)));
}

std::string Interpreter::Decoder::convert(const char* from, std::string bytes) {
    auto found = handles_.find(from);
    if (found == handles_.end()) {
        const iconv_t handle = iconv_open("UTF-8", from);
        if (reinterpret_cast<std::intptr_t>(handle) == -1) {
            return "□";
        }
        found = handles_.emplace(from, handle).first;
    }
    std::array<char, 16> room{};
    char* in = bytes.data();
    std::size_t in_left = bytes.size();
    char* out = room.data();
    std::size_t out_left = room.size();
    iconv(found->second, nullptr, nullptr, nullptr, nullptr);
    const auto result = iconv(found->second, &in, &in_left, &out, &out_left);
    return result != 0 || in_left != 0 ? "□" : std::string(room.data(), out);
}

}  // namespace jiaohao::drivers::sim
