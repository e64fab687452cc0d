// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/serial_setting.hpp"

namespace jiaohao::drivers {
namespace {

char letter(Parity parity) {
    switch (parity) {
        case Parity::even:
            return 'E';
        case Parity::odd:
            return 'O';
        case Parity::mark:
            return 'M';
        case Parity::space:
            return 'S';
        case Parity::none:
            break;
    }
    return 'N';
}

}  // namespace

std::string describe(const SerialSetting& setting) {
    std::string text = std::to_string(setting.baud) + ' ' + std::to_string(setting.data_bits) +
                       letter(setting.parity) + std::to_string(setting.stop_bits);
    if (setting.flow != Flow::none) {
        text += setting.flow == Flow::rts_cts ? " rts_cts" : " xon_xoff";
    }
    return text;
}

}  // namespace jiaohao::drivers
