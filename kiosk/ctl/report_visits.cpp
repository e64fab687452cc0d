// What became of offers, and who came without a ticket: lines of `kioskctl status`.
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "kiosk/ctl/report_parts.hpp"

namespace jiaohao::ctl {

std::string report_visits(const Words& words, const nlohmann::json& view) {
    std::string text;
    const auto visitors = view.find("visitors");
    if (visitors != view.end() && visitors->value("asked", 0U) > 0) {
        text += words.text("ctl.status.visitors", {{"asked", at(*visitors, "asked")},
                                                   {"tickets", at(*visitors, "tickets")},
                                                   {"showings", at(*visitors, "showings")}}) +
                "\n";
        const auto visits = visitors->value("visits", nlohmann::json::object());
        for (const auto& [purpose, n] : visits.items()) {
            text += words.text("ctl.status.visit",
                               {{"purpose", coded(words, "visit", purpose)}, {"n", n.dump()}}) +
                    "\n";
        }
    }
    for (const auto& row : view.value("diversions", nlohmann::json::array())) {
        text += words.text("ctl.status.diversion", {{"id", at(row, "id")},
                                                    {"offered", at(row, "offered")},
                                                    {"taken", at(row, "taken")},
                                                    {"saving", at(row, "saving_taken_min")}}) +
                "\n";
    }
    return text;
}

}  // namespace jiaohao::ctl
