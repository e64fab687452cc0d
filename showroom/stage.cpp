// SPDX-License-Identifier: Apache-2.0
#include "showroom/stage.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace jiaohao::showroom {
namespace {

using nlohmann::json;
using std::chrono::seconds;

/// A port that is free now.
std::uint16_t free_port() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    std::uint16_t port = 0;
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
        port = ntohs(address.sin_port);
    }
    close(fd);
    return port;
}

Result<void, std::string> write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path);
    file << text;
    file.flush();
    if (!file) {
        return fail(fmt::format("{} cannot be written", path.string()));
    }
    return {};
}

std::string joined(const std::vector<PlannedCounter>& counters, std::uint32_t PlannedCounter::*address) {
    std::string out;
    for (const PlannedCounter& counter : counters) {
        out += fmt::format("{}{}", out.empty() ? "" : ",", counter.*address);
    }
    return out;
}

}  // namespace

Stage::Stage(StageSetting setting, const DayPlan& plan, Reactor& reactor)
    : setting_(std::move(setting)),
      plan_(plan),
      reactor_(reactor),
      catalogue_(i18n::Catalogue::load(setting_.root / "ui/i18n").catalogue) {}

std::string Stage::counter_page() const {
    return fmt::format("http://127.0.0.1:{}/counter/", counter_port_);
}
std::string Stage::manager_page() const {
    return fmt::format("http://127.0.0.1:{}/manager/", counter_port_);
}
std::string Stage::office() const {
    return fmt::format("http://127.0.0.1:{}", office_port_);
}

std::string Stage::hall_name(const std::string& language) const {
    return plan_.hall == kMadeUpHall ? catalogue_.text(language, "showroom.hall.made_up", {})
                                     : catalogue_.text(language, "showroom.hall", {{"hall", plan_.hall}});
}

Result<std::unique_ptr<Process>, std::string> Stage::launch(const std::string& name,
                                                            std::vector<std::string> command,
                                                            const OnJson& on_json) {
    if (!setting_.leash.empty()) {
        if (::access(command.front().c_str(), X_OK) != 0) {
            return fail(fmt::format("{} cannot be started: {}", command.front(),
                                    std::generic_category().message(errno)));
        }
        command.insert(command.begin(), {setting_.leash.string(), kEndWithParent});
    }
    Process::Setting process;
    process.name = name;
    process.command = std::move(command);
    process.log = (setting_.folder / "logs" / (name + ".log")).string();
    process.piped = on_json != nullptr;
    return Process::start(std::move(process), reactor_, [on_json](const std::string& line) {
        const json event = json::parse(line, nullptr, false);
        if (event.is_object()) {
            on_json(event);
        }
    });
}

Result<void, std::string> Stage::prepare() {
    std::error_code error;
    for (const char* part : {"logs", "papers", "journal", "headoffice"}) {
        std::filesystem::create_directories(setting_.folder / part, error);
        if (error) {
            return fail(fmt::format("{}: {}", (setting_.folder / part).string(), error.message()));
        }
    }
    // A Unix socket's path has room for 107 bytes.
    if (socket().size() > 107) {
        return fail(
            fmt::format("{}: the path is too long for a socket; choose a shorter --folder", socket()));
    }
    counter_port_ = free_port();
    upload_port_ = free_port();
    office_port_ = free_port();
    auto ca = launch("dev-ca", {(setting_.bin / "headofficed").string(), "dev-ca", "--folder",
                                (setting_.folder / "tls").string(), "--terminal", "t1"});
    if (!ca) {
        return fail(ca.error());
    }
    const auto deadline = std::chrono::steady_clock::now() + seconds{60};
    while ((*ca)->running() && std::chrono::steady_clock::now() < deadline) {
        reactor_.run([&, once = false]() mutable { return std::exchange(once, true); });
    }
    if (const std::string ended = (*ca)->stop(seconds{1}); ended != "exit 0") {
        return fail(
            fmt::format("headofficed dev-ca: {}; see {}/logs/dev-ca.log", ended, setting_.folder.string()));
    }
    if (auto written = write_file(setting_.folder / "kiosk.toml", hall_toml()); !written) {
        return written;
    }
    return write_file(setting_.folder / "headoffice.toml", head_office_toml());
}

