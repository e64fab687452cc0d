// [[meaning]] of a profile.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "drivers/engine/reading.hpp"
#include "drivers/frames/layout.hpp"

namespace jiaohao::drivers::engine {
namespace {

using config::Table;

constexpr std::string_view kPressWords =
    "handset.call, handset.recall, handset.ask_rating, handset.pause, handset.transfer, handset.no_show, "
    "handset.park, handset.resume, pad.1 to pad.5";
const config::TextRule kPressText{1, 40, {}, kPressWords};

const std::vector<std::string>& whats() {
    static const std::vector<std::string> all{"press", "latched", "inputs", "counters", "released",
                                              "ack",   "nak",     "alive",  "version",  "exception"};
    return all;
}

std::optional<Press> press_at(Table& table, std::string_view key, const DeviceProfile& profile) {
    const std::string text = table.text(key, kPressText);
    const auto press = press_from_code(text);
    if (!press) {
        if (!text.empty()) {
            table.problem(key, fmt::format("is \"{}\"; allowed: {}", text, kPressWords));
        }
    } else if (!profile.plays(press->role)) {
        table.problem(key, fmt::format("is \"{}\", but \"{}\" is not among the roles of this profile", text,
                                       code(press->role)));
    }
    return press;
}

bool has_keys(What what) {
    return what == What::press || what == What::latched || what == What::inputs || what == What::counters;
}

std::uint64_t modulus_of(const Pattern& pattern) {
    for (const Step& step : pattern.steps) {
        if (step.kind == Step::Kind::field && step.field == Field::count) {
            const auto form = step.form == Form::decimal ? frames::NumberForm::decimal
                              : step.form == Form::hex   ? frames::NumberForm::hex
                                                         : frames::NumberForm::big;
            return std::uint64_t{frames::greatest(form, step.width)} + 1;
        }
    }
    return 0;
}

}  // namespace

void RulesReading::read_meanings() {
    meaning_tables_ = top_.tables("meaning", 200);
    for (Table& table : meaning_tables_) {
        read_meaning(table);
    }
}

void RulesReading::read_meaning(Table& table) {
    MeaningRule rule;
    rule.name = table.text("name", config::kIdText);
    const auto shape = shape_at(table, profile_, frames::Sender::device);
    rule.shape = shape.value_or(0);
    rule.command = command_at(table, shape ? &profile_.shapes[*shape] : nullptr);
    auto pattern = parse_pattern(table.text("data", kFreeText, ".."));
    if (pattern) {
        rule.data = std::move(*pattern);
    } else {
        table.problem("data", pattern.error());
    }
    const std::string what = table.choice("means", whats());
    rule.what = static_cast<What>(std::find(whats().begin(), whats().end(), what) - whats().begin());
    read_keys(table, rule);
    if (pattern && shape) {
        judge_captures(table, rule);
        judge_fit(table, rule);
    }
    const bool answered = has_keys(rule.what) || rule.what == What::alive || rule.what == What::released;
    answers_.push_back(
        {table.text("answer", config::kIdText, "none"), table.text("refuse", config::kIdText, "none")});
    if (!answered && (table.has("answer") || table.has("refuse"))) {
        table.problem("answer", fmt::format("only presses, alive and released are answered, not {}", what));
    }
    for (const MeaningRule& other : profile_.meanings) {
        if (other.name == rule.name) {
            table.problem("name", "another meaning has this name");
        }
        if (other.shape == rule.shape && other.command == rule.command && other.data == rule.data) {
            table.problem("data",
                          fmt::format("never reached: \"{}\" above takes the same frames", other.name));
        }
    }
    table.done();
    profile_.meanings.push_back(std::move(rule));
}

void RulesReading::read_keys(Table& table, MeaningRule& rule) {
    // Asked for in any case, so that every key is named when an unknown one is refused.
    if (table.has("press")) {
        rule.press = press_at(table, "press", profile_);
    } else {
        static_cast<void>(table.text("press", kPressText, ""));
    }
    for (Table key : table.tables("key", 256)) {
        const auto sends = static_cast<std::uint32_t>(key.integer("sends", kNumber));
        const auto press = press_at(key, "means", profile_);
        if (press && !rule.keys.emplace(sends, *press).second) {
            key.problem("sends", "another key of this meaning has the same number");
        }
        key.done();
    }
    rule.modulus = static_cast<std::uint64_t>(table.integer("modulus", {0, 0x100000000}, 0));
    if (table.has("modulus") && (rule.what != What::counters || rule.modulus < 2)) {
        table.problem("modulus", "is for counters only; allowed: 2 to 4294967296");
    }
    if (rule.modulus == 0) {
        rule.modulus = modulus_of(rule.data);
    }
    if (!has_keys(rule.what) && (table.has("press") || table.has("key"))) {
        table.problem(
            table.has("press") ? "press" : "key",
            fmt::format("has no place in a meaning that is {}; allowed for press, latched, inputs, counters",
                        code(rule.what)));
    }
}

void RulesReading::judge_captures(Table& table, MeaningRule& rule) const {
    const auto need = [&table, &rule](Field field, std::string_view example) {
        if (!rule.data.captures(field)) {
            table.problem("data",
                          fmt::format("a meaning that is {} needs {} in its data", code(rule.what), example));
        }
    };
    std::size_t most_keys = 0x100000000;
    if (rule.what == What::press) {
        if (rule.press.has_value() == rule.data.captures(Field::key)) {
            table.problem(
                "press",
                "a press is either fixed (press = \"handset.call\") or captured ({key} in data, with "
                "[[meaning.key]] or key = [...]); needed: one of the two");
        }
    } else if (rule.what == What::latched || rule.what == What::inputs) {
        need(Field::bits, "{bits}");
        most_keys = 32;
    } else if (rule.what == What::counters) {
        need(Field::count, "{count:2}");
        most_keys = rule.data.count_of(Field::count);
    } else if (rule.what == What::version) {
        need(Field::text, "{text}");
    }
    if (has_keys(rule.what) && !rule.press && rule.keys.empty()) {
        table.problem("key",
                      "missing; needed: what each key means, key = [{ sends = 0, means = \"pad.4\" }, ...]");
    }
    for (const auto& [sends, press] : rule.keys) {
        if (sends >= most_keys) {
            table.problem("key", fmt::format("sends = {}; allowed here: 0 to {}", sends, most_keys - 1));
        }
    }
}

void RulesReading::judge_fit(Table& table, const MeaningRule& rule) const {
    std::size_t least_data = 0;
    std::size_t most_data = 0;
    for (const frames::Part& part : profile_.shapes[rule.shape].parts) {
        least_data += part.kind == frames::PartKind::data ? part.least : 0;
        most_data += part.kind == frames::PartKind::data ? part.most : 0;
    }
    std::size_t fixed = 0;
    bool open = false;
    for (const Step& step : rule.data.steps) {
        const bool wide = step.kind == Step::Kind::field || step.kind == Step::Kind::any_run;
        fixed += wide ? step.width : 1;
        open = open || (wide && step.width == 0);
    }
    if (fixed > most_data || (!open && fixed < least_data)) {
        table.problem("data", fmt::format("fits {} bytes{}; frames of the shape \"{}\" have {} to {}", fixed,
                                          open ? " or more" : "", profile_.shapes[rule.shape].name,
                                          least_data, most_data));
    }
}

}  // namespace jiaohao::drivers::engine
