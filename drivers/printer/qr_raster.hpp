// A QR code's size and dots (libqrencode), for printers that cannot draw one and for time-outs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jiaohao::drivers::printer {

struct QrMatrix {
    /// Modules per side, without the quiet zone.
    std::size_t width = 0;
    /// width * width, row by row.
    std::vector<bool> dark;
};

/// `level`: L, M, Q or H. Nothing when the data do not fit.
[[nodiscard]] std::optional<QrMatrix> make_qr(const std::string& data, char level);

}  // namespace jiaohao::drivers::printer
