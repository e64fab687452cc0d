// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/program.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "drivers/engine/profile_toml.hpp"
#include "drivers/sim/bus/bus_process.hpp"
#include "drivers/sim/bus/faults.hpp"
#include "drivers/sim/window_options.hpp"

namespace jiaohao::drivers {
namespace sim_bus {
namespace {

struct Arguments {
    std::string link;
    std::string profile = JIAOHAO_PROFILES "/bus-hall-a.toml";
    std::string sim_clock;
    std::int32_t baud = 0;
    std::vector<std::uint32_t> devices;
    std::vector<std::uint32_t> handsets;
    std::vector<std::uint32_t> pads;
    double reply_ms = 1;
    std::string script;
    std::vector<std::string> faults;
    std::uint64_t seed = 1;
    std::string out;
    std::string font;
    std::uint32_t keep = 500;
    bool quit_on_eof = false;
    sim::WindowOptions window;
};

void declare(CLI::App& app, Arguments& arguments) {
    const auto address = CLI::Range(0, 65535);
    app.add_option("--link", arguments.link, "path of the port to offer")->required();
    app.add_option("--profile", arguments.profile, "device profile (bus-, pad-, handset-, display-*.toml)");
    app.add_option("--devices", arguments.devices, "addresses of devices that play every role of the profile")
        ->delimiter(',')
        ->check(address);
    app.add_option("--reply-ms", arguments.reply_ms, "how long a device takes to reply to a question")
        ->check(CLI::Range(0.0, 10000.0));
    app.add_option("--seq", arguments.script, "script of control lines, with TIMER SECONDS between them");
    app.add_option("--handset", arguments.handsets, "addresses of handsets")->delimiter(',')->check(address);
    app.add_option("--pad", arguments.pads, "addresses of rating pads")->delimiter(',')->check(address);
    app.add_option("--baud", arguments.baud, "default: the profile's")->check(CLI::Range(300, 921600));
    app.add_option("--sim-clock", arguments.sim_clock, "START,SPEED,ANCHOR of a simulated day");
    app.add_option("--seed", arguments.seed, "of faults that strike by chance");
    app.add_option("--fault", arguments.faults,
                   fmt::format("NAME or NAME:RATE, from the start; may be given again. Names: {}",
                               fmt::join(fault_names(), ", ")));
    app.add_option("--out", arguments.out, "folder for pictures and texts of what displays show");
    app.add_option("--font", arguments.font, "font with Chinese characters");
    app.add_option("--keep", arguments.keep, "pictures kept of each display")->check(CLI::Range(1, 100000));
    sim::declare_window(app, arguments.window);
    app.add_flag("--quit-on-eof", arguments.quit_on_eof, "end when stdin ends");
}

int complain(const std::string& what) {
    fmt::print(stderr, "bus simulator: {}\n", what);
    return 2;
}

/// "garbage:0.05" -> name and rate.
bool set_fault(BusProcess& process, const std::string& text) {
    const auto colon = text.find(':');
    double rate = 1.0;
    if (colon != std::string::npos && !CLI::detail::lexical_cast(text.substr(colon + 1), rate)) {
        return false;
    }
    return process.set_fault(text.substr(0, colon), rate);
}

Result<std::unique_ptr<Clock>, std::string> make_clock(const std::string& sim_clock) {
    if (sim_clock.empty()) {
        return std::unique_ptr<Clock>(std::make_unique<SystemClock>());
    }
    const auto setting = ScaledClock::parse(sim_clock);
    if (!setting) {
        return fail("--sim-clock: " + setting.error());
    }
    return std::unique_ptr<Clock>(std::make_unique<ScaledClock>(*setting));
}

/// What of the addresses no device of the profile can have.
std::string address_fault(const Arguments& arguments, const engine::AddressRules& range) {
    for (const auto* addresses : {&arguments.devices, &arguments.handsets, &arguments.pads}) {
        for (const std::uint32_t address : *addresses) {
            if (address < range.least || address > range.most) {
                return fmt::format("address {} is outside {} to {}, which the profile allows", address,
                                   range.least, range.most);
            }
        }
    }
    return "";
}

int run_with(const Arguments& arguments, const BusFront& front) {
    auto profile = engine::load_device_profile(arguments.profile);
    if (!profile) {
        return complain(profile.error());
    }
    const auto clock = make_clock(arguments.sim_clock);
    if (!clock) {
        return complain(clock.error());
    }
    if (const std::string wrong = address_fault(arguments, profile->address); !wrong.empty()) {
        return complain(wrong);
    }
    std::vector<sim::ScriptLine> script;
    if (!arguments.script.empty()) {
        auto read = sim::read_script(arguments.script, fault_of_request);
        if (!read) {
            return complain(read.error());
        }
        script = std::move(*read);
    }
    const std::chrono::microseconds reply_after{static_cast<std::int64_t>(arguments.reply_ms * 1000)};
    WorldSettings settings{std::move(*profile), arguments.baud,    arguments.handsets, arguments.pads,
                           arguments.seed,      arguments.devices, reply_after};
    BusProcess process(std::move(settings), **clock, arguments.link, arguments.quit_on_eof);
    for (const std::string& fault : arguments.faults) {
        if (!set_fault(process, fault)) {
            return complain(
                fmt::format("--fault {}: no such fault, or a rate not above 0 and at most 1", fault));
        }
    }
    process.play(script);
    if (!arguments.out.empty()) {
        auto files = DisplayFiles::make(arguments.out, arguments.font, arguments.keep);
        if (!files) {
            return complain(files.error());
        }
        process.draw_to(std::move(*files));
    }
    return arguments.window.wanted && front ? front(process, arguments.window.language) : process.run();
}

}  // namespace

}  // namespace sim_bus

int run_hall_bus(int argc, char** argv, const BusFront& front) {
    using namespace sim_bus;
    CLI::App app("Simulated devices of any profile on one serial line.");
    Arguments arguments;
    declare(app, arguments);
    try {
        app.parse(argc, argv);
        return run_with(arguments, front);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        return complain(error.what());
    }
}

}  // namespace jiaohao::drivers
