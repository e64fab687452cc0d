// The list of appointments, a page at a time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/api/elsewhere.hpp"
#include "kiosk/api/hub.hpp"

namespace jiaohao::api {
namespace {

using nlohmann::json;

constexpr std::size_t kPage = 500;

struct Listed {
    const domain::AppointmentId* id;
    const domain::Appointment* appointment;
};

json row(const domain::HallState& state, const Listed& one) {
    const domain::Appointment& appointment = *one.appointment;
    json result{{"appointment", one.id->get()},
                {"service", appointment.service.get()},
                {"at", format_rfc3339(appointment.at)},
                {"status", std::string(domain::code(appointment.status))}};
    if (!appointment.code.empty()) {
        result["code"] = appointment.code;
    }
    if (!appointment.reference.empty()) {
        result["reference"] = appointment.reference;
    }
    if (appointment.ticket) {
        result["ticket"] = domain::to_string(*appointment.ticket);
        const auto ticket = state.tickets.find(*appointment.ticket);
        if (ticket != state.tickets.end()) {
            result["number"] = ticket->second.number;
        }
    }
    return result;
}

}  // namespace

void Hub::list_appointments(SessionId session, const domain::RequestId& id,
                            const wire::api::AppointmentListCall& call) {
    auto look_up = [back = later(), session, id, call](const service::Snapshot& snapshot) {
        back([session, id, call, state = snapshot.state, satellite = is_satellite(snapshot)](Hub& hub) {
            if (satellite) {
                return hub.finish(session, id, fail(at_main_terminal()));
            }
            std::vector<Listed> listed;
            for (const auto& [name, one] : state->appointments) {
                if (!call.day || hub.options_.today(one.at) == *call.day) {
                    listed.push_back({&name, &one});
                }
            }
            std::ranges::stable_sort(listed, {}, [](const Listed& one) { return one.appointment->at; });
            json rows = json::array();
            std::size_t next = std::min(static_cast<std::size_t>(call.from), listed.size());
            for (; next < listed.size() && rows.size() < kPage; ++next) {
                rows.push_back(row(*state, listed[next]));
            }
            json data{{"appointments", std::move(rows)}};
            if (next < listed.size()) {
                data["next"] = next;
            }
            hub.finish(session, id, data);
        });
    };
    if (!parts_.hall.snapshot(std::move(look_up))) {
        finish(session, id, fail(domain::Refusal{domain::RefusalCode::overloaded, {}}));
    }
}

}  // namespace jiaohao::api
