// What the hall wants to reach, and what is told to the duty manager at once.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {

void read_targets(Table& top, KioskConfig& config) {
    auto table = top.table("targets");
    if (!table) {
        return;
    }
    domain::TargetConfig& targets = config.hall.targets;
    targets.wait = std::chrono::minutes{table->integer("wait_min", {1, 240}, 10)};
    targets.share = static_cast<double>(table->integer("share_percent", {1, 99}, 80)) / 100;
    targets.alert_wait = std::chrono::minutes{table->integer("alert_wait_min", {0, 480}, 30)};
    const int levels = domain::levels(config.hall.rating.scale);
    targets.alert_level = static_cast<std::uint32_t>(table->integer("alert_level", {0, 3}, 2));
    if (targets.alert_level >= static_cast<std::uint32_t>(levels) - 1) {
        table->problem(
            "alert_level",
            fmt::format("level {} of {} is a satisfied customer; allowed: 1 (the worst) to {}, or 0 "
                        "for no alerts",
                        targets.alert_level, levels, levels - 2));
    }
    targets.alert_no_counter = std::chrono::minutes{table->integer("alert_no_counter_min", {0, 240}, 10)};
    targets.alert_numbers_percent =
        static_cast<std::uint32_t>(table->integer("alert_numbers_percent", {0, 50}, 5));
    table->done();
    if (targets.alert_wait.count() > 0 && targets.alert_wait < targets.wait) {
        table->problem(
            "alert_wait_min",
            fmt::format("{} is below the target `wait_min` ({}); nobody would look at an alert that "
                        "is so common; give it the target or more, or 0 for no alerts",
                        targets.alert_wait.count(), targets.wait.count()));
    }
}

}  // namespace jiaohao::config