Result<void, std::string> Stage::start_devices(const OnJson& on_printer, const OnJson& on_bus) {
    const std::string sim = (setting_.bin / "device-sim").string();
    const std::filesystem::path profiles = setting_.root / "drivers/profiles";
    if (simulated_printer()) {
        std::vector<std::string> command{sim,
                                         "printer",
                                         "--link",
                                         (setting_.folder / "printer").string(),
                                         "--profile",
                                         (profiles / (setting_.printer_profile + ".toml")).string(),
                                         "--control",
                                         "--sim-clock",
                                         setting_.sim_clock};
        if (setting_.draw_papers) {
            command.insert(command.end(), {"--out", papers().string()});
        }
        auto started = launch("printer", std::move(command), on_printer);
        if (!started) {
            return fail(started.error());
        }
        printer_ = std::move(*started);
    }
    if (simulated_bus()) {
        auto started =
            launch("bus",
                   {sim, "hall-bus", "--link", (setting_.folder / "bus").string(), "--profile",
                    (profiles / "bus-hall-a.toml").string(), "--handset",
                    joined(plan_.counters, &PlannedCounter::handset_address), "--pad",
                    joined(plan_.counters, &PlannedCounter::pad_address), "--sim-clock", setting_.sim_clock,
                    "--seed", fmt::format("{}", setting_.seed), "--quit-on-eof"},
                   on_bus);
        if (!started) {
            return fail(started.error());
        }
        bus_ = std::move(*started);
    }
    return {};
}

Result<void, std::string> Stage::start_head_office() {
    head_office_.reset();
    auto started = launch("headofficed", {(setting_.bin / "headofficed").string(), "serve", "--config",
                                          (setting_.folder / "headoffice.toml").string(), "--simulation"});
    if (!started) {
        return fail(started.error());
    }
    head_office_ = std::move(*started);
    return {};
}

Result<void, std::string> Stage::start_hall() {
    hall_.reset();
    auto started =
        launch("kioskd", {(setting_.bin / "kioskd").string(), "--config",
                          (setting_.folder / "kiosk.toml").string(), "--sim-clock", setting_.sim_clock});
    if (!started) {
        return fail(started.error());
    }
    hall_ = std::move(*started);
    return {};
}

Result<void, std::string> Stage::start_ui(const std::string& page) {
    // Without a display the screens are drawn all the same, only nobody sees them.
    // NOLINTBEGIN(concurrency-mt-unsafe): one thread.
    if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr) {
        setenv("QT_QPA_PLATFORM", "offscreen", 1);
    }
    setenv("QT_QUICK_BACKEND", "software", 0);
    // NOLINTEND(concurrency-mt-unsafe)
    auto started = launch("kiosk-ui", {(setting_.bin / "kiosk-ui").string(), "--api", socket(), "--page",
                                       page, "--lang", setting_.language, "--sim-clock", setting_.sim_clock});
    if (!started) {
        return fail(started.error());
    }
    ui_ = std::move(*started);
    return {};
}

void Stage::stop() {
    for (auto* process : {&ui_, &hall_, &printer_, &bus_, &head_office_}) {
        if (*process) {
            static_cast<void>((*process)->stop(seconds{20}));
            process->reset();
        }
    }
}

void Stage::tell_bus(const json& request) {
    if (bus_) {
        static_cast<void>(bus_->tell(request.dump()));
    }
}

void Stage::tell_printer(const std::string& line) {
    if (printer_) {
        static_cast<void>(printer_->tell(line));
    }
}

}  // namespace jiaohao::showroom
