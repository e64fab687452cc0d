// Appointments, what is offered instead of waiting, and visits without a ticket.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

using std::chrono::minutes;

const TextRule kPurposeText{0, 32, {}, "a purpose"};
/// Each has its words in the catalogue ("visit.<purpose>").
const std::vector<std::string> kPurposes{"question", "guidance", "trial", "pick_up", "complaint", "other"};
const std::vector<std::string> kTargets{"self_service", "hotline", "web_hall", "app", "service", "later"};
constexpr std::size_t kMostDiversions = 50;

void check_service(const Table& table, std::string_view key, const KioskConfig& config,
                   const domain::ServiceId& id) {
    if (config.hall.service(id) == nullptr) {
        table.problem(key, fmt::format("there is no service \"{}\"", id.get()));
    }
}

void read_target(Table& table, const KioskConfig& config, domain::DiversionConfig& rule) {
    const std::string target = table.choice("to", kTargets);
    rule.target = domain::from_code<domain::DiversionTarget>(target).value_or(domain::DiversionTarget::later);
    const bool service = target == "service";
    if (table.has("service")) {
        rule.to_service = read_id<domain::ServiceId>(table, "service");
        check_service(table, "service", config, *rule.to_service);
    }
    if (service != rule.to_service.has_value()) {
        table.problem("service", service ? "`to` is \"service\": name the service to go to"
                                         : "only with `to` = \"service\"");
    }
    rule.takes = minutes{table.integer("takes_min", {0, 480}, 0)};
    if (service && table.has("takes_min")) {
        table.problem("takes_min", "a service has its own expected wait; leave this out");
    }
}

domain::DiversionConfig read_diversion(Table& table, const KioskConfig& config) {
    domain::DiversionConfig rule;
    rule.id = read_id<domain::DiversionId>(table, "id");
    read_target(table, config, rule);
    const std::vector<std::string> services = table.texts("services", kIdText);
    for (std::size_t i = 0; i < services.size(); ++i) {
        rule.services.emplace_back(services[i]);
        if (config.hall.service(rule.services.back()) == nullptr) {
            table.problem_at("services", i, fmt::format("there is no service \"{}\"", services[i]));
        } else if (rule.to_service == rule.services.back()) {
            table.problem_at("services", i,
                             fmt::format("\"{}\" is the service to go to; nobody is sent from a service to "
                                         "itself",
                                         services[i]));
        }
    }
    rule.from_wait = minutes{table.integer("from_wait_min", {0, 480}, 10)};
    rule.hours = read_spans(table, "hours");
    if (table.has("text")) {
        rule.text = read_own_text(table, "text", config.hall.languages);
    }
    table.done();
    return rule;
}

}  // namespace

void read_appointments(Table& top, KioskConfig& config) {
    auto table = top.table("appointments");
    if (!table) {
        return;
    }
    domain::AppointmentConfig& rule = config.hall.appointments;
    rule.earliest = minutes{table->integer("earliest_min", {0, 1440}, 60)};
    rule.latest = minutes{table->integer("latest_min", {0, 1440}, 15)};
    rule.late = domain::from_code<domain::LateRule>(
                    table->choice("late", {"as_walk_in", "keep_place", "refuse"}, "as_walk_in"))
                    .value_or(domain::LateRule::as_walk_in);
    rule.most = static_cast<std::uint32_t>(table->integer("most", {1, 20000}, 5000));
    table->done();
}

void read_diversions(Table& top, KioskConfig& config) {
    auto& rules = config.hall.diversions;
    for (Table& table : top.tables("diversion", kMostDiversions)) {
        domain::DiversionConfig rule = read_diversion(table, config);
        if (std::ranges::find(rules, rule.id, &domain::DiversionConfig::id) != rules.end()) {
            table.problem("id", fmt::format("\"{}\" is another diversion's id", rule.id.get()));
        }
        rules.push_back(std::move(rule));
    }
}

void read_visit_purposes(Table& hall, KioskConfig& config) {
    std::vector<std::string> purposes =
        hall.texts("visit_purposes", kPurposeText, kPurposes, 0, kPurposes.size());
    if (hall.has("visit_purposes")) {
        config.hall.visit_purposes = std::move(purposes);
    }
}

}  // namespace jiaohao::config
