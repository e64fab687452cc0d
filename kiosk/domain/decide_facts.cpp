// Devices, alerts and clock: facts that are taken whether or not the day is open.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/schedule.hpp"

namespace jiaohao::domain::rules {
namespace {

/// Whatever else is open: hours would follow a wrong clock, and a journal that writes again is proved by its alert.
bool is_trouble_of_the_hall(const RaiseAlert& command) {
    return command.alert == schedule::clock_alert() || command.subject == "journal";
}

}  // namespace

Verdict decide_on(const Hall& hall, const ReportDevice& command) {
    Decision decision;
    const auto known = hall.state.devices.find(command.device);
    const bool same = known != hall.state.devices.end() && known->second.kind == command.kind &&
                      known->second.state == command.state && known->second.fault == command.fault;
    if (!same) {
        decision.events.emplace_back(
            DeviceChanged{command.device, command.kind, command.state, command.fault});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const RaiseAlert& command) {
    Decision decision;
    const bool open = hall.state.alerts.contains(command.alert);
    if (open && command.code != alerts::sign_in_locked) {
        return decision;
    }
    if (!open && !alerts::has_room(hall.state) && !is_trouble_of_the_hall(command)) {
        return refuse(RefusalCode::overloaded, {{"alerts", std::to_string(alerts::most_open)}});
    }
    if (!open) {
        alerts::make_room(hall.state, decision.events);
    }
    decision.events.emplace_back(AlertRaised{command.alert, command.code, command.subject, command.params});
    return decision;
}

Verdict decide_on(const Hall& hall, const AcknowledgeAlert& command) {
    const auto known = hall.state.alerts.find(command.alert);
    if (known == hall.state.alerts.end()) {
        return refuse(RefusalCode::alert_unknown, {{"alert", command.alert.get()}});
    }
    Decision decision;
    if (!known->second.acknowledged_at) {
        decision.events.emplace_back(AlertAcknowledged{command.alert});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const ResolveAlert& command) {
    if (!hall.state.alerts.contains(command.alert)) {
        return refuse(RefusalCode::alert_unknown, {{"alert", command.alert.get()}});
    }
    return Decision{{AlertResolved{command.alert, command.done}}, {}};
}

Verdict decide_on(const Hall& /*hall*/, const NoteClock& command) {
    return Decision{{ClockAdjusted{command.from, command.to, command.since, command.first}}, {}};
}

}  // namespace jiaohao::domain::rules
