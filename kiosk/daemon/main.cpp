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
#include "kiosk/daemon/probe.hpp"

namespace {

using namespace jiaohao;

constexpr int kNotStarted = 1;
constexpr int kWrong = 2;
constexpr int kDefect = 70;
constexpr const char* kExitCodes =
    "Exit codes:\n"
    "  0   ended in order; with --check: nothing wrong was found\n"
    "  1   could not start: a port, the socket or the journal cannot be had; the log says why\n"
    "  2   wrong usage, or something is wrong with the configuration or a file it names\n"
    "  70  a defect of kioskd itself";

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

int report(const Arguments& arguments, const daemon::Probed& probed) {
    for (const auto& [word, problems] :
         {std::pair{"warning", &probed.warnings}, std::pair{"note", &probed.notes}}) {
        for (const config::Problem& problem : problems->kept()) {
            fmt::print(stderr, "{}: {}\n", word, config::to_string(problem));
        }
    }
    if (!probed.errors.empty() || !probed.misplaced.empty()) {
        fmt::print(stderr, "{}{}", probed.errors.text(), probed.misplaced.text());
        return kWrong;
    }
    fmt::print("{}{}{}: good\n", arguments.config, arguments.overrides.empty() ? "" : " and ",
               arguments.overrides);
    return 0;
}

int run(const Arguments& arguments, QCoreApplication& application, int signal_file) {
    const std::optional<std::filesystem::path> overrides =
        arguments.overrides.empty() ? std::nullopt
                                    : std::optional<std::filesystem::path>(arguments.overrides);
    auto config = config::load(arguments.config, overrides);
    if (!config) {
        fmt::print(stderr, "{}", config.error().text());
        return kWrong;
    }
    SystemClock system;
    std::optional<ScaledClock> scaled;
    if (!arguments.sim_clock.empty()) {
        auto setting = ScaledClock::parse(arguments.sim_clock);
        if (!setting) {
            fmt::print(stderr, "--sim-clock {}: {}\n", arguments.sim_clock, setting.error());
            return kWrong;
        }
        scaled.emplace(*setting);
    }
    const daemon::Probed probed = daemon::probe(*config, SystemClock{}.wall());
    if (arguments.check) {
        return report(arguments, probed);
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread has started.
    setenv("TZ", config->time_zone.c_str(), 1);
    tzset();
    StderrSink sink(arguments.debug ? LogLevel::debug : LogLevel::info);
    const Log log(sink, "kioskd");
    for (const config::Problems* problems : {&probed.errors, &probed.misplaced, &probed.warnings}) {
        for (const config::Problem& problem : problems->kept()) {
            log.warning("config.finding", {{"what", config::to_string(problem)}});
        }
    }
    Clock& clock = scaled ? static_cast<Clock&>(*scaled) : system;
    auto daemon = daemon::Daemon::open(std::move(*config), clock, sink);
    if (!daemon) {
        log.error("start.refused", {{"why", daemon.error()}});
        return probed.errors.empty() ? kNotStarted : kWrong;
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
        options.add_flag("--check", arguments.check,
                         "only check the configuration and what it names (certificates, pages, texts, device "
                         "profiles, folders, ports)");
        options.add_flag("--debug", arguments.debug, "log more");
        options.set_version_flag("--version", JIAOHAO_VERSION);
        options.footer(kExitCodes);
        try {
            options.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return options.exit(error) == 0 ? 0 : kWrong;
        }
        const int signal_file = blocked_signals();
        // Qt's own event loop does for timers and serial lines; glib's costs a tenth more for each byte that comes.
        // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread has started.
        setenv("QT_NO_GLIB", "1", 0);
        QCoreApplication application(argc, argv);
        const int code = run(arguments, application, signal_file);
        close(signal_file);
        return code;
    } catch (const std::exception& error) {
        fmt::print(stderr, "kioskd: {}\n", error.what());
        return kDefect;
    }
}
