// device-sim: simulated devices for tests, showrooms and for trying a hall by hand. Never in production.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string_view>

#include "drivers/sim/keypad/program.hpp"
#include "drivers/sim/printer/program.hpp"
#ifdef JIAOHAO_SIM_HALL_BUS
#include "drivers/sim/bus/program.hpp"
#endif

namespace {

int usage() {
    std::fputs(
        "usage: device-sim printer --link PATH [options]\n"
        "       device-sim bus --link PATH --profile FILE --devices 1,2,3 [options]\n"
        "       device-sim hall-bus --link PATH [options]\n"
        "       device-sim keypad --link PATH [options]\n"
        "       device-sim DEVICE --help\n",
        stderr);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view device = argc > 1 ? argv[1] : "";
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
    return usage();
}
