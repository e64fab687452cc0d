// UTF-8 -> the bytes a display's font knows. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <string_view>
#include <vector>

#include "drivers/engine/pattern.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::engine {

/// One entry per character. Control characters become spaces; what the form does not have, what is no UTF-8 and
/// what would need a byte that is not `allowed` becomes '?'.
[[nodiscard]] std::vector<Bytes> text_bytes(Form form, std::string_view utf8,
                                            const std::bitset<256>& allowed);

}  // namespace jiaohao::drivers::engine
