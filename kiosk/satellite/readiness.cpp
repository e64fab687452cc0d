// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/readiness.hpp"

#include <algorithm>

#include "kiosk/satellite/follow.hpp"

namespace jiaohao::satellite {

Missing missing_alone(const domain::HallView& owner, const domain::HallState& own,
                      const domain::HallConfig& config, const domain::TerminalId& terminal) {
    if (!owner.hall || !owner.hall->day_open) {
        return Missing::nothing;
    }
    if (!own.day_open || own.day != owner.hall->day) {
        return Missing::day;
    }
    const bool short_of_numbers = std::ranges::any_of(config.services, [&](const auto& service) {
        const auto known = own.services.find(service.id);
        return known != own.services.end() && known->second.open &&
               numbers_left(own, terminal, service.range) == 0;
    });
    return short_of_numbers ? Missing::numbers : Missing::nothing;
}

std::string_view code(Missing missing) {
    switch (missing) {
        case Missing::day:
            return "alone_no_day";
        case Missing::numbers:
            return "alone_no_numbers";
        case Missing::nothing:
            break;
    }
    return {};
}

void Readiness::look(Missing missing, BootTime now) {
    if (missing != missing_) {
        missing_ = missing;
        since_ = now;
    }
    if (missing_ == Missing::nothing) {
        lasting_ = Missing::nothing;
    } else if (now - since_ >= patience) {
        lasting_ = missing_;
    }
}

}  // namespace jiaohao::satellite
