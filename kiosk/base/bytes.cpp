// SPDX-License-Identifier: Apache-2.0
#include "kiosk/base/bytes.hpp"

#include <fmt/format.h>

namespace jiaohao {

std::string to_hex(ByteView bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (!text.empty()) {
            text += ' ';
        }
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

}  // namespace jiaohao
