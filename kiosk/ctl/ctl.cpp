// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/ctl.hpp"

#include <CLI/CLI.hpp>
#include <ostream>

#include "kiosk/ctl/grammar.hpp"
#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/run.hpp"
#include "kiosk/ctl/usage.hpp"

namespace jiaohao::ctl {

void Grammar::questions() {
    add("status", [](Run& run) { return run.status(); });
    add("tickets", [](Run& run) { return run.tickets(); });
    add("devices", [](Run& run) { return run.show("devices", report_devices); });
    add("figures", [](Run& run) { return run.show("figures", report_figures); });
    add("doctor", [](Run& run) { return run.show("doctor", report_doctor); });
    auto* scan = add("scan", [](Run& run) { return run.scan(); });
    scan->add_option("LINE", options_.line, words_.text("ctl.help.scan_line"))->required();
    scan->add_option("--least", options_.least, words_.text("ctl.help.least"))->check(CLI::Range(0, 65535));
    scan->add_option("--most", options_.most, words_.text("ctl.help.most"))->check(CLI::Range(0, 65535));
    add("test-print", [](Run& run) { return run.test_print(); })
        ->add_option("PRINTER", options_.printer, words_.text("ctl.help.printer"))
        ->required();
    auto* tail = add("tail", [](Run& run) { return run.tail(); });
    tail->add_option("--from", options_.from, words_.text("ctl.help.from"))->check(from_one(words_));
    tail->add_option_function<std::string>(
            "-n,--lines",
            [this](const std::string& text) {
                const auto lines = read_lines(text);
                if (!lines) {
                    throw CLI::ValidationError("--lines", words_.text("ctl.usage.lines", {{"value", text}}));
                }
                options_.lines = *lines;
            },
            words_.text("ctl.help.lines"))
        ->type_name("UINT");
    tail->add_flag("-f,--follow", options_.follow, words_.text("ctl.help.follow"));
}

void Grammar::tickets() {
    auto* issue = add("issue", [](Run& run) {
        const Options& o = run.options();
        Json args = given({{"service", o.service},
                           {"class", o.customer_class},
                           {"reference", o.reference},
                           {"language", o.ticket_language}});
        if (o.no_paper) {
            args["paper"] = false;
        }
        if (!o.then.empty()) {
            args["then"] = o.then;
        }
        return run.order("issue", "ticket.issue", args);
    });
    issue->add_option("SERVICE", options_.service, words_.text("ctl.help.service"))->required();
    issue->add_option("--class", options_.customer_class, words_.text("ctl.help.class"));
    issue->add_option("--reference", options_.reference, words_.text("ctl.help.reference"));
    issue->add_option("--ticket-language", options_.ticket_language, words_.text("ctl.help.ticket_language"));
    then_option(*issue);
    issue->add_flag("--no-paper", options_.no_paper, words_.text("ctl.help.no_paper"));
    auto* rate = add("rate", [](Run& run) { return run.rate(); });
    rate->add_option("TICKET", options_.ticket, words_.text("ctl.help.ticket"))->required();
    rate->add_option("LEVEL", options_.level, words_.text("ctl.help.level"))
        ->required()
        ->check(CLI::Validator(CLI::Range(1, 5)).description(""));
}

void Grammar::people_and_days() {
    auto* in = add("sign-in", [](Run& run) { return run.sign_in(); });
    in->add_option("CLERK", options_.clerk, words_.text("ctl.help.clerk"))->required();
    in->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))->required();
    in->add_option("--pin-file", options_.pin_file, words_.text("ctl.help.pin_file"));
    add("sign-out", [](Run& run) {
        return run.order("sign-out", "clerk.sign_out", given({{"counter", run.options().counter}}));
    })->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"));
    add("open-day",
        [](Run& run) {
            return run.order("open-day", "day.open", given({{"day", run.options().day}}));
        })
        ->add_option("DATE", options_.day, words_.text("ctl.help.date"))
        ->check(not_empty(words_));
    auto* resolve = add("resolve-alert", [](Run& run) {
        const Options& o = run.options();
        return run.order("resolve-alert", "alert.resolve", given({{"alert", o.alert}, {"done", o.done}}));
    });
    resolve->add_option("ALERT", options_.alert, words_.text("ctl.help.alert"))->required();
    resolve->add_option("DONE", options_.done, words_.text("ctl.help.resolve_done"))->required();
    add("acknowledge-alert",
        [](Run& run) {
            return run.order("acknowledge-alert", "alert.acknowledge",
                             given({{"alert", run.options().alert}}));
        })
        ->add_option("ALERT", options_.alert, words_.text("ctl.help.alert"))
        ->required();
    add("close-day", [](Run& run) { return run.close_day(); });
    for (const auto& [name, api] :
         {std::pair{"open-service", "service.open"}, std::pair{"close-service", "service.close"}}) {
        add(name,
            [name = std::string(name), api = std::string(api)](Run& run) {
                return run.order(name, api, given({{"service", run.options().service}}));
            })
            ->add_option("SERVICE", options_.service, words_.text("ctl.help.service"))
            ->required();
    }
}

