// The program behind `device-sim keypad`: one simulated USB keypad.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace jiaohao::drivers::sim {

class KeypadSim;

/// argv[0] is the program's name. Commands on stdin, one JSON event per line on stdout. Returns 0 after "quit", end of
/// input or SIGTERM/SIGINT, 2 for wrong arguments, 1 when the nodes cannot be made.
int run_keypad(int argc, char** argv);

/// press KEY..., fault NAME, clear NAME, unplug, replug, state. The answer as JSON, {"error":...} for a bad one.
[[nodiscard]] std::string keypad_command(KeypadSim& keypad, const std::string& line);

}  // namespace jiaohao::drivers::sim
