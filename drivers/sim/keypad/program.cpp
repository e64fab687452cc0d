// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/keypad/program.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "drivers/sim/control.hpp"
#include "drivers/sim/keypad/keypad_sim.hpp"

namespace jiaohao::drivers::sim {
namespace {

using nlohmann::json;

std::string error(const std::string& what) {
    return json{{"error", what}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string press(KeypadSim& keypad, std::istringstream& words) {
    std::string key;
    std::size_t pressed = 0;
    while (words >> key) {
        if (!keypad.press(key)) {
            return error(fmt::format("\"{}\" is no key; allowed: names such as KP1, KPENTER, KEY_1", key));
        }
        ++pressed;
    }
    return pressed == 0 ? error("press needs a key") : json{{"event", "pressed"}, {"keys", pressed}}.dump();
}

std::string set_fault(KeypadSim& keypad, std::istringstream& words, bool on) {
    std::string name;
    words >> name;
    if (!keypad.set_fault(name, on)) {
        return error(
            fmt::format("\"{}\" is no fault; allowed: {}", name, fmt::join(KeypadSim::fault_names(), ", ")));
    }
    return json{{"event", on ? "fault" : "cleared"}, {"name", name}}.dump();
}

std::string plugged(KeypadSim& keypad, bool in) {
    if (!in) {
        keypad.unplug();
        return json{{"event", "unplugged"}}.dump();
    }
    const auto done = keypad.plug();
    return done ? json{{"event", "plugged"}}.dump() : error(done.error());
}

std::string state(const KeypadSim& keypad) {
    return json{{"faults", keypad.faults()},
                {"plugged", keypad.plugged()},
                {"presses", keypad.presses()},
                {"unheard", keypad.unheard()}}
        .dump();
}

int complain(const std::string& what, int status) {
    fmt::print(stderr, "device-sim keypad: {}\n", what);
    return status;
}

struct Arguments {
    std::string link;
    std::string second;
    std::vector<std::string> faults;
    bool control = false;
};

std::chrono::microseconds monotonic() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

int run_with(const Arguments& arguments) {
    KeypadSim keypad(arguments.link, arguments.second, monotonic);
    for (const std::string& fault : arguments.faults) {
        if (!keypad.set_fault(fault, true)) {
            return complain(
                fmt::format("--fault {}: allowed: {}", fault, fmt::join(KeypadSim::fault_names(), ", ")), 2);
        }
    }
    Control::block_signals();
    if (const auto made = keypad.plug(); !made) {
        return complain(made.error(), 1);
    }
    EventWriter out;
    std::mutex mutex;
    std::condition_variable ended;
    bool over = false;
    out.line(json{{"event", "ready"}, {"link", arguments.link}}.dump());
    const Control control(
        arguments.control, out, [&](const std::string& line) { return keypad_command(keypad, line); },
        [&] {
            const std::lock_guard lock(mutex);
            over = true;
            ended.notify_all();
        });
    std::unique_lock lock(mutex);
    ended.wait(lock, [&over] { return over; });
    return 0;
}

}  // namespace

std::string keypad_command(KeypadSim& keypad, const std::string& line) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "press") {
        return press(keypad, words);
    }
    if (command == "fault" || command == "clear") {
        return set_fault(keypad, words, command == "fault");
    }
    if (command == "unplug" || command == "replug") {
        return plugged(keypad, command == "replug");
    }
    if (command == "state") {
        return state(keypad);
    }
    return error("allowed: press KEY..., fault NAME, clear NAME, unplug, replug, state, quit");
}

int run_keypad(int argc, char** argv) {
    CLI::App app("A USB keypad as FIFOs in the places of its event nodes", "device-sim keypad");
    Arguments arguments;
    app.add_option("--link", arguments.link, "path of the event node to make")->required();
    app.add_option("--second", arguments.second,
                   "path of a second event node of the same keypad; found by the hall if both are named like "
                   "usb-0:2:1.0-event-kbd and usb-0:2:1.1-event-kbd");
    app.add_option(
           "--fault", arguments.faults,
           fmt::format("from the start; several with commas: {}", fmt::join(KeypadSim::fault_names(), " ")))
        ->delimiter(',');
    app.add_flag("--control", arguments.control, "take commands on stdin; end with it");
    CLI11_PARSE(app, argc, argv);
    return run_with(arguments);
}

}  // namespace jiaohao::drivers::sim
