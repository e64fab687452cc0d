// Applies the list of api_roles.cpp to rows, events and commands.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <nlohmann/json.hpp>

#include "kiosk/domain/types/views.hpp"
#include "kiosk/wire/api_roles.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, kRoles> kCodes{"guest",      "terminal", "display", "pad",
                                                      "clerk",      "guide",    "manager", "technician",
                                                      "integrator", "satellite"};

bool covers(std::string_view pattern, std::string_view name) {
    if (pattern == "*" || pattern == name) {
        return true;
    }
    return pattern.ends_with(".*") && name.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool lists(std::string_view fields, std::string_view name) {
    while (!fields.empty()) {
        const auto end = fields.find(' ');
        if (fields.substr(0, end) == name) {
            return true;
        }
        fields = end == std::string_view::npos ? std::string_view{} : fields.substr(end + 1);
    }
    return false;
}

/// Grants that apply to one row or event, added up.
struct Sight {
    bool any = false;
    bool all_fields = false;
    std::vector<std::string_view> lists_of_fields;

    void add(std::string_view fields) {
        any = true;
        all_fields = all_fields || fields == "*";
        lists_of_fields.push_back(fields);
    }
    [[nodiscard]] json cut(const json& full) const {
        if (all_fields) {
            return full;
        }
        json result = json::object();
        for (const auto& [name, value] : full.items()) {
            for (const auto fields : lists_of_fields) {
                if (lists(fields, name)) {
                    result[name] = value;
                }
            }
        }
        return result;
    }
};

bool in_scope(Scope scope, const Viewer& viewer, std::string_view counter) {
    return scope == Scope::any || (!viewer.counter.empty() && viewer.counter == counter);
}

std::string_view text_at(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string()
               ? std::string_view(found->get_ref<const std::string&>())
               : std::string_view{};
}

bool row_covered(const Grant& grant, std::string_view section, const json& row) {
    if (covers(grant.what, section)) {
        return true;
    }
    return section == "devices" && grant.what == "devices.printer" && text_at(row, "kind") == "printer";
}

/// What a clerk's customer said is for managers; a technician hears of all other alerts.
bool is_private(std::string_view alert) {
    return alert.starts_with(domain::private_alerts);
}

bool covers_alert(const RoleRule& rule, std::string_view alert) {
    return rule.private_alerts || !is_private(alert);
}

/// Rows have an id; of rows that went there is nothing else.
std::string_view alert_of_row(std::string_view section, const json& row) {
    if (section != "alerts") {
        return {};
    }
    return row.is_string() ? std::string_view(row.get_ref<const std::string&>()) : text_at(row, "id");
}

Sight sight_of_row(std::string_view section, const json& row, const Viewer& viewer) {
    Sight sight;
    const auto counter = section == "counters" ? text_at(row, "id") : std::string_view{};
    for (const auto& rule : role_rules()) {
        if (!viewer.roles.has(rule.role) || !covers_alert(rule, alert_of_row(section, row))) {
            continue;
        }
        for (const auto& grant : rule.rows) {
            if (row_covered(grant, section, row) && in_scope(grant.scope, viewer, counter)) {
                sight.add(grant.fields);
            }
        }
    }
    return sight;
}

/// Ids of rows that went follow the rows.
std::string_view section_of(std::string_view key) {
    return key.ends_with("_gone") ? key.substr(0, key.size() - 5) : key;
}

void keep_rows(const std::string& key, const json& rows, const Viewer& viewer, json& into) {
    for (const auto& row : rows) {
        const Sight sight = sight_of_row(section_of(key), row, viewer);
        if (sight.any) {
            into[key].push_back(row.is_object() ? sight.cut(row) : row);
        }
    }
}

Sight sight_of_event(std::string_view type, const json& data, const Viewer& viewer) {
    Sight sight;
    const auto alert = type.starts_with("alert.") ? text_at(data, "alert") : std::string_view{};
    for (const auto& rule : role_rules()) {
        bool hidden = !viewer.roles.has(rule.role) || !covers_alert(rule, alert);
        for (const auto one : rule.hidden_events) {
            hidden = hidden || one == type;
        }
        for (const auto& grant : rule.events) {
            if (!hidden && covers(grant.what, type) &&
                in_scope(grant.scope, viewer, text_at(data, "counter"))) {
                sight.add(grant.fields);
            }
        }
    }
    return sight;
}

}  // namespace

std::string_view code(Role role) {
    return kCodes[static_cast<std::size_t>(role)];
}

std::optional<Role> role_from_code(std::string_view text) {
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
        if (kCodes[i] == text) {
            return static_cast<Role>(i);
        }
    }
    return std::nullopt;
}

std::vector<std::string> codes(RoleSet roles) {
    std::vector<std::string> result;
    for (int i = 0; i < kRoles; ++i) {
        if (roles.has(static_cast<Role>(i))) {
            result.emplace_back(code(static_cast<Role>(i)));
        }
    }
    return result;
}

json filter_view(const json& view, const Viewer& viewer) {
    json result = json::object();
    for (const auto& [key, rows] : view.items()) {
        if (rows.is_array()) {
            keep_rows(key, rows, viewer, result);
        } else if (const Sight sight = sight_of_row(key, rows, viewer); sight.any) {
            result[key] = sight.cut(rows);
        }
    }
    return result;
}

std::optional<json> filter_event(const json& event, const Viewer& viewer) {
    const std::string type(text_at(event, "type"));
    const json& data = event.at("data");
    json result{{"type", type}, {"at", event.at("at")}};
    if (viewer.roles.has(Role::manager)) {
        result["seq"] = event.at("seq");
    }
    if (const Sight sight = sight_of_event(type, data, viewer); sight.any) {
        result["data"] = sight.cut(data);
        return result;
    }
    if (type != "rating.given" && type != "rating.missed") {
        return std::nullopt;
    }
    if (!sight_of_event("rating.ended", data, viewer).any) {
        return std::nullopt;
    }
    result["type"] = "rating.ended";
    result["data"] = {{"ticket", data.at("ticket")}, {"counter", data.at("counter")}};
    return result;
}

std::optional<Scope> may(RoleSet roles, std::string_view command) {
    std::optional<Scope> best;
    for (const auto& rule : role_rules()) {
        if (!roles.has(rule.role) || command.starts_with("debug.")) {
            continue;
        }
        for (const auto& grant : rule.commands) {
            if (covers(grant.what, command) && best != Scope::any) {
                best = grant.scope;
            }
        }
    }
    return best;
}

}  // namespace jiaohao::wire::api
