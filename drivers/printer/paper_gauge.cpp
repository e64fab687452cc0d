// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/paper_gauge.hpp"

#include <algorithm>

namespace jiaohao::drivers::printer {

void PaperGauge::heard(const Condition& condition) {
    touched_ = touched_ || condition.cover_open || condition.paper_out;
    paper_out_ = condition.paper_out;
    // A roll that leans makes the sensor flicker: only a new roll gives the reserve back.
    if (!condition.paper_near_end && touched_ && !condition.cover_open && !condition.paper_out) {
        used_mm_ = 0;
        since_beginning_ = false;
        touched_ = false;
    }
    if (condition.paper_near_end && !heard_before_) {
        since_beginning_ = true;
    }
    near_end_ = condition.paper_near_end;
    heard_before_ = true;
}

void PaperGauge::used(std::uint32_t millimetres) {
    constexpr std::uint32_t kWeight = 8;
    ticket_tenths_ = (ticket_tenths_ * (kWeight - 1) + millimetres * 10) / kWeight;
    if (near_end_) {
        used_mm_ = std::min(reserve_mm_, used_mm_ + millimetres);
    }
}

std::optional<std::uint32_t> PaperGauge::tickets_left() const {
    if (!near_end_ || reserve_mm_ == 0) {
        return std::nullopt;
    }
    return paper_out_ ? 0 : (reserve_mm_ - used_mm_) * 10 / std::max<std::uint32_t>(ticket_tenths_, 1);
}

}  // namespace jiaohao::drivers::printer
