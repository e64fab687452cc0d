// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/qr_raster.hpp"

#include <qrencode.h>

#include <bit>
#include <memory>

namespace jiaohao::drivers::printer {

std::optional<QrMatrix> make_qr(const std::string& data, char level) {
    const QRecLevel wanted = level == 'L'   ? QR_ECLEVEL_L
                             : level == 'Q' ? QR_ECLEVEL_Q
                             : level == 'H' ? QR_ECLEVEL_H
                                            : QR_ECLEVEL_M;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(data.size()), std::bit_cast<const unsigned char*>(data.data()), 0,
                          wanted),
        &QRcode_free);
    if (!code) {
        return std::nullopt;
    }
    QrMatrix matrix;
    matrix.width = static_cast<std::size_t>(code->width);
    matrix.dark.reserve(matrix.width * matrix.width);
    for (std::size_t i = 0; i < matrix.width * matrix.width; ++i) {
        matrix.dark.push_back((code->data[i] & 1) != 0);
    }
    return matrix;
}

}  // namespace jiaohao::drivers::printer
