// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_describe.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_messages.hpp"
#include "kiosk/wire/api_roles.hpp"
#include "kiosk/wire/api_view.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;

std::string_view name_of(ArgType type) {
    static constexpr std::array<std::string_view, 11> names{
        "id", "ticket", "code", "text", "flag", "whole", "day", "ids", "counts", "instant", "tickets"};
    return names[static_cast<std::size_t>(type)];
}

json words(std::string_view text) {
    json result = json::array();
    while (!text.empty()) {
        const auto end = text.find(' ');
        result.push_back(std::string(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return result;
}

bool counts_bytes(ArgType type) {
    return type != ArgType::whole && type != ArgType::ids && type != ArgType::counts &&
           type != ArgType::tickets;
}

json describe_arg(const ArgSpec& spec) {
    json result{{"type", std::string(name_of(spec.type))}, {"required", spec.required}};
    if (!spec.codes.empty()) {
        for (const auto code : spec.codes) {
            result["codes"].push_back(std::string(code));
        }
    } else if (spec.most > 0) {
        result[counts_bytes(spec.type) ? "most_bytes" : "most"] = spec.most;
    }
    return result;
}

json describe_commands() {
    json result = json::object();
    for (const auto& spec : command_specs()) {
        json command{{"args", json::object()}, {"answer", words(spec.answer)}, {"roles", json::array()}};
        for (const auto& arg : spec.args) {
            command["args"][std::string(arg.name)] = describe_arg(arg);
        }
        for (int i = 0; i < kRoles; ++i) {
            const auto role = static_cast<Role>(i);
            if (const auto scope = may({role}, spec.name)) {
                command["roles"].push_back(std::string(code(role)) +
                                           (*scope == Scope::own_counter ? "@own_counter" : ""));
            }
        }
        result[std::string(spec.name)] = std::move(command);
    }
    return result;
}

json describe_grants(const std::vector<Grant>& grants) {
    json result = json::object();
    for (const auto& grant : grants) {
        const std::string name =
            std::string(grant.what) + (grant.scope == Scope::own_counter ? "@own_counter" : "");
        result[name] = words(grant.fields);
    }
    return result;
}

json describe_roles() {
    json result = json::object();
    for (const auto& rule : role_rules()) {
        json role{{"rows", describe_grants(rule.rows)}, {"events", describe_grants(rule.events)}};
        role["private_alerts"] = rule.private_alerts;
        for (const auto hidden : rule.hidden_events) {
            role["hidden_events"].push_back(std::string(hidden));
        }
        result[std::string(code(rule.role))] = std::move(role);
    }
    return result;
}

/// One row of each kind with every optional field, so that the fields come from the encoder itself.
domain::HallView full_view() {
    const domain::TicketId ticket{domain::TerminalId("t"), domain::EpochId("e"), domain::Seq(1)};
    domain::TicketView row;
    row.id = ticket;
    row.counter.emplace();
    row.called_at.emplace();
    row.parked_until.emplace();
    row.return_until.emplace();
    row.then.emplace_back();
    row.appointment.emplace();
    domain::HallView view;
    view.hall.emplace();
    view.hall->day = domain::BusinessDay(std::chrono::year(2026), std::chrono::January, std::chrono::day(2));
    view.hall->messages.emplace_back();
    view.hall->tickets_refused = domain::RefusalCode::day_not_open;
    view.categories.emplace_back();
    view.categories[0].parent = "c";
    view.services.emplace_back();
    view.services[0].oldest_issued_at.emplace();
    view.services[0].expected.emplace();
    view.services[0].promises.emplace();
    view.services[0].refused.emplace();
    view.services[0].opens = "09:00";
    view.services[0].closes = "17:00";
    view.services[0].day_limit = 1;
    view.services[0].keeps = true;
    view.counters.emplace_back();
    view.counters[0].clerk.emplace();
    view.counters[0].also.emplace_back();
    view.counters[0].ticket = row;
    view.counters[0].rating = ticket;
    view.counters[0].parked.push_back(ticket);
    view.counters[0].messages.emplace_back();
    view.counters[0].auto_call = true;
    view.counters[0].wrap_up_until.emplace();
    view.counters[0].idle_since.emplace();
    view.tickets.push_back(row);
    view.tickets_gone.push_back(ticket);
    view.calls.emplace_back();
    view.devices.emplace_back();
    view.alerts.emplace_back();
    view.alerts[0].acknowledged_at.emplace();
    view.alerts_gone.emplace_back();
    view.diversions.push_back({{}, {}, {{"en", ""}}, 0, 0, {}, {}});
    view.visitors.emplace();
    return view;
}

json describe_rows() {
    json result = json::object();
    const json view = encode_view(full_view());
    for (const auto& [section, rows] : view.items()) {
        const json& row = rows.is_array() ? rows.at(0) : rows;
        json fields = json::array();
        if (row.is_object()) {
            for (const auto& [name, value] : row.items()) {
                fields.push_back(name);
            }
        }
        result[section] = std::move(fields);
    }
    return result;
}

template <std::size_t... I>
json event_types(std::index_sequence<I...> /*all*/) {
    json result = json::array();
    (result.push_back(
         std::string(domain::type_name(domain::Event(std::variant_alternative_t<I, domain::Event>{})))),
     ...);
    return result;
}

json describe_refusals() {
    json result = json::array();
    for (int i = 0; !domain::code(static_cast<domain::RefusalCode>(i)).empty(); ++i) {
        result.push_back(std::string(domain::code(static_cast<domain::RefusalCode>(i))));
    }
    return result;
}

}  // namespace

json describe() {
    // The last alternative stands for types this version does not know.
    json events = event_types(std::make_index_sequence<std::variant_size_v<domain::Event> - 1>{});
    events.push_back("rating.ended");
    return {{"version", kApiVersion},
            {"limits", {{"from_client", kMostFromClient}, {"from_server", kMostFromServer}}},
            {"messages",
             {{"client", {"hello", "cmd", "ping", "pong"}},
              {"server", {"snapshot", "event", "done", "bye", "ping", "pong"}}}},
            {"commands", describe_commands()},
            {"roles", describe_roles()},
            {"rows", describe_rows()},
            {"events", std::move(events)},
            {"refusals", describe_refusals()}};
}

}  // namespace jiaohao::wire::api
