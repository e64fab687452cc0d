// device-sim: simulated devices for tests, showrooms and for trying a hall by hand. Never in production.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "drivers/sim/keypad/program.hpp"
#include "drivers/sim/printer/program.hpp"
#ifdef JIAOHAO_SIM_HALL_BUS
#include "drivers/sim/bus/program.hpp"
#endif

namespace {

int usage(std::FILE* to, int code) {
    std::fputs(
        "usage: device-sim printer --link PATH [options]\n"
        "       device-sim bus --link PATH --profile FILE --devices 1,2,3 [options]\n"
        "       device-sim hall-bus --link PATH [options]\n"
        "       device-sim keypad --link PATH [options]\n"
        "       device-sim DEVICE --window [options]      the same with a window to see and press\n"
        "       device-sim DEVICE --help\n",
        to);
    return code;
}

/// The program with the window stands beside this one, so that simulators without one know no Qt.
int become_window(char** argv) {
    std::error_code problem;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", problem);
    const auto window = self.parent_path() / "device-sim-window";
    if (!problem) {
        ::execv(window.c_str(), argv);
    }
    std::fprintf(
        stderr, "device-sim --window: %s cannot be started; build it (Qt 6.4 with Quick and Svg is needed)\n",
        window.c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view device = argc > 1 ? argv[1] : "";
    if (device == "--help" || device == "-h") {
        return usage(stdout, 0);
    }
    if (std::find(argv, argv + argc, std::string_view("--window")) != argv + argc) {
        return become_window(argv);
    }
    if (device == "printer") {
        return jiaohao::drivers::sim::run_printer(argc - 1, argv + 1);
    }
    if (device == "keypad") {
        return jiaohao::drivers::sim::run_keypad(argc - 1, argv + 1);
    }
#ifdef JIAOHAO_SIM_HALL_BUS
    if (device == "bus" || device == "hall-bus") {
        return jiaohao::drivers::run_hall_bus(argc - 1, argv + 1);
    }
#endif
    return usage(stderr, 2);
}
