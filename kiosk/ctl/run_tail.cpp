// `kioskctl tail`: like tail(1), oldest first, then what follows.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <ostream>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/run.hpp"
#include "kiosk/ctl/usage.hpp"

namespace jiaohao::ctl {

using Json = nlohmann::json;

std::optional<LineCount> read_lines(std::string_view text) {
    LineCount lines;
    lines.from_there = text.starts_with('+');
    if (lines.from_there || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    const auto read = std::from_chars(text.data(), text.data() + text.size(), lines.count);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole ? std::optional(lines) : std::nullopt;
}

void Run::learn_tickets(const Json& data) {
    for (const auto& event : data.at("events")) {
        names_.learn(event);
        if (const auto ticket = names_.unknown_ticket(event)) {
            const Ask answer = link_.call("ticket.get", {{"ticket", *ticket}});
            // The next question for events says that nobody is there, and whom else to ask about is not yet known.
            if (!answer) {
                return;
            }
            names_.learn(*ticket, *answer ? (*answer)->value("row", Json::object()).value("number", "") : "");
        }
    }
}

void Run::print_events(const Json& data) {
    if (options_.json) {
        for (const auto& event : data.at("events")) {
            out_ << event.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
        }
    } else {
        learn_tickets(data);
        out_ << printable(report_events(words_, names_, data), true);
    }
    out_.flush();
}

int Run::tail() {
    if (options_.lines.from_there && options_.from != 0) {
        err_ << words_.text("ctl.usage.two_beginnings") << "\n"
             << usage_hint(words_, "kioskctl tail") << "\n";
        return kUsage;
    }
    if (const auto learnt = learn_names(); !learnt) {
        return lost(learnt.error());
    }
    std::uint64_t from =
        options_.lines.from_there ? std::max<std::uint64_t>(options_.lines.count, 1) : options_.from;
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
            from = next > options_.lines.count ? next - options_.lines.count : 1;
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
