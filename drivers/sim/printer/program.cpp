// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/program.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "drivers/sim/control.hpp"
#include "drivers/sim/printer/command.hpp"
#include "drivers/sim/printer/station.hpp"
#include "drivers/sim/window_options.hpp"

namespace jiaohao::drivers::sim {
namespace {

struct Arguments {
    StationSetting station;
    std::string profile;
    std::string sim_clock;
    std::string script;
    std::optional<int> baud;
    bool control = false;
    WindowOptions window;
};

void describe(CLI::App& app, Arguments& arguments) {
    app.add_option("--link", arguments.station.link, "symlink to make, as a serial port's name")->required();
    app.add_option("--baud", arguments.baud, "speed of the line (default: the profile's)")
        ->check(CLI::Range(300, 1000000));
    app.add_option("--profile", arguments.profile, "printer profile (drivers/profiles/printer-*.toml)");
    app.add_option(
           "--fault", arguments.station.faults,
           "fault to begin with, NAME[@ROWS|@cut][/SECONDS]; several with commas: " + printer_fault_names())
        ->delimiter(',');
    app.add_option("--out", arguments.station.out, "folder for pictures and texts of the papers");
    app.add_option("--font", arguments.station.font, "font with Chinese characters");
    app.add_option("--keep", arguments.station.keep_files, "papers kept in --out")
        ->check(CLI::Range(1, 100000));
    app.add_option("--seq", arguments.script, "script of control lines, with TIMER SECONDS between them");
    app.add_option("--sim-clock", arguments.sim_clock, "START,SPEED,ANCHOR of a simulated day");
    declare_window(app, arguments.window);
    app.add_flag("--control", arguments.control, "take commands on stdin; end with it");
}

int complain(const std::string& what) {
    std::fprintf(stderr, "device-sim printer: %s\n", what.c_str());
    return 2;
}

/// What is wrong with a script's line, "" for nothing.
std::string fault_of_line(const std::string& line) {
    const auto command = parse_printer_command(line);
    return command ? "" : command.error();
}

int run_station(Arguments& arguments, const Clock& clock, const PrinterFront& front) {
    EventWriter out;
    auto station = PrinterStation::make(std::move(arguments.station), clock,
                                        [&out](const std::string& json) { out.line(json); });
    if (!station) {
        return complain(station.error());
    }
    const Control control(
        arguments.control, out, [&](const std::string& line) { return (*station)->command(line); },
        [&] { (*station)->stop(); });
    if (arguments.window.wanted && front) {
        return front(**station, arguments.window.language);
    }
    (*station)->run();
    return 0;
}

}  // namespace

int run_printer(int argc, char** argv, const PrinterFront& front) {
    CLI::App app("A receipt printer behind a pseudo-terminal", "device-sim printer");
    Arguments arguments;
    describe(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // The library's own codes say nothing to a script: 2 is what every program here ends with.
        return app.exit(error) == 0 ? 0 : 2;
    }
    auto& profile = arguments.station.profile;
    if (!arguments.profile.empty()) {
        auto loaded = printer::load_profile(arguments.profile);
        if (!loaded) {
            return complain(loaded.error());
        }
        profile = std::move(*loaded);
    } else {
        // Without a profile: the whole command set, so that nothing a driver tries is missing.
        profile.process_id = true;
    }
    if (!arguments.script.empty()) {
        auto script = read_script(arguments.script, fault_of_line);
        if (!script) {
            return complain(script.error());
        }
        arguments.station.script = std::move(*script);
    }
    profile.line.baud = arguments.baud.value_or(profile.line.baud);
    std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
    if (!arguments.sim_clock.empty()) {
        const auto parsed = ScaledClock::parse(arguments.sim_clock);
        if (!parsed) {
            return complain(parsed.error());
        }
        clock = std::make_unique<ScaledClock>(*parsed);
    }
    Control::block_signals();
    return run_station(arguments, *clock, front);
}

}  // namespace jiaohao::drivers::sim