/// What needs no daemon.
void Grammar::files() {
    if (!tools_.ticket_bytes) {
        return;
    }
    auto* bytes = add("ticket-bytes",
                      [this](Run& run) { return run.ticket_bytes(tools_.ticket_bytes(ticket_bytes_)); });
    bytes->add_option("--profile", ticket_bytes_.profile, words_.text("ctl.help.profile"))->required();
    bytes->add_option("--template", ticket_bytes_.layout, words_.text("ctl.help.template"));
    bytes->add_option("--data", ticket_bytes_.data, words_.text("ctl.help.data"))->required();
    bytes->add_option("--out", ticket_bytes_.out, words_.text("ctl.help.out"))->required();
}

void Grammar::lines() {
    auto* line = app_.add_subcommand("line", words_.text("ctl.help.line"));
    line->group(words_.text("ctl.label.Subcommands"));
    line->require_subcommand(1);
    auto* record = line->add_subcommand("record", words_.text("ctl.help.line_record"));
    record->callback([this] { action_ = [](Run& run) { return run.record_line(); }; });
    record->add_option("LINE", options_.line, words_.text("ctl.help.line_id"))->required();
    auto* off = record->add_flag("--off", options_.off, words_.text("ctl.help.line_off"));
    record->add_flag("--show", options_.show, words_.text("ctl.help.line_show"))->excludes(off);
    line_tool(*line, "decode");
    line_tool(*line, "replay");
}

/// What follows is for a program of its own, which knows the drivers.
void Grammar::line_tool(CLI::App& line, const std::string& verb) {
    auto* sub = line.add_subcommand(verb, words_.text("ctl.help.line_" + verb));
    sub->prefix_command()->fallthrough(false);
    sub->set_help_flag();
    sub->callback([this, sub, verb] {
        action_ = [verb, rest = sub->remaining()](Run& run) { return run.line_tool(verb, rest); };
    });
}

namespace {

/// Needed before the grammar is built, whose help speaks it.
void look_ahead(int argc, char** argv, Options& options) {
    const std::vector<std::string> all(argv, argv + argc);
    for (std::size_t i = 1; i < all.size(); ++i) {
        for (const auto& [name, into] :
             {std::pair{"--lang", &options.language}, std::pair{"--texts", &options.texts}}) {
            const std::string with_value = std::string(name) + "=";
            if (all[i] == name && i + 1 < all.size()) {
                *into = all[i + 1];
            } else if (all[i].starts_with(with_value)) {
                *into = all[i].substr(with_value.size());
            }
        }
    }
}

/// The catalogue, the API and JSON know no other text.
std::optional<std::string> not_utf8(const Words& words, int argc, char** argv) {
    const std::vector<std::string> all(argv, argv + argc);
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (!is_utf8(all[i])) {
            return words.text("ctl.usage.not_utf8", {{"n", std::to_string(i)}, {"what", all[i]}}) + "\n" +
                   usage_hint(words) + "\n";
        }
    }
    return std::nullopt;
}

int parse_and_run(int argc, char** argv, std::ostream& out, std::ostream& err, const Tools& tools) {
    Options options;
    look_ahead(argc, argv, options);
    const auto folder = find_catalogue(options.texts);
    if (!folder) {
        err << "kioskctl: no catalogue of texts found; name its folder with --texts\n";
        return kUsage;
    }
    Words words(i18n::Catalogue::load(*folder, "en").catalogue, options.language);
    if (const auto wrong = not_utf8(words, argc, argv)) {
        err << *wrong;
        return kUsage;
    }
    CLI::App app(words.text("ctl.help"), "kioskctl");
    translate_help(app, words);
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", JIAOHAO_VERSION, words.text("ctl.help.version"));
    app.add_option("--socket", options.socket, words.text("ctl.help.socket"))->envname("JIAOHAO_SOCKET");
    app.add_flag("--json", options.json, words.text("ctl.help.json"));
    app.add_option("--lang", options.language, words.text("ctl.help.lang"))
        ->check(CLI::IsMember({"zh_CN", "en"}));
    app.add_option("--texts", options.texts, words.text("ctl.help.texts"));
    Action action;
    // The commands' callbacks refer to it while app.parse() runs.
    Grammar grammar(app, options, words, tools, action);
    grammar.declare();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return app.exit(error, out, err) == 0 ? kDone : kUsage;
        }
        err << usage_error(words, app, error);
        return kUsage;
    }
    Run run(options, std::move(words), out, err);
    return action(run);
}

}  // namespace

int run_ctl(int argc, char** argv, std::ostream& out, std::ostream& err, const Tools& tools) {
    try {
        return parse_and_run(argc, argv, out, err, tools);
    } catch (const std::exception& error) {
        err << "kioskctl: " << error.what() << "\n";
        return kUnreachable;
    }
}

}  // namespace jiaohao::ctl
