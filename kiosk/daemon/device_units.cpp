// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_units.hpp"

#include <utility>

namespace jiaohao::daemon {
namespace {

std::optional<ports::LineTrouble> trouble_of(const LineUnit& line) {
    auto fault = line.port.fault();
    if (!fault) {
        return std::nullopt;
    }
    return ports::LineTrouble{std::string(drivers::code(fault->code)), std::move(fault->facts)};
}

std::uint64_t ms(std::chrono::nanoseconds span) {
    return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::milliseconds>(span).count());
}

/// What is empty is left out.
void say(std::map<std::string, std::string>& details, const char* name, const std::string& value) {
    if (!value.empty()) {
        details[name] = value;
    }
}

ports::DeviceFacts facts_of_line(const UnitId& id, domain::DeviceKind kind, const LineUnit& line) {
    ports::DeviceFacts facts;
    facts.device = id;
    facts.kind = kind;
    facts.line = id;
    facts.last_heard = line.recorded.last_heard();
    facts.trouble = trouble_of(line);
    say(facts.details, "path", line.port.setting().path);
    say(facts.details, "settings", drivers::describe(line.port.setting()));
    return facts;
}

Counts counts_of(const drivers::bus::DeviceCounts& counted) {
    return {{"frames", counted.frames},         {"presses", counted.presses},
            {"repeats", counted.repeats},       {"rejected_bytes", counted.rejected_bytes},
            {"asked", counted.asked},           {"missed", counted.missed},
            {"retries", counted.retries},       {"naks", counted.naks},
            {"exceptions", counted.exceptions}, {"second_answers", counted.second_answers}};
}

}  // namespace

Counts counts_of(const PrinterUnit& unit) {
    const auto counted = unit.driver->counters();
    const auto& line = unit.line->port.counters();
    return {{"printed", counted.printed},
            {"not_printed", counted.not_printed},
            {"unknown", counted.unknown},
            {"replaced_characters", counted.replaced_characters},
            {"changed_tickets", counted.changed_tickets},
            {"sent_bytes", counted.bytes},
            {"paper_mm", counted.paper_mm},
            {"stray_bytes", counted.stray_bytes},
            {"line_opened", line.opened},
            {"line_lost", line.lost}};
}

Counts counts_of(const BusUnit& unit) {
    const drivers::bus::BusReport report = unit.driver->report();
    const drivers::bus::BusCounts& counted = report.counts;
    std::uint64_t rejected = 0;
    for (const auto& [cause, bytes] : counted.rejected) {
        rejected += bytes;
    }
    const auto& line = unit.line->port.counters();
    Counts counts{{"frames", counted.frames},   {"presses", counted.presses},
                  {"repeats", counted.repeats}, {"strays", counted.strays},
                  {"sent", counted.sent},       {"never_answered", counted.never_answered},
                  {"rejected_bytes", rejected}, {"unknown_keys", counted.unknown_keys},
                  {"line_opened", line.opened}, {"line_lost", line.lost},
                  {"missed", counted.missed},   {"retries", counted.retries}};
    if (report.rounds > 0) {
        counts["rounds"] = report.rounds;
        counts["round_last_ms"] = ms(report.round_last);
        counts["round_median_ms"] = ms(report.round_median);
        counts["round_worst_ms"] = ms(report.round_worst);
    }
    return counts;
}

ports::DeviceNote note_of(const UnitId& id, const PrinterUnit& unit) {
    return {id, domain::DeviceKind::printer, trouble_of(*unit.line), unit.driver->facts().tickets_left};
}

ports::DeviceNote note_of(const UnitId& id, const BusUnit& unit) {
    return {id, domain::DeviceKind::line, trouble_of(*unit.line), std::nullopt};
}

void add_facts(const UnitId& id, const PrinterUnit& unit, std::vector<ports::DeviceFacts>& all) {
    ports::DeviceFacts facts = facts_of_line(id, domain::DeviceKind::printer, *unit.line);
    const ports::PrinterFacts known = unit.driver->facts();
    facts.counters = counts_of(unit);
    if (known.tickets_left) {
        facts.gauges[known.tickets_left_at_most ? "tickets_left_at_most" : "tickets_left"] =
            *known.tickets_left;
    }
    say(facts.details, "maker", known.maker);
    say(facts.details, "model", known.model);
    say(facts.details, "firmware", known.firmware);
    say(facts.details, "font", known.font);
    say(facts.details, known.contradicts_profile ? "profile_contradicted" : "profile", known.profile);
    all.push_back(std::move(facts));
}

void add_facts(const UnitId& id, const BusUnit& unit, std::vector<ports::DeviceFacts>& all) {
    const drivers::bus::BusReport report = unit.driver->report();
    ports::DeviceFacts line = facts_of_line(id, domain::DeviceKind::line, *unit.line);
    for (const auto& [name, count] : counts_of(unit)) {
        (name.starts_with("round_") ? line.gauges : line.counters)[name] = count;
    }
    all.push_back(std::move(line));
    for (const drivers::bus::DeviceReport& one : report.devices) {
        ports::DeviceFacts facts;
        facts.device = one.device.id;
        facts.kind = one.device.kind;
        facts.line = id;
        facts.address = one.device.address;
        facts.last_heard = one.last_heard;
        facts.counters = counts_of(one.counts);
        say(facts.details, "version", one.version);
        all.push_back(std::move(facts));
    }
}

}  // namespace jiaohao::daemon
