// Rows of views, one function per kind. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::rows {

[[nodiscard]] HallRow hall(const HallState& state, const HallConfig& config, const ViewContext& context);
[[nodiscard]] ServiceView service(const HallState& state, const HallConfig& config,
                                  const ServiceConfig& service, const ViewContext& context);
[[nodiscard]] CounterView counter(const HallState& state, const HallConfig& hall,
                                  const CounterConfig& config);
[[nodiscard]] TicketView ticket(const Ticket& ticket);
/// What is shown of a ticket to whoever sees tickets: none of one that ended, but for a no-show who may still come back.
[[nodiscard]] std::optional<TicketView> shown_ticket(const HallState& state, const HallConfig& config,
                                                     const Ticket& ticket, WallTime now);
/// Newest first. `only`: just these tickets; null: all.
[[nodiscard]] std::vector<CallView> calls(const HallState& state, const HallConfig& config,
                                          const std::set<TicketId>* only);
[[nodiscard]] DeviceView device(const DeviceId& id, const DeviceRecord& record);
[[nodiscard]] DiversionView diversion(const HallState& state, const DiversionConfig& config);
[[nodiscard]] VisitorsView visitors(const HallState& state);
[[nodiscard]] AlertView alert(const AlertId& id, const AlertRecord& record);

}  // namespace jiaohao::domain::rows
