// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/line_fault.hpp"

namespace jiaohao::drivers {

std::string_view code(LineFaultCode value) {
    switch (value) {
        case LineFaultCode::no_port:
            return "no_port";
        case LineFaultCode::no_permission:
            return "no_permission";
        case LineFaultCode::not_serial:
            return "not_serial";
        case LineFaultCode::held:
            return "held";
        case LineFaultCode::setting_refused:
            return "setting_refused";
        case LineFaultCode::lost:
            return "lost";
        case LineFaultCode::swallowed:
            return "swallowed";
        case LineFaultCode::held_off:
            return "held_off";
        case LineFaultCode::mute:
            return "mute";
        case LineFaultCode::no_sense:
            return "no_sense";
        case LineFaultCode::wrong_speed:
            return "wrong_speed";
        case LineFaultCode::noisy:
            return "noisy";
        case LineFaultCode::same_name:
            return "same_name";
    }
    return "";
}

std::string to_string(const LineFault& fault) {
    std::string text(code(fault.code));
    for (const auto& [name, value] : fault.facts) {
        text += ' ';
        text += name;
        text += '=';
        text += value;
    }
    return text;
}

}  // namespace jiaohao::drivers
