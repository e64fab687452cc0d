// `kioskctl scan` and `kioskctl test-print`: begun on a device, asked after until done.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <ostream>
#include <thread>

#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {
namespace {

constexpr std::chrono::milliseconds kBetween{300};
/// Without anything new: the line is down, or the printer waits for staff.
constexpr std::chrono::seconds kPatience{30};

}  // namespace

int Run::ask_until(const std::string& api, Json args, const std::function<bool(const Json&)>& finished,
                   std::string (*report)(const Words&, const Json&)) {
    auto end = std::chrono::steady_clock::now() + kPatience;
    Json before;
    while (true) {
        const Ask answer = link_.call(api, args);
        if (!answer) {
            return lost(answer.error());
        }
        if (!*answer) {
            return refused(answer->error(), {}, args);
        }
        if (finished(**answer) || std::chrono::steady_clock::now() >= end) {
            return print(**answer, [&] { return report(words_, **answer); });
        }
        if (**answer != before) {
            before = **answer;
            end = std::chrono::steady_clock::now() + kPatience;
        }
        args["start"] = false;
        std::this_thread::sleep_for(kBetween);
    }
}

int Run::scan() {
    const int code = ask_until(
        "device.scan", {{"line", options_.line}, {"least", options_.least}, {"most", options_.most}},
        [](const Json& stands) { return stands.value("finished", false); }, report_scan);
    if (code == kRefused && !options_.json) {
        name_lines();
    }
    return code;
}

void Run::name_lines() {
    const Ask answer = link_.call("devices", Json::object());
    if (!answer || !*answer) {
        return;
    }
    std::string lines;
    for (const Json& device : (**answer).value("devices", Json::array())) {
        const std::string id = device.value("kind", "") == "line" ? device.value("id", "") : "";
        if (id == options_.line) {
            return;  // it is one: refused for another reason
        }
        lines += id.empty() ? "" : (lines.empty() ? "" : ", ") + printable(id);
    }
    err_ << words_.text(lines.empty() ? "ctl.scan.no_lines" : "ctl.scan.lines", {{"lines", lines}}) << "\n";
}

int Run::test_print() {
    std::string state;
    const int code = ask_until(
        "device.test_print", {{"printer", options_.printer}},
        [&state](const Json& stands) {
            state = stands.value("state", "");
            return state != "printing";
        },
        report_test_print);
    return code == kDone && state != "printed" ? kRefused : code;
}

}  // namespace jiaohao::ctl
