// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/line_doctor.hpp"

#include <algorithm>

namespace jiaohao::drivers {

void LineDoctor::look(const LineTally& totals) {
    const LineTally window{totals.heard - judged_.heard, totals.rejected - judged_.rejected,
                           totals.errors - judged_.errors};
    if (window.heard < kWindow && window.errors < kErrors) {
        return;
    }
    judged_ = totals;
    last_window_ = window;
    // What still waits for the rest of its frame is neither; a window later it is.
    const std::uint64_t sound = window.heard - std::min(window.heard, window.rejected);
    const bool half = window.rejected * 2 >= window.heard && window.rejected > 0;
    const bool broken = window.errors >= kErrors && window.errors * 4 >= window.heard;
    if (half || broken) {
        bad_ = true;
        return;
    }
    if (window.rejected * 5 <= window.heard) {
        bad_ = false;
        made_sense_ = made_sense_ || sound > 0;
    }
}

std::optional<LineFault> LineDoctor::fault() const {
    if (!bad_) {
        return std::nullopt;
    }
    LineFault fault{made_sense_ ? LineFaultCode::noisy : LineFaultCode::no_sense,
                    {{"path", setting_.path},
                     {"bytes", std::to_string(last_window_.heard)},
                     {"rejected", std::to_string(last_window_.rejected)},
                     {"errors", std::to_string(last_window_.errors)},
                     {"settings", describe(setting_)}}};
    return fault;
}

}  // namespace jiaohao::drivers
