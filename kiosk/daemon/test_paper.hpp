// What stands on a test page.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/types/ids.hpp"
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::daemon {

/// Marked so that nobody takes it for a ticket; every size a ticket uses, Latin and Chinese, a QR code.
[[nodiscard]] ports::TicketPaper test_paper(const i18n::Catalogue& catalogue, const std::string& language,
                                            const domain::DeviceId& printer, WallTime at);

}  // namespace jiaohao::daemon
