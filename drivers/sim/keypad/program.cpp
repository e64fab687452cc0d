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
#include <utility>

#include "drivers/sim/control.hpp"
#include "drivers/sim/keypad/keypad_sim.hpp"
#include "drivers/sim/window_options.hpp"

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
    WindowOptions window;
};

/// Said once, waited for or told of.
class Ending {
  public:
    void say() {
        const std::lock_guard lock(mutex_);
        over_ = true;
        said_.notify_all();
        if (const auto tell = std::exchange(tell_, nullptr)) {
            tell();
        }
    }
    void wait() {
        std::unique_lock lock(mutex_);
        said_.wait(lock, [this] { return over_; });
    }
    /// Told under the lock: who says "nobody any more" is not told afterwards.
    void tell(std::function<void()> ended) {
        const std::lock_guard lock(mutex_);
        if (over_ && ended) {
            ended();
        } else {
            tell_ = std::move(ended);
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable said_;
    bool over_ = false;
    std::function<void()> tell_;
};

std::chrono::microseconds monotonic() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

int run_with(const Arguments& arguments, const KeypadFront& front) {
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
    Ending ending;
    const auto command = [&](const std::string& line) {
        const std::lock_guard lock(mutex);
        return keypad_command(keypad, line);
    };
    out.line(json{{"event", "ready"}, {"link", arguments.link}}.dump());
    const Control control(arguments.control, out, command, [&ending] { ending.say(); });
    if (arguments.window.wanted && front) {
        return front({command, [&ending](std::function<void()> ended) { ending.tell(std::move(ended)); },
                      arguments.link, arguments.window.language});
    }
    ending.wait();
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

int run_keypad(int argc, char** argv, const KeypadFront& front) {
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
    declare_window(app, arguments.window);
    app.add_flag("--control", arguments.control, "take commands on stdin; end with it");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run_with(arguments, front);
}

}  // namespace jiaohao::drivers::sim
