// `kioskctl appointments`: a file read on this side, one command for each entry.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

#include "kiosk/agenda/agenda.hpp"
#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {
namespace {

using Json = nlohmann::json;

/// Told while it goes on, every so many entries.
constexpr std::size_t kProgress = 250;

/// One byte more than is allowed, so that the reader names a file that is too large.
Result<std::string, std::string> contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(agenda::most_bytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file && !file.eof()) {
        return fail(std::string("agenda.unreadable"));
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

std::vector<agenda::Service> services_of(const Json& view) {
    std::vector<agenda::Service> services;
    for (const auto& row : view.value("services", Json::array())) {
        agenda::Service one{row.value("id", ""), {}};
        const Json names = row.value("name", Json::object());
        for (const auto& [language, name] : names.items()) {
            one.names.push_back(name.is_string() ? name.get<std::string>() : std::string{});
        }
        services.push_back(std::move(one));
    }
    return services;
}

Json args_of(const agenda::Entry& entry) {
    Json args{{"appointment", entry.id}};
    if (entry.cancelled) {
        return args;
    }
    args["service"] = entry.service;
    args["at"] = format_rfc3339(entry.at);
    args["move"] = true;
    if (!entry.code.empty()) {
        args["code"] = entry.code;
    }
    if (!entry.reference.empty()) {
        args["reference"] = entry.reference;
    }
    return args;
}

}  // namespace

Result<agenda::Reading, Unreachable> Run::reading() {
    const auto snapshot = link_.greet();
    if (!snapshot) {
        return fail(snapshot.error());
    }
    agenda::Reading how;
    how.services = services_of(snapshot->value("view", Json::object()));
    how.service = options_.service;
    how.horizon = std::chrono::days{options_.days};
    const Ask status = link_.call("status", Json::object());
    if (!status) {
        return fail(status.error());
    }
    const Json facts = *status ? **status : Json::object();
    how.zone = options_.zone.empty() ? facts.value("time_zone", "UTC") : options_.zone;
    // What has just begun may still be checked in for.
    const auto now = parse_rfc3339(facts.value("time", ""));
    how.from = now.value_or(WallTime{}) - std::chrono::hours{2};
    how.until = now ? *now + agenda::most_ahead : WallTime::max();
    return how;
}

void Run::complain(std::size_t line, const std::string& field, const std::string& what) {
    const std::string where = line == 0 ? options_.file : fmt::format("{}:{}", options_.file, line);
    err_ << printable(fmt::format("{}: {}{}", where, field.empty() ? "" : field + ": ", what), false) << "\n";
}

void Run::complain(const agenda::Agenda& read) {
    for (const agenda::Problem& one : read.problems) {
        i18n::Params params(one.params.begin(), one.params.end());
        complain(one.line, one.field, words_.text("agenda." + one.what, params));
    }
    if (read.problems_left_off > 0) {
        complain(0, "", words_.text("agenda.more", {{"n", std::to_string(read.problems_left_off)}}));
    }
}

int Run::import_appointments() {
    const auto text = contents_of(options_.file);
    if (!text) {
        complain(0, "", words_.text(text.error()));
        return kUsage;
    }
    const auto how = reading();
    if (!how) {
        return lost(how.error());
    }
    if (!options_.service.empty() &&
        std::ranges::none_of(how->services, [&](const auto& one) { return one.id == options_.service; })) {
        return refused({"service_unknown", {{"service", options_.service}}});
    }
    const agenda::Agenda read = agenda::read(*text, *how);
    complain(read);
    ImportTally tally;
    tally.refused = read.problems.size() + read.problems_left_off;
    for (std::size_t i = 0; !options_.dry_run && i < read.entries.size(); ++i) {
        if (const auto sent = send(read.entries[i], tally); !sent) {
            return lost(sent.error());
        }
        if (!options_.json && (i + 1) % kProgress == 0) {
            err_ << words_.text("agenda.progress",
                                {{"n", std::to_string(i + 1)}, {"of", std::to_string(read.entries.size())}})
                 << "\n";
        }
    }
    if (tally.untold > 0) {
        complain(0, "", words_.text("agenda.more", {{"n", std::to_string(tally.untold)}}));
    }
    const Json data{{"read", read.entries.size()},  {"past", read.past},
                    {"added", tally.added},         {"unchanged", tally.known},
                    {"cancelled", tally.cancelled}, {"refused", tally.refused},
                    {"dry_run", options_.dry_run}};
    print(data, [&] {
        const i18n::Params params = words_.params(data);
        return words_.text(options_.dry_run ? "agenda.done.dry" : "agenda.done", params) + "\n";
    });
    return tally.refused == 0 ? kDone : kRefused;
}

Result<void, Unreachable> Run::send(const agenda::Entry& entry, ImportTally& tally) {
    const Ask answer = link_.call(entry.cancelled ? "appointment.cancel" : "appointment.add", args_of(entry));
    if (!answer) {
        return fail(answer.error());
    }
    if (*answer) {
        const Json& data = **answer;
        const bool again = data.value("again", false);
        (again ? tally.known : entry.cancelled ? tally.cancelled : tally.added) += 1;
        return {};
    }
    // Cancelled before it was ever heard of: there is nothing to take back. Cancelled in the hall since it was booked
    // with these words: it stays so.
    const auto& [code, params] = answer->error();
    const auto status = params.find("status");
    const bool stays =
        code == "appointment_exists" && status != params.end() && status->second == "cancelled";
    if (stays && tally.told < agenda::most_problems) {
        tally.told += 1;
        complain(entry.line, "", words_.text("agenda.stays_cancelled", {{"appointment", entry.id}}));
    }
    if (stays || (entry.cancelled && code == "appointment_unknown")) {
        tally.known += 1;
        return {};
    }
    tally.refused += 1;
    const bool full = answer->error().code == "appointments_full";
    if (tally.told >= agenda::most_problems || (full && std::exchange(tally.full, true))) {
        tally.untold += 1;
    } else {
        tally.told += 1;
        complain(entry.line, "", words_.refusal(answer->error()));
    }
    return {};
}

std::string Run::appointment_lines(const Json& all, const std::string& zone) const {
    std::string text;
    for (const auto& row : all) {
        const std::string at = row.value("at", "");
        const auto instant = parse_rfc3339(at);
        text +=
            words_.text("agenda.row",
                        {{"id", row.value("appointment", "")},
                         {"at", (instant ? agenda::local_text(*instant, zone) : std::nullopt).value_or(at)},
                         {"service", row.value("service", "")},
                         {"code", row.value("code", row.value("reference", "-"))},
                         {"status", words_.text("agenda.status." + row.value("status", ""))},
                         {"number", row.value("number", "-")}}) +
            "\n";
    }
    return text.empty() ? words_.text("agenda.none") + "\n"
                        : words_.text("agenda.zone", {{"zone", zone}}) + "\n" + text;
}

int Run::list_appointments() {
    Json all = Json::array();
    Json args = Json::object();
    if (!options_.day.empty()) {
        args["day"] = options_.day;
    }
    for (bool more = true; more;) {
        const Ask page = link_.call("appointment.list", args);
        if (!page) {
            return lost(page.error());
        }
        if (!*page) {
            return refused(page->error());
        }
        for (const auto& row : (**page).value("appointments", Json::array())) {
            all.push_back(row);
        }
        more = (**page).contains("next");
        if (more) {
            args["from"] = (**page).at("next");
        }
    }
    // The day they are for is one of the hall's.
    const Ask status = link_.call("status", Json::object());
    if (!status) {
        return lost(status.error());
    }
    const std::string zone = (*status ? **status : Json::object()).value("time_zone", "UTC");
    return print({{"appointments", all}}, [&] { return appointment_lines(all, zone); });
}

}  // namespace jiaohao::ctl
