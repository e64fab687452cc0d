// `kioskctl tail`: like tail(1), oldest first, then what follows.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {

using Json = nlohmann::json;

void Run::print_events(const Json& data) {
    if (options_.json) {
        for (const auto& event : data.at("events")) {
            out_ << event.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
        }
    } else {
        out_ << report_events(words_, names_, data);
    }
    out_.flush();
}

int Run::tail() {
    if (const auto learnt = learn_names(); !learnt) {
        return lost(learnt.error());
    }
    std::uint64_t from = options_.from;
    // Without a first event: the newest are asked for to learn how far the journal has come.
    for (bool newest = from == 0;; newest = false) {
        const Ask answer = link_.call("events.tail", newest ? Json::object() : Json{{"from", from}});
        if (!answer) {
            return lost(answer.error());
        }
        if (!*answer) {
            return refused(answer->error());
        }
        const Json& data = **answer;
        const auto next = std::max<std::uint64_t>(data.at("next").get<std::uint64_t>(), 1);
        if (newest) {
            from = next > options_.lines ? next - options_.lines : 1;
            continue;
        }
        print_events(data);
        if (!out_) {
            return kDone;
        }
        from = next;
        if (!data.at("events").empty()) {
            continue;
        }
        if (!options_.follow) {
            return kDone;
        }
        // A lost connection shows at the next call, which makes it anew and goes on where it stopped.
        static_cast<void>(link_.wait_event(std::chrono::milliseconds(2000)));
    }
}

}  // namespace jiaohao::ctl
