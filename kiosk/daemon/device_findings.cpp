// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_findings.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace jiaohao::daemon {
namespace {

using api::Finding;
using Level = Finding::Level;

Level level_of(const std::string& state) {
    const bool bad = state == "fault" || state == "lost";
    return bad ? Level::error : state == "ready" ? Level::ok : Level::warning;
}

std::string without_advice(Level level, const std::string& kind) {
    if (level == Level::ok) {
        return "device_ready";
    }
    // Whoever presses a key of these hears of them.
    const bool has_keys = kind == "pad" || kind == "handset";
    return (has_keys ? "device" : kind) + "_unheard";
}

}  // namespace

std::vector<Finding> device_findings(const nlohmann::json& rows) {
    std::vector<Finding> findings;
    for (const nlohmann::json& row : rows) {
        const auto device = row.at("id").get<std::string>();
        const auto state = row.at("state").get<std::string>();
        const Level level = level_of(state);
        const nlohmann::json& advice = row.at("advice");
        if (advice.empty()) {
            findings.push_back({level,
                                without_advice(level, row.at("kind").get<std::string>()),
                                {{"device", device}, {"state", state}}});
        }
        for (const nlohmann::json& one : advice) {
            auto params = one.at("params").get<std::map<std::string, std::string>>();
            params["device"] = device;
            params["state"] = state;
            params["fault"] = row.at("fault").get<std::string>();
            params["advice"] = one.at("id").get<std::string>();
            // A port that is not as it should be although the device is well.
            findings.push_back(
                {level == Level::ok ? Level::warning : level, "device_trouble", std::move(params)});
        }
    }
    return findings;
}

}  // namespace jiaohao::daemon
