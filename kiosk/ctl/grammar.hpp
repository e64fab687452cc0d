// The commands of kioskctl and their options. Inside this room only; heavy (CLI11).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {

using Json = nlohmann::json;

/// Leaves out what was not given.
inline Json given(std::initializer_list<std::pair<const char*, std::string>> args) {
    Json result = Json::object();
    for (const auto& [name, value] : args) {
        if (!value.empty()) {
            result[name] = value;
        }
    }
    return result;
}

/// An empty value is most often a variable of a script that was never set: not the same as no value.
inline CLI::Validator not_empty(const Words& words) {
    return {[text = words.text("ctl.usage.empty")](std::string& value) { return value.empty() ? text : ""; },
            ""};
}

/// A whole number of 1 or more. CLI11's own check names its bound with all of its 309 digits.
inline CLI::Validator from_one(const Words& words) {
    return {[&words](std::string& value) {
                std::uint64_t number = 0;
                const char* const end = value.data() + value.size();
                const auto read = std::from_chars(value.data(), end, number);
                const bool good = read.ec == std::errc{} && read.ptr == end && number > 0;
                return good ? std::string() : words.text("ctl.usage.from_one", {{"value", value}});
            },
            ""};
}

using Action = std::function<int(Run&)>;

/// Declares the commands; the chosen one is left in `action`.
class Grammar {
  public:
    Grammar(CLI::App& app, Options& options, const Words& words, const Tools& tools, Action& action)
        : app_(app), options_(options), words_(words), tools_(tools), action_(action) {}

    void declare() {
        questions();
        tickets();
        counters();
        serving();
        visits();
        appointments();
        people_and_days();
        files();
        lines();
    }

  private:
    CLI::App* add(const std::string& name, Action action) {
        auto* sub = app_.add_subcommand(name, words_.text("ctl.help." + name));
        sub->group(words_.text("ctl.label.Subcommands"));
        sub->callback([this, action = std::move(action)] { action_ = action; });
        return sub;
    }
    void counter_order(const std::string& name, const std::string& api) {
        add(name,
            [name, api](Run& run) {
                return run.order(name, api, given({{"counter", run.options().counter}}));
            })
            ->add_option("COUNTER", options_.counter, words_.text("ctl.help.counter"))
            ->required();
    }
    void questions();
    void tickets();
    void counters();
    void serving();
    void visits();
    void appointments();
    void then_option(CLI::App& command);
    void people_and_days();
    void files();
    void lines();
    void line_tool(CLI::App& line, const std::string& verb);

    CLI::App& app_;
    Options& options_;
    const Words& words_;
    const Tools& tools_;
    TicketBytesOrder ticket_bytes_;
    Action& action_;
};

}  // namespace jiaohao::ctl
