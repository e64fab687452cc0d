// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/run.hpp"

#include <cstdlib>
#include <ctime>
#include <ostream>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/prompt.hpp"
#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/report_parts.hpp"

namespace jiaohao::ctl {

using Json = nlohmann::json;

void Run::show_times_in(const std::string& zone) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): this program has one thread.
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
}

int Run::lost(const Unreachable& why) {
    if (options_.json) {
        out_ << Json{{"unreachable",
                      {{"code", why.code}, {"detail", why.detail}, {"socket", options_.socket}}}}
                    .dump(-1, ' ', false, Json::error_handler_t::replace)
             << "\n";
    }
    std::string id = "ctl.unreachable." + why.code;
    if (const std::string closer = id + "." + why.detail; words_.has(closer)) {
        id = closer;
    }
    err_ << words_.text(words_.has(id) ? id : "ctl.unreachable.lost",
                        {{"socket", options_.socket}, {"detail", why.detail}})
         << "\n";
    return kUnreachable;
}

namespace {

/// Of no other problem: a PIN that is too long is an argument, too.
wire::api::RefusalText with_given(wire::api::RefusalText refusal, const Json& args) {
    const auto problem = refusal.params.find("problem");
    const auto argument = refusal.params.find("argument");
    if (argument != refusal.params.end() && problem != refusal.params.end() &&
        problem->second == "not_listed") {
        refusal.params["given"] = at(args, argument->second.c_str());
    }
    return refusal;
}

}  // namespace

int Run::refused(const wire::api::RefusalText& refusal, std::string_view command, const Json& args) {
    if (options_.json) {
        out_ << Json{{"error", {{"code", refusal.code}, {"params", refusal.params}}}}.dump() << "\n";
    } else {
        err_ << words_.refusal(with_given(refusal, args), command) << "\n";
    }
    return kRefused;
}

int Run::print(const Json& data, const std::function<std::string()>& human) {
    if (options_.json) {
        out_ << data.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else {
        out_ << printable(human(), true);
    }
    return kDone;
}

Result<void, Unreachable> Run::learn_names() {
    const auto snapshot = link_.greet();
    if (!snapshot) {
        return fail(snapshot.error());
    }
    names_ = Names(words_, snapshot->value("view", Json::object()));
    return {};
}

int Run::order(const std::string& command, const std::string& api, Json args) {
    if (const auto counter = args.find("counter"); counter != args.end()) {
        if (const auto learnt = learn_names(); !learnt) {
            return lost(learnt.error());
        }
        const auto id = names_.counter_id(counter->get<std::string>());
        if (!id) {
            return refused({"counter_unknown", {{"counter", counter->get<std::string>()}}});
        }
        *counter = *id;
    }
    const Ask answer = link_.call(api, args);
    if (!answer) {
        return lost(answer.error());
    }
    if (!*answer) {
        return refused(answer->error(), command, args);
    }
    return print(**answer, [&] {
        Json shown = args;
        shown.erase("pin");
        shown.update(**answer);
        if (shown.contains("counter")) {
            shown["counter"] = names_.counter(shown["counter"].get<std::string>());
        }
        return report_done(words_, command, shown);
    });
}

int Run::show(const std::string& api, std::string (*report)(const Words&, const Json&)) {
    const Ask answer = link_.call(api, Json::object());
    if (!answer) {
        return lost(answer.error());
    }
    if (!*answer) {
        return refused(answer->error());
    }
    return print(**answer, [&] { return report(words_, **answer); });
}

int Run::status() {
    const auto snapshot = link_.greet();
    if (!snapshot) {
        return lost(snapshot.error());
    }
    const Ask answer = link_.call("status", Json::object());
    if (!answer) {
        return lost(answer.error());
    }
    if (!*answer) {
        return refused(answer->error());
    }
    const Json view = snapshot->value("view", Json::object());
    return print({{"view", view}, {"status", **answer}},
                 [&] { return report_status(words_, view, **answer); });
}

int Run::tickets() {
    const auto snapshot = link_.greet();
    if (!snapshot) {
        return lost(snapshot.error());
    }
    const Json view = snapshot->value("view", Json::object());
    return print({{"tickets", view.value("tickets", Json::array())}},
                 [&] { return report_tickets(words_, view); });
}

Result<std::string, Unreachable> Run::ticket_id() {
    if (options_.ticket.find('/') != std::string::npos) {
        return options_.ticket;
    }
    const auto snapshot = link_.greet();
    if (!snapshot) {
        return fail(snapshot.error());
    }
    const Json view = snapshot->value("view", Json::object());
    for (const auto& ticket : view.value("tickets", Json::array())) {
        if (ticket.value("number", "") == options_.ticket) {
            return ticket.at("id").get<std::string>();
        }
    }
    // A ticket whose rating is asked for is done already: only its counter still names it.
    for (const auto& counter : view.value("counters", Json::array())) {
        const std::string id = counter.value("rating", "");
        if (id.empty()) {
            continue;
        }
        const Ask answer = link_.call("ticket.get", {{"ticket", id}});
        if (!answer) {
            return fail(answer.error());
        }
        if (*answer && (**answer).at("row").value("number", "") == options_.ticket) {
            return id;
        }
    }
    return std::string{};
}

int Run::rate() {
    const auto id = ticket_id();
    if (!id) {
        return lost(id.error());
    }
    if (id->empty()) {
        return refused({"ticket_unknown", {{"ticket", options_.ticket}}}, "number");
    }
    return order("rate", "rating.give", {{"ticket", *id}, {"level", options_.level}});
}

int Run::about_ticket(const std::string& command, const std::string& api) {
    const auto id = ticket_id();
    if (!id) {
        return lost(id.error());
    }
    if (id->empty()) {
        return refused({"ticket_unknown", {{"ticket", options_.ticket}}}, "number");
    }
    return order(command, api, {{"ticket", *id}});
}

int Run::pick() {
    const auto id = ticket_id();
    if (!id) {
        return lost(id.error());
    }
    if (id->empty()) {
        return refused({"ticket_unknown", {{"ticket", options_.ticket}}}, "number");
    }
    Json args{{"counter", options_.counter}, {"ticket", *id}};
    if (!options_.reason.empty()) {
        args["reason"] = options_.reason;
    }
    return order("call", "counter.call_ticket", std::move(args));
}

int Run::close_day() {
    const auto before = link_.greet();
    if (!before) {
        return lost(before.error());
    }
    const Ask answer = link_.call("day.close", Json::object());
    if (!answer) {
        return lost(answer.error());
    }
    if (!*answer) {
        return refused(answer->error(), "close-day");
    }
    return print(**answer, [&] {
        return report_done(words_, "close-day", **answer) +
               report_left(words_, before->value("view", Json::object()));
    });
}

int Run::sign_in() {
    const auto pin =
        options_.pin_file.empty() ? ask_pin(words_.text("ctl.pin")) : read_pin(options_.pin_file);
    if (!pin || !is_utf8(*pin)) {
        const std::string detail = pin ? words_.text("ctl.pin.not_utf8") : pin.error();
        err_ << words_.text("ctl.pin.unreadable", {{"detail", detail}}) << "\n";
        return kUsage;
    }
    return order("sign-in", "clerk.sign_in",
                 {{"clerk", options_.clerk}, {"pin", *pin}, {"counter", options_.counter}});
}

}  // namespace jiaohao::ctl
