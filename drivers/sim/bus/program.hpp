// The program behind `device-sim hall-bus`: one simulated hall bus behind a link path.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace jiaohao::drivers {

namespace sim_bus {
class BusProcess;
}
/// With --window: carries out the process's run() and whatever shows it, until either ends; gives run()'s status.
/// `language`: that of --language.
using BusFront = std::function<int(sim_bus::BusProcess&, const std::string& language)>;

/// argv[0] is the program's name. Control lines on stdin (requests.hpp), one JSON event per line on stdout.
/// Returns 0 after "quit" or SIGTERM/SIGINT, 2 for wrong arguments, 1 when the port cannot be made.
int run_hall_bus(int argc, char** argv, const BusFront& front = {});

}  // namespace jiaohao::drivers
