// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/usage.hpp"

#include <CLI/CLI.hpp>

namespace jiaohao::ctl {
namespace {

std::string before(const std::string& text, const std::string& mark) {
    return text.substr(0, text.find(mark));
}

std::string behind(const std::string& text, const std::string& mark) {
    const auto at = text.find(mark);
    return at == std::string::npos ? text : text.substr(at + mark.size());
}

/// "kioskctl line record": as far as the commands were understood.
std::string understood(const CLI::App& app) {
    std::string text = app.get_name();
    for (const CLI::App* sub : app.get_subcommands()) {
        text += " " + understood(*sub);
    }
    return text;
}

}  // namespace

std::string usage_hint(const Words& words, const std::string& command) {
    return words.text("ctl.usage.hint", {{"command", command}});
}

void translate_help(CLI::App& app, const Words& words) {
    const auto formatter = app.get_formatter();
    for (const char* label : {"Usage", "OPTIONS", "SUBCOMMAND", "SUBCOMMANDS", "Positionals", "Options",
                              "Subcommands", "REQUIRED", "Env", "TEXT", "UINT"}) {
        formatter->label(label, words.text(std::string("ctl.label.") + label));
    }
    app.option_defaults()->group(words.text("ctl.label.Options"));
    app.set_help_flag("-h,--help", words.text("ctl.help.help"));
}

std::string usage_error(const Words& words, const CLI::App& app, const CLI::ParseError& error) {
    const std::string said = error.what();
    std::string text;
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
        const bool command = said.starts_with("A subcommand");
        const std::vector<std::string> rest = app.remaining();
        text = command && !rest.empty() ? words.text("ctl.usage.unknown", {{"what", rest.front()}})
                                        : words.text(command ? "ctl.usage.command" : "ctl.usage.missing",
                                                     {{"what", before(said, " is required")}});
    } else if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
        text = words.text("ctl.usage.unknown", {{"what", behind(said, ": ")}});
    } else if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch)) {
        const bool too_many =
            said.find("At Most") != std::string::npos || said.find("Exactly") != std::string::npos;
        text = words.text(too_many ? "ctl.usage.twice" : "ctl.usage.no_value", {{"what", before(said, ":")}});
    } else {
        text = words.text("ctl.usage.value", {{"what", before(said, ":")}, {"detail", behind(said, ": ")}});
    }
    return text + "\n" + usage_hint(words, understood(app)) + "\n";
}

}  // namespace jiaohao::ctl
