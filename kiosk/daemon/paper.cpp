// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/paper.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <vector>

#include "kiosk/base/told_wait.hpp"

namespace jiaohao::daemon {
namespace {

using Words = i18n::Params;
using Align = ports::PaperLine::Align;

std::string own(const domain::OwnText& text, const std::string& language,
                const std::vector<std::string>& fallbacks) {
    if (const auto exact = text.find(language); exact != text.end()) {
        return exact->second;
    }
    for (const std::string& fallback : fallbacks) {
        if (const auto other = text.find(fallback); other != text.end()) {
            return other->second;
        }
    }
    return text.empty() ? "" : text.begin()->second;
}

std::string name_of(const domain::ServiceId& id, const domain::HallConfig& config,
                    const std::string& language) {
    const domain::ServiceConfig* const service = config.service(id);
    return service == nullptr ? id.get() : own(service->name, language, config.languages);
}

Align align_of(const std::string& code) {
    return code == "centre" ? Align::centre : code == "right" ? Align::right : Align::left;
}

/// Whether the hall's own line says something: a sentence with a hole where the wait should be is worse than none.
bool is_filled(const std::string& text, const drivers::printer::TicketFields& fields) {
    const std::vector<std::string> named = i18n::parameters(text);
    const auto empty = [&](const std::string& name) {
        const auto field = fields.find(name);
        return field != fields.end() && field->second.empty();
    };
    const bool no_wait =
        std::ranges::any_of(named, [&](const auto& n) { return n.starts_with("wait_") && empty(n); });
    return named.empty() || !(no_wait || std::ranges::all_of(named, empty));
}

/// The hall's local time: the process runs in the hall's time zone.
std::string local(WallTime at, const char* format) {
    const time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t size = strftime(text.data(), text.size(), format, &parts);
    return {text.data(), size};
}

/// Given by a satellite without the owner, here or handed over since: how many waited then nobody knows. Every other
/// ticket was promised a wait.
bool place_unknown(const domain::Ticket& ticket, const domain::HallConfig& config) {
    return config.satellite || (ticket.ahead_at_issue == 0 && !ticket.promised);
}

}  // namespace

Words TicketWords::words_for(const domain::Ticket& ticket, const domain::HallConfig& config,
                             const std::string& language) const {
    Words words{{"number", ticket.number},
                {"service", name_of(ticket.service, config, language)},
                {"hall", own(config.name, language, config.languages)},
                // In the address of the code something must stand.
                {"ahead", place_unknown(ticket, config) ? "-" : fmt::format("{}", ticket.ahead_at_issue)},
                {"date", local(ticket.issued_at, "%Y-%m-%d")},
                {"time", local(ticket.issued_at, "%H:%M")},
                {"class",
                 catalogue_.text(language, fmt::format("class.{}", domain::code(ticket.customer_class)), {})},
                {"ticket", domain::to_string(ticket.id)},
                {"reference", ticket.reference},
                {"wait_from", ""},
                {"wait_to", ""}};
    if (!config.satellite && ticket.promised) {
        const ToldWait told = told_wait(ticket.promised->p50, ticket.promised->p90);
        words["wait_from"] = fmt::format("{}", told.about_min);
        words["wait_to"] = fmt::format("{}", told.within_min);
    }
    return words;
}

void TicketWords::own_lines(ports::TicketPaper& paper, const TicketFields& fields,
                            const std::string& language) const {
    const Words words(fields.begin(), fields.end());
    const auto lines = [&](const std::vector<config::PaperTemplateLine>& from,
                           std::vector<ports::PaperLine>& to) {
        for (const config::PaperTemplateLine& line : from) {
            const auto text = line.text.find(language);
            if (text != line.text.end() && !text->second.empty() && is_filled(text->second, fields)) {
                to.push_back({i18n::fill(text->second, words), align_of(line.align), line.size, line.bold});
            }
        }
    };
    lines(paper_.head, paper.head);
    lines(paper_.foot, paper.foot);
}

Result<drivers::printer::TicketTemplate, std::string> TicketWords::layout_of(
    const config::PaperConfig& paper) {
    using drivers::printer::TicketTemplate;
    return paper.layout.empty() ? Result<TicketTemplate, std::string>(TicketTemplate::standard())
                                : TicketTemplate::load(paper.layout);
}

/// The further services of the visit, in order.
std::string TicketWords::afterwards(const domain::Ticket& ticket, const domain::HallConfig& config,
                                    const std::string& language) const {
    std::string services;
    for (const domain::ServiceId& next : ticket.then) {
        const std::string name = name_of(next, config, language);
        services = services.empty() ? name
                                    : catalogue_.text(language, "ticket.then.list",
                                                      {{"before", services}, {"next", name}});
    }
    return services.empty() ? "" : catalogue_.text(language, "ticket.then", {{"services", services}});
}

/// The fields of ticket_template.hpp, kTicketFields.
TicketWords::TicketFields TicketWords::fields_for(const domain::Ticket& ticket,
                                                  const domain::HallConfig& config,
                                                  const std::string& language) const {
    const Words words = words_for(ticket, config, language);
    const auto say = [&](const char* id, const Words& params = {}) {
        return catalogue_.text(language, id, params);
    };
    TicketFields fields(words.begin(), words.end());
    fields["url"] = i18n::fill(paper_.qr, words);
    fields["title_text"] = say("ticket.title");
    if (place_unknown(ticket, config)) {
        fields["ahead"].clear();
        fields["ahead_text"].clear();
    } else {
        fields["ahead_text"] = ticket.ahead_at_issue == 0
                                   ? say("ticket.ahead.none")
                                   : say("ticket.ahead", {{"n", words.find("ahead")->second}});
    }
    const bool waits =
        !config.satellite && ticket.promised && !told_wait(ticket.promised->p50, ticket.promised->p90).next;
    fields["wait_text"] = waits ? say("ticket.expected", {{"p50", words.find("wait_from")->second},
                                                          {"p90", words.find("wait_to")->second}})
                                : "";
    fields["then_text"] = afterwards(ticket, config, language);
    fields["keep_text"] = say("ticket.keep");
    const domain::ServiceConfig* const service = config.service(ticket.service);
    const bool kept = service != nullptr && service->at_closing == domain::ClosingRule::keep;
    fields["today_text"] = say(kept ? "ticket.until_called" : "ticket.today_only");
    fields["scan_text"] = paper_.qr.empty() ? "" : say("ticket.scan");
    return fields;
}

ports::TicketPaper TicketWords::compose(const domain::Ticket& ticket, std::uint32_t copy,
                                        const domain::HallConfig& config) const {
    const std::string language = ticket.language.empty() ? config.languages.front() : ticket.language;
    ports::TicketPaper paper;
    if (paper_.head.empty() && paper_.foot.empty()) {
        paper = layout_.lay_out(
            language, [&](const std::string& spoken) { return fields_for(ticket, config, spoken); });
    } else {
        TicketFields fields = fields_for(ticket, config, language);
        paper.qr = fields["url"];
        if (config.satellite) {
            fields["ahead"] = "-";
        }
        own_lines(paper, fields, language);
    }
    if (copy > 1) {
        paper.mark = catalogue_.text(language, "ticket.reprint", {{"copy", fmt::format("{}", copy)}});
    }
    return paper;
}

}  // namespace jiaohao::daemon
