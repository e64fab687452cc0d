// A printer's fonts: which picture a byte or a pair of bytes gives.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iconv.h>

#include <cstdint>
#include <map>
#include <string>

#include "drivers/sim/printer/interpreter.hpp"

namespace jiaohao::drivers::sim {

class Interpreter::Decoder {
  public:
    Decoder() = default;
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// UTF-8; U+25A1 for a pair without a picture.
    [[nodiscard]] std::string chinese(std::uint8_t lead, std::uint8_t trail);
    /// `page` is an iconv name.
    [[nodiscard]] std::string latin(const std::string& page, std::uint8_t byte);

  private:
    [[nodiscard]] std::string convert(const char* from, std::string bytes);
    std::map<std::string, iconv_t> handles_;
};

}  // namespace jiaohao::drivers::sim
