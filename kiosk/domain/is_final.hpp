// Which tickets have come to their end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/types/enums.hpp"

namespace jiaohao::domain {

[[nodiscard]] constexpr bool is_final(TicketStatus status) {
    return status == TicketStatus::done || status == TicketStatus::no_show ||
           status == TicketStatus::cancelled || status == TicketStatus::expired;
}

}  // namespace jiaohao::domain
