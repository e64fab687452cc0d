// The program behind `device-sim keypad`: one simulated USB keypad.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace jiaohao::drivers::sim {

class KeypadSim;

/// What a window needs of a simulated keypad. All from any thread.
struct KeypadSeat {
    /// keypad_command() under a lock.
    std::function<std::string(const std::string& line)> command;
    /// Tells, once, when the program is to end; at once if it already is. Empty: nobody any more.
    std::function<void(std::function<void()> ended)> on_end;
    std::string link;
    /// That of --language.
    std::string language;
};
/// With --window: shows the keypad until it is closed or told to end.
using KeypadFront = std::function<int(const KeypadSeat&)>;

/// argv[0] is the program's name. Commands on stdin, one JSON event per line on stdout. Returns 0 after "quit", end of
/// input or SIGTERM/SIGINT, 2 for wrong arguments, 1 when the nodes cannot be made.
int run_keypad(int argc, char** argv, const KeypadFront& front = {});

/// press KEY..., fault NAME, clear NAME, unplug, replug, state. The answer as JSON, {"error":...} for a bad one.
[[nodiscard]] std::string keypad_command(KeypadSim& keypad, const std::string& line);

}  // namespace jiaohao::drivers::sim
