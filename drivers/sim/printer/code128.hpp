// Code128 as bars (ISO/IEC 15417), for pictures of papers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace jiaohao::drivers::sim {

/// Modules from the first bar to the last, true is black; set B. `text`: printable ASCII. No quiet zone.
[[nodiscard]] std::vector<bool> code128_modules(const std::string& text);
/// Modules of such a code.
[[nodiscard]] std::size_t barcode_width(const std::string& text);

}  // namespace jiaohao::drivers::sim
