// Wrong usage in the chosen language. Internal to kiosk/ctl.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/ctl/words.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace jiaohao::ctl {

/// The headings of --help.
void translate_help(CLI::App& app, const Words& words);
/// Where help is: of the whole program, or of one command ("kioskctl transfer").
[[nodiscard]] std::string usage_hint(const Words& words, const std::string& command = "kioskctl");
/// What is wrong and where help is. Of a value that does not fit CLI11 itself says why, in English.
[[nodiscard]] std::string usage_error(const Words& words, const CLI::App& app, const CLI::ParseError& error);

}  // namespace jiaohao::ctl
