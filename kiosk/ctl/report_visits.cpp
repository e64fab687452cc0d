// What became of offers, and who came without a ticket: lines of `kioskctl status`.
// Whose visit the end of the day ended.
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/ctl/report.hpp"
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

std::string report_left(const Words& words, const nlohmann::json& before) {
    std::set<std::string> keeping;
    for (const auto& service : before.value("services", nlohmann::json::array())) {
        if (service.value("keeps", false)) {
            keeping.insert(at(service, "id"));
        }
    }
    std::size_t expired = 0;
    std::size_t kept = 0;
    for (const auto& ticket : before.value("tickets", nlohmann::json::array())) {
        const std::string status = at(ticket, "status");
        if (status == "called") {
            ++expired;
        } else if (status == "waiting" || status == "parked") {
            ++(keeping.contains(at(ticket, "service")) ? kept : expired);
        }
    }
    std::string text;
    for (const auto& [id, n] :
         {std::pair{"ctl.done.close-day.expired", expired}, std::pair{"ctl.done.close-day.kept", kept}}) {
        text += n == 0 ? "" : words.text(id, {{"n", std::to_string(n)}}) + "\n";
    }
    return text.empty() ? words.text("ctl.done.close-day.nobody") + "\n" : text;
}

}  // namespace jiaohao::ctl
