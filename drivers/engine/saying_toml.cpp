// [[saying]] of a profile, and what joins sayings and meanings.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "drivers/engine/reading.hpp"
#include "drivers/engine/saying.hpp"

namespace jiaohao::drivers::engine {
namespace {

using config::Table;

bool known(const std::string& name) {
    const auto& all = known_sayings();
    return std::find(all.begin(), all.end(), name) != all.end();
}

/// The values that a saying is given.
std::vector<Field> fields_of(const std::string& saying) {
    if (saying == sayings::kNumber) {
        return {Field::address, Field::number};
    }
    if (saying == sayings::kWaiting) {
        return {Field::address, Field::waiting};
    }
    if (saying == sayings::kText) {
        return {Field::address, Field::text};
    }
    if (saying == sayings::kClearLatch) {
        return {Field::address, Field::bits, Field::rest};
    }
    if (known(saying)) {
        return {Field::address};
    }
    return {Field::address, Field::key, Field::code, Field::bits, Field::data};
}

}  // namespace

void RulesReading::run() {
    read_meanings();
    read_sayings();
    join_answers();
    join_replies();
    judge_names();
}

void RulesReading::read_sayings() {
    saying_tables_ = top_.tables("saying", 50);
    for (Table& table : saying_tables_) {
        read_saying(table);
    }
    saying_used_.assign(profile_.sayings.size(), false);
}

void RulesReading::read_saying(Table& table) {
    Saying saying;
    saying.name = table.text("name", config::kIdText);
    if (profile_.saying(saying.name) != nullptr) {
        table.problem("name", "another saying has this name");
    }
    if (saying.name == "none" || saying.name == "echo") {
        table.problem("name", "is a word of `answer`; needed: another name");
    }
    for (Table frame : table.tables("frame", 32)) {
        saying.frames.push_back(read_saying_frame(frame, saying.name));
        replies_.push_back({frame, profile_.sayings.size(), saying.frames.size() - 1,
                            frame.texts("reply", config::kIdText)});
        frame.done();
    }
    if (saying.frames.empty()) {
        table.problem("frame", "missing; needed: at least one frame");
    }
    table.done();
    profile_.sayings.push_back(std::move(saying));
}

SayingFrame RulesReading::read_saying_frame(Table& table, const std::string& saying) {
    SayingFrame frame;
    const auto shape = shape_at(table, profile_, frames::Sender::host);
    frame.shape = shape.value_or(0);
    frame.command = command_at(table, shape ? &profile_.shapes[*shape] : nullptr);
    auto data = parse_template(table.text("data", kFreeText, ""));
    if (!data) {
        table.problem("data", data.error());
        return frame;
    }
    judge_template(table, saying, *data);
    frame.data = std::move(*data);
    return frame;
}

void RulesReading::judge_template(Table& table, const std::string& saying, const Template& data) const {
    const auto allowed = fields_of(saying);
    std::vector<std::string_view> names;
    names.reserve(allowed.size());
    for (const Field field : allowed) {
        names.push_back(code(field));
    }
    for (const Step& step : data.steps) {
        if (step.kind == Step::Kind::field &&
            std::find(allowed.begin(), allowed.end(), step.field) == allowed.end()) {
            table.problem("data", fmt::format("{{{}}} is not known when \"{}\" is said; allowed: {}",
                                              code(step.field), saying, fmt::join(names, ", ")));
        }
    }
}

std::optional<std::size_t> RulesReading::saying_at(Table& table, std::string_view key,
                                                   const std::string& name) {
    const Saying* saying = profile_.saying(name);
    if (saying == nullptr) {
        std::vector<std::string> names{"none"};
        for (const Saying& other : profile_.sayings) {
            names.push_back(other.name);
        }
        table.problem(key, fmt::format("no saying is called \"{}\"; allowed: {}{}", name,
                                       key == "answer" ? "echo, " : "", fmt::join(names, ", ")));
        return std::nullopt;
    }
    const auto place = static_cast<std::size_t>(saying - profile_.sayings.data());
    saying_used_[place] = true;
    return place;
}

void RulesReading::join_answers() {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        MeaningRule& rule = profile_.meanings[i];
        Table& table = meaning_tables_[i];
        if (answers_[i].answer == "echo") {
            rule.answer_echo = true;
            if (rule.shape < profile_.shapes.size() &&
                profile_.shapes[rule.shape].sender != frames::Sender::both) {
                table.problem("answer",
                              "is \"echo\", but the shape is from the device only; needed: from = \"both\"");
            }
        } else if (answers_[i].answer != "none") {
            rule.answer_saying = saying_at(table, "answer", answers_[i].answer);
        }
        if (answers_[i].refuse != "none") {
            rule.refuse_saying = saying_at(table, "refuse", answers_[i].refuse);
        }
    }
}

void RulesReading::join_replies() {
    std::vector<std::string> names;
    names.reserve(profile_.meanings.size());
    for (const MeaningRule& rule : profile_.meanings) {
        names.push_back(rule.name);
    }
    for (const Reply& reply : replies_) {
        for (std::size_t n = 0; n < reply.names.size(); ++n) {
            const auto found = std::find(names.begin(), names.end(), reply.names[n]);
            if (found == names.end()) {
                reply.table.problem_at("reply", n,
                                       fmt::format("no meaning is called \"{}\"; allowed: {}", reply.names[n],
                                                   fmt::join(names, ", ")));
                continue;
            }
            profile_.sayings[reply.saying].frames[reply.frame].replies.push_back(
                static_cast<std::size_t>(found - names.begin()));
        }
        const auto& saying = profile_.sayings[reply.saying];
        const bool asks = saying.name == sayings::kPoll || saying.name == sayings::kVersion;
        if (asks && reply.names.empty()) {
            reply.table.problem(
                "reply", fmt::format("missing; \"{}\" is a question; needed: the meanings that answer it",
                                     saying.name));
        }
    }
}

void RulesReading::judge_names() {
    for (std::size_t i = 0; i < profile_.sayings.size(); ++i) {
        const std::string& name = profile_.sayings[i].name;
        if (!known(name) && !saying_used_[i] && !name.empty()) {
            saying_tables_[i].problem(
                "name", fmt::format("\"{}\" is never said; allowed: {}, or the answer or refuse of a meaning",
                                    name, fmt::join(known_sayings(), ", ")));
        }
    }
}

void RulesReading::try_sayings() {
    Values longest;
    longest.number = "A88888888";
    longest.waiting = 0xFFFFFFFF;
    longest.text = "8";
    longest.bits = longest.rest = 0xFFFFFFFF;
    Values shortest;
    longest.address = shortest.address = profile_.address.least;
    for (std::size_t i = 0; i < profile_.sayings.size(); ++i) {
        if (!known(profile_.sayings[i].name)) {
            continue;
        }
        for (const Values& values : {longest, shortest}) {
            const auto said = say(profile_, profile_.sayings[i].name, values);
            if (!said) {
                saying_tables_[i].problem("frame",
                                          fmt::format("no frame of its shape can hold this ({}); look at the "
                                                      "shape's data sizes, allowed bytes and most_bytes",
                                                      code(said.error())));
                break;
            }
        }
    }
}

}  // namespace jiaohao::drivers::engine
