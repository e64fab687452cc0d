// device-sim-window: what `device-sim DEVICE --window` becomes. The same simulators, with a window in front.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string_view>

#include "drivers/sim/control.hpp"
#include "drivers/sim/window/device_window.hpp"

int main(int argc, char** argv) {
    using namespace jiaohao::drivers;
    // Before any thread is made: signals are taken by the simulator.
    sim::Control::block_signals();
    const std::string_view device = argc > 1 ? argv[1] : "";
    if (device == "printer") {
        return sim::run_printer(argc - 1, argv + 1, sim::printer_front());
    }
    if (device == "keypad") {
        return sim::run_keypad(argc - 1, argv + 1, sim::keypad_front());
    }
    if (device == "bus" || device == "hall-bus") {
        return run_hall_bus(argc - 1, argv + 1, sim::bus_front());
    }
    std::fputs("usage: device-sim printer|bus|keypad --window ...\n", stderr);
    return 2;
}
