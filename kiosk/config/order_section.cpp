// In which order tickets are called.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

const TextRule kClassText{0, 32, {}, "a class"};
const std::vector<std::string> kClasses{"appointment", "vip", "priority", "group"};
const TextRule kPickText{0, 32, {}, "a reason"};
/// Each has its words in the catalogue ("pick.<code>").
const std::vector<std::string> kPickReasons{"unwell", "short_question", "came_back", "with_another",
                                            "manager"};

}  // namespace

void read_order(Table& top, KioskConfig& config) {
    auto table = top.table("order");
    if (!table) {
        return;
    }
    domain::OrderConfig& order = config.hall.order;
    const std::vector<std::string> first = table->texts("first", kClassText, kClasses, 0, kClasses.size());
    if (table->has("first")) {
        order.first.clear();
        for (const std::string& one : first) {
            order.first.push_back(
                domain::from_code<domain::CustomerClass>(one).value_or(domain::CustomerClass::ordinary));
        }
    }
    order.turn_after = static_cast<std::uint32_t>(table->integer("turn_after", {1, 100}, 3));
    order.most_overtakes =
        static_cast<std::uint32_t>(table->integer("most_overtakes", {1, domain::most_overtakes_allowed}, 10));
    order.longest_overtaken = std::chrono::minutes{table->integer("longest_overtaken_min", {1, 1440}, 30)};
    std::vector<std::string> reasons =
        table->texts("pick_reasons", kPickText, kPickReasons, 0, kPickReasons.size());
    if (table->has("pick_reasons")) {
        order.pick_reasons = std::move(reasons);
    }
    order.pick_reason_needed = table->boolean("pick_reason_needed", false);
    if (order.pick_reason_needed && order.pick_reasons.empty()) {
        table->problem("pick_reason_needed", "nobody could be picked: `pick_reasons` names none");
    }
    table->done();
}

}  // namespace jiaohao::config
