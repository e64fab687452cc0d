// A template with values put in. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstdint>
#include <string>

#include "drivers/engine/pattern.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::engine {

struct RenderValues {
    std::string number;
    std::uint32_t waiting = 0;
    std::string text;
    std::uint32_t address = 0;
    std::uint32_t key = 0;
    std::uint32_t code = 0;
    std::uint32_t bits = 0;
    std::uint32_t rest = 0;
    Bytes data;
};

/// `allowed`: bytes that texts may use.
[[nodiscard]] Bytes render(const Template& layout, const RenderValues& values,
                           const std::bitset<256>& allowed);

}  // namespace jiaohao::drivers::engine
