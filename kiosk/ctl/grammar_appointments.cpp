// Appointments, and visits without a ticket.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/grammar.hpp"

namespace jiaohao::ctl {

void Grammar::appointments() {
    auto* all = app_.add_subcommand("appointments", words_.text("ctl.help.appointments"));
    all->group(words_.text("ctl.label.Subcommands"));
    all->require_subcommand(1);
    const auto verb = [&](const std::string& name, Action action) {
        auto* sub = all->add_subcommand(name, words_.text("ctl.help.appointments_" + name));
        sub->callback([this, action = std::move(action)] { action_ = action; });
        return sub;
    };
    auto* in = verb("import", [](Run& run) { return run.import_appointments(); });
    in->add_option("FILE", options_.file, words_.text("ctl.help.appointments_file"))->required();
    in->add_option("--service", options_.service, words_.text("ctl.help.appointments_service"));
    in->add_option("--zone", options_.zone, words_.text("ctl.help.appointments_zone"));
    in->add_option("--days", options_.days, words_.text("ctl.help.appointments_days"))
        ->check(CLI::Range(1, 400));
    in->add_flag("--dry-run", options_.dry_run, words_.text("ctl.help.appointments_dry_run"));
    auto* list = verb("list", [](Run& run) { return run.list_appointments(); });
    list->add_option("--day", options_.day, words_.text("ctl.help.appointments_day"))
        ->check(not_empty(words_));
    verb("cancel",
         [](Run& run) {
             return run.order("appointments-cancel", "appointment.cancel",
                              given({{"appointment", run.options().appointment}}));
         })
        ->add_option("APPOINTMENT", options_.appointment, words_.text("ctl.help.appointments_id"))
        ->required();
    auto* check_in = add("check-in", [](Run& run) {
        const Options& o = run.options();
        Json args = given({{"code", o.code}, {"language", o.ticket_language}});
        if (o.no_paper) {
            args["paper"] = false;
        }
        return run.order("issue", "appointment.check_in", args);
    });
    check_in->add_option("CODE", options_.code, words_.text("ctl.help.code"))->required();
    check_in->add_option("--ticket-language", options_.ticket_language,
                         words_.text("ctl.help.ticket_language"));
    check_in->add_flag("--no-paper", options_.no_paper, words_.text("ctl.help.no_paper"));
    auto* visit = add("visit", [](Run& run) {
        const Options& o = run.options();
        return run.order("visit", "visit.note", given({{"purpose", o.purpose}, {"service", o.service}}));
    });
    visit->add_option("PURPOSE", options_.purpose, words_.text("ctl.help.purpose"))->required();
    visit->add_option("--service", options_.service, words_.text("ctl.help.visit_service"));
}

}  // namespace jiaohao::ctl
