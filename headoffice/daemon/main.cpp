// headofficed: receives events of halls exactly once and serves figures.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "headoffice/ca/dev_ca.hpp"
#include "headoffice/daemon/head_office.hpp"
#include "headoffice/daemon/probe.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::headoffice;

constexpr int kNotStarted = 1;
constexpr int kWrong = 2;
constexpr const char* kExitCodes =
    "Exit codes:\n"
    "  0   ended in order; with --check: nothing wrong was found\n"
    "  1   could not start: a port or the store cannot be had; the log says why\n"
    "  2   wrong usage, or something is wrong with the configuration or a file it names";

int complain(const std::string& sentence) {
    fmt::print(stderr, "headofficed: {}\n", sentence);
    return kWrong;
}

struct ServeArguments {
    std::vector<std::filesystem::path> config;
    std::string folder;
    std::string listen;
    std::string pages_listen;
    std::string tls_folder;
    std::string pages;
    std::string log_level;
    bool simulation = false;
    bool check = false;
};

Result<Settings, std::string> settings_from(const ServeArguments& arguments) {
    Settings settings;
    if (!arguments.config.empty()) {
        if (auto read = read_settings(arguments.config, settings); !read) {
            return fail(read.error());
        }
    }
    if (!arguments.folder.empty()) {
        settings.folder = arguments.folder;
    }
    for (const auto& [text, target] : {std::pair{&arguments.listen, &settings.terminals},
                                       std::pair{&arguments.pages_listen, &settings.readers}}) {
        if (!text->empty()) {
            auto endpoint = parse_endpoint(*text);
            if (!endpoint) {
                return fail(endpoint.error());
            }
            *target = *endpoint;
        }
    }
    if (!arguments.tls_folder.empty()) {
        const std::filesystem::path folder = arguments.tls_folder;
        settings.terminals_tls = {folder / "server.pem", folder / "server.key", folder / "ca.pem"};
    }
    if (!arguments.pages.empty()) {
        settings.pages = arguments.pages;
    }
    if (!arguments.log_level.empty()) {
        settings.log_level = parse_log_level(arguments.log_level).value_or(LogLevel::info);
    }
    settings.simulation = settings.simulation || arguments.simulation;
    if (auto sound = check_settings(settings); !sound) {
        return fail(sound.error());
    }
    return settings;
}

sigset_t signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int each : {SIGTERM, SIGINT, SIGHUP}) {
        sigaddset(&set, each);
    }
    return set;
}

int report(const ServeArguments& arguments, const Probed& probed) {
    for (const std::string& warning : probed.warnings) {
        fmt::print(stderr, "warning: {}\n", warning);
    }
    for (const std::string& error : probed.errors) {
        fmt::print(stderr, "{}\n", error);
    }
    if (!probed.errors.empty()) {
        return kWrong;
    }
    fmt::print("{}: good\n", arguments.config.empty() ? "settings" : arguments.config.back().string());
    return 0;
}

int serve(const ServeArguments& arguments) {
    const auto settings = settings_from(arguments);
    if (!settings) {
        return complain(settings.error());
    }
    const Probed probed = probe(*settings, SystemClock{}.wall());
    if (arguments.check) {
        return report(arguments, probed);
    }
    // Blocked before the first thread starts, so that all inherit it and sigwait() below is the only taker.
    const sigset_t set = signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    StderrSink sink(settings->log_level);
    const Log log(sink, "headoffice");
    for (const auto* findings : {&probed.errors, &probed.warnings}) {
        for (const std::string& finding : *findings) {
            log.warning("config.finding", {{"what", finding}});
        }
    }
    const SystemClock clock;
    auto office = HeadOffice::start(*settings, clock, log);
    if (!office) {
        log.error("daemon.cannot_start", {{"why", office.error()}});
        return probed.errors.empty() ? kNotStarted : kWrong;
    }
    log.info("daemon.ready", {{"version", JIAOHAO_VERSION},
                              {"terminals_port", (*office)->terminals_port()},
                              {"readers_port", (*office)->readers_port()},
                              {"simulation", settings->simulation}});
    fmt::print("ready terminals={}:{} readers={}:{}\n", settings->terminals.address,
               (*office)->terminals_port(), settings->readers.address, (*office)->readers_port());
    std::fflush(stdout);
    int signal = 0;
    while (sigwait(&set, &signal) == 0 && signal == SIGHUP) {
        (*office)->reload_certificates();
    }
    log.info("daemon.stopping", {{"signal", signal}});
    office->reset();
    log.info("daemon.stopped");
    return 0;
}

int dev_ca(const DevCaOptions& options) {
    const auto files = make_dev_ca(options, SystemClock{});
    if (!files) {
        return complain(files.error());
    }
    for (const auto& file : files->written) {
        fmt::print("wrote {}\n", file.string());
    }
    if (files->written.empty()) {
        fmt::print("nothing to do: all is there and valid\n");
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Jiaohao head office");
    app.set_version_flag("--version", std::string("headofficed ") + JIAOHAO_VERSION);
    app.require_subcommand(1);

    ServeArguments arguments;
    CLI::App* serving = app.add_subcommand("serve", "receive events and serve figures");
    serving->add_option("--config", arguments.config, "TOML files, later ones over earlier ones");
    serving->add_option("--folder", arguments.folder, "folder of the store");
    serving->add_option("--listen", arguments.listen, "ADDRESS:PORT for terminals (mutual TLS); port 0: any");
    serving->add_option("--pages-listen", arguments.pages_listen, "ADDRESS:PORT for readers; port 0: any");
    serving->add_option("--tls-folder", arguments.tls_folder, "folder made by dev-ca");
    serving->add_option("--pages", arguments.pages, "folder of the pages shown under /");
    serving->add_option("--log-level", arguments.log_level)
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    serving->add_flag(
        "--check", arguments.check,
        "only check the configuration and what it names (certificates, pages, time zones, folder)");
    serving->footer(kExitCodes);
    serving->add_flag("--simulation", arguments.simulation, "take simulated events");

    DevCaOptions ca;
    std::string folder;
    CLI::App* making = app.add_subcommand("dev-ca", "make a private authority and certificates for trials");
    making->add_option("--folder", folder, "where the files go")->required();
    making->add_option("--terminal", ca.terminals, "terminal ids")->delimiter(',');
    making->add_option("--server-name", ca.server_names, "names and addresses of head office")
        ->delimiter(',');

    app.footer(kExitCodes);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kWrong;
    }
    if (*making) {
        ca.folder = folder;
        return dev_ca(ca);
    }
    return serve(arguments);
}
