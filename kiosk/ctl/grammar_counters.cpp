// Commands of counters, of those who work there and of their customers' ways.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "kiosk/ctl/grammar.hpp"

namespace jiaohao::ctl {
namespace {

/// "pay=2": a service and how often it was done; "pay" alone is once.
std::optional<std::pair<std::string, std::uint32_t>> read_done(const std::string& text) {
    const auto sign = text.find('=');
    if (sign == std::string::npos) {
        return std::pair{text, 1U};
    }
    std::uint32_t times = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + sign + 1, end, times);
    const bool good = sign > 0 && read.ec == std::errc{} && read.ptr == end;
    return good ? std::optional(std::pair{text.substr(0, sign), times}) : std::nullopt;
}

}  // namespace

void Grammar::counters() {
    counter_order("call", "counter.call_next");
    auto* pick = add("pick", [](Run& run) { return run.pick(); });
    pick->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    pick->add_option("TICKET", options_.ticket, words_.text("ctl.help.ticket"))->required();
    pick->add_option("--reason", options_.reason, words_.text("ctl.help.pick_reason"));
    counter_order("recall", "counter.recall");
    counter_order("no-show", "counter.no_show");
    counter_order("start", "counter.start");
    counter_order("resume", "counter.resume_ticket");
    counter_order("open-counter", "counter.open");
    counter_order("close-counter", "counter.close");
    auto* transfer = add("transfer", [](Run& run) {
        const Options& o = run.options();
        return run.order("transfer", "counter.transfer",
                         given({{"counter", o.counter},
                                {"service", o.to},
                                {"to_counter", o.to_counter},
                                {"to_clerk", o.to_clerk}}));
    });
    transfer->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    transfer->add_option("--to", options_.to, words_.text("ctl.help.to"));
    transfer->add_option("--to-counter", options_.to_counter, words_.text("ctl.help.to_counter"));
    transfer->add_option("--to-clerk", options_.to_clerk, words_.text("ctl.help.to_clerk"));
    auto* pause = add("pause", [](Run& run) {
        const Options& o = run.options();
        return run.order("pause", "counter.pause", given({{"counter", o.counter}, {"reason", o.reason}}));
    });
    pause->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    pause->add_option("--reason", options_.reason, words_.text("ctl.help.reason"));
}

void Grammar::then_option(CLI::App& command) {
    command.add_option("--then", options_.then, words_.text("ctl.help.then"))
        ->delimiter(',')
        ->type_name("TEXT");
}

void Grammar::serving() {
    auto* finish = add("finish", [](Run& run) {
        const Options& o = run.options();
        Json args = given({{"counter", o.counter}, {"outcome", o.outcome}});
        args["ask_rating"] = !o.no_rating;
        for (const auto& [service, times] : o.done_of) {
            args["done"][service] = times;
        }
        if (!o.then.empty()) {
            args["then"] = o.then;
        }
        return run.order("finish", "counter.finish", args);
    });
    finish->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    finish->add_option("--outcome", options_.outcome, words_.text("ctl.help.outcome"));
    finish->add_flag("--no-rating", options_.no_rating, words_.text("ctl.help.no_rating"));
    finish
        ->add_option_function<std::vector<std::string>>(
            "--done",
            [this](const std::vector<std::string>& all) {
                for (const std::string& one : all) {
                    const auto done = read_done(one);
                    if (!done) {
                        throw CLI::ValidationError("--done", words_.text("ctl.usage.done", {{"value", one}}));
                    }
                    if (!options_.done_of.emplace(*done).second) {
                        throw CLI::ValidationError(
                            "--done", words_.text("ctl.usage.done_twice", {{"service", done->first}}));
                    }
                }
            },
            words_.text("ctl.help.done"))
        ->delimiter(',')
        ->type_name("TEXT");
    then_option(*finish);
    auto* park = add("park", [](Run& run) {
        const Options& o = run.options();
        Json args = given({{"counter", o.counter}});
        if (o.minutes > 0) {
            // However many there are: the hall names its own limit, which is below this.
            args["minutes"] = std::min<std::uint64_t>(o.minutes, 1'000'000);
        }
        return run.order("park", "counter.park", args);
    });
    park->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    park->add_option("--minutes", options_.minutes, words_.text("ctl.help.minutes"))->check(from_one(words_));
}

void Grammar::visits() {
    counter_order("ready", "counter.ready");
    counter_order("call-help", "counter.help");
    for (const auto& [name, api] :
         {std::pair{"unpark", "ticket.unpark"}, std::pair{"return", "ticket.return"}}) {
        add(name, [name = std::string(name),
                   api = std::string(api)](Run& run) { return run.about_ticket(name, api); })
            ->add_option("TICKET", options_.ticket, words_.text("ctl.help.ticket"))
            ->required();
    }
    for (const auto& [name, api] :
         {std::pair{"message", "counter.message"}, std::pair{"read-message", "counter.message_read"}}) {
        auto* command = add(name, [name = std::string(name), api = std::string(api)](Run& run) {
            const Options& o = run.options();
            return run.order(name, api, given({{"counter", o.counter}, {"message", o.message}}));
        });
        command->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
        command
            ->add_option("MESSAGE", options_.message, words_.text(std::string("ctl.help.message_of_") + name))
            ->required();
    }
}

}  // namespace jiaohao::ctl
