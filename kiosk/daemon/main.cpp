// kioskd: the hall.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QSocketNotifier>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>

#include "kiosk/daemon/daemon.hpp"

namespace {

using namespace jiaohao;

struct Arguments {
    std::string config;
    std::string overrides;
    std::string sim_clock;
    bool check = false;
    bool debug = false;
};

/// SIGTERM and SIGINT come through a file, so that the event loop ends in order; blocked before any thread
/// starts.
int blocked_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int run(const Arguments& arguments, QCoreApplication& application, int signal_file) {
    const std::optional<std::filesystem::path> overrides =
        arguments.overrides.empty() ? std::nullopt
                                    : std::optional<std::filesystem::path>(arguments.overrides);
    auto config = config::load(arguments.config, overrides);
    if (!config) {
        fmt::print(stderr, "{}\n", config.error().text());
        return 2;
    }
    if (arguments.check) {
        fmt::print("{}: good\n", arguments.config);
        return 0;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread has started.
    setenv("TZ", config->time_zone.c_str(), 1);
    tzset();
    SystemClock system;
    std::optional<ScaledClock> scaled;
    if (!arguments.sim_clock.empty()) {
        auto setting = ScaledClock::parse(arguments.sim_clock);
        if (!setting) {
            fmt::print(stderr, "{}\n", setting.error());
            return 2;
        }
        scaled.emplace(*setting);
    }
    StderrSink sink(arguments.debug ? LogLevel::debug : LogLevel::info);
    Clock& clock = scaled ? static_cast<Clock&>(*scaled) : system;
    auto daemon = daemon::Daemon::open(std::move(*config), clock, sink);
    if (!daemon) {
        Log(sink, "kioskd").error("start.refused", {{"why", daemon.error()}});
        return 1;
    }
    QSocketNotifier notifier(signal_file, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    (*daemon)->start();
    const int code = QCoreApplication::exec();
    (*daemon)->stop();
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        Arguments arguments;
        CLI::App options("kioskd: queue, journal, devices and API of one service hall");
        options.add_option("--config", arguments.config, "kiosk.toml")->required()->check(CLI::ExistingFile);
        options.add_option("--overrides", arguments.overrides, "a file laid over it")
            ->check(CLI::ExistingFile);
#ifdef JIAOHAO_SIMULATION
        options.add_option("--sim-clock", arguments.sim_clock, "START,SPEED,ANCHOR: a simulated day");
#endif
        options.add_flag("--check", arguments.check, "only check the configuration");
        options.add_flag("--debug", arguments.debug, "log more");
        options.set_version_flag("--version", JIAOHAO_VERSION);
        CLI11_PARSE(options, argc, argv);
        const int signal_file = blocked_signals();
        QCoreApplication application(argc, argv);
        const int code = run(arguments, application, signal_file);
        close(signal_file);
        return code;
    } catch (const std::exception& error) {
        fmt::print(stderr, "kioskd: {}\n", error.what());
        return 70;
    }
}
