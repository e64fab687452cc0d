// How long a round of polling lasts: 32 simulated Modbus boxes on one line of 9600 baud behind a pseudo-terminal, the
// real serial line and driver at its other end. Prints figures and decides nothing. See docs/BENCHMARKS.md.
//   bus_round [SECONDS]
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QTimer>
#include <filesystem>
#include <numeric>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/engine/profile_toml.hpp"
#include "drivers/line/qt_timers.hpp"
#include "drivers/line/serial_line.hpp"
#include "drivers/sim/bus/program.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::drivers;
using Millis = std::chrono::duration<double, std::milli>;

constexpr std::uint32_t kDevices = 32;
/// RS-485: 8 bytes asked, 8 answered, 5 ms to turn the line round.
constexpr double kLimitEach = 21.7;

class Nobody final : public ports::HallBusListener {
  public:
    void on_handset(const ports::HandsetPress& /*press*/) override {}
    void on_pad(const ports::PadPress& /*press*/) override {}
    void on_bus_device(const domain::DeviceId& /*device*/, domain::DeviceKind /*kind*/,
                       domain::DeviceState /*state*/, const std::string& /*fault*/) override {}
};

pid_t start_devices(const std::string& link, const std::string& profile) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::string devices = "1";
        for (std::uint32_t address = 2; address <= kDevices; ++address) {
            devices += "," + std::to_string(address);
        }
        std::vector<std::string> words{"sim", "--link", link, "--profile", profile, "--devices", devices};
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        ::_exit(run_hall_bus(static_cast<int>(arguments.size()), arguments.data()));
    }
    return child;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(const bus::BusReport& report, double cpu, double seconds) {
    const double limit = kDevices * kLimitEach;
    const auto line = [limit](const char* name, std::chrono::nanoseconds span) {
        fmt::print("  {:<8} {:7.1f} ms   {:.2f} of the limit\n", name, Millis(span).count(),
                   Millis(span).count() / limit);
    };
    fmt::print("{} devices polled at 9600 baud; the line's limit for a round is {:.0f} ms\n", kDevices,
               limit);
    fmt::print("  rounds   {}\n", report.rounds);
    line("median", report.round_median);
    line("worst", report.round_worst);
    fmt::print("  missed answers {}, rejected bytes {}\n", report.counts.missed,
               std::accumulate(report.counts.rejected.begin(), report.counts.rejected.end(), std::uint64_t{0},
                               [](std::uint64_t sum, const auto& one) { return sum + one.second; }));
    fmt::print("  driver and line: {:.2f} % of one core\n", 100 * cpu / seconds);
}

int measure(int argc, char** argv, const std::string& link, const engine::DeviceProfile& profile) {
    QCoreApplication application(argc, argv);
    const int seconds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 30;
    const SystemClock clock;
    NullSink sink;
    const Log log(sink, "bench");
    QtTimers timers(clock);
    bus::BusSettings settings;
    settings.line = domain::DeviceId("bus");
    settings.profiles = {profile};
    for (std::uint32_t address = 1; address <= kDevices; ++address) {
        settings.devices.push_back(
            {domain::DeviceId(fmt::format("pad-{}", address)), domain::DeviceKind::pad, address, 0});
    }
    SerialSetting port = bus::line_manners(settings).port;
    port.path = link;
    SerialLine line(port, clock, log);
    Nobody nobody;
    bus::BusDriver driver(
        settings, line, timers, nobody, [](const std::function<void()>& task) { task(); }, log);
    driver.start();
    double cpu = 0;
    QTimer::singleShot(2000, [&cpu] { cpu = cpu_seconds(); });
    QTimer::singleShot(2000 + seconds * 1000, [&application] { application.quit(); });
    QCoreApplication::exec();
    print(driver.report(), cpu_seconds() - cpu, seconds);
    driver.stop();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string file =
        std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/handset-modbus-buttons.toml";
    const auto profile = engine::load_device_profile(file);
    std::string folder = std::filesystem::temp_directory_path() / "busround.XXXXXX";
    if (!profile || ::mkdtemp(folder.data()) == nullptr) {
        fmt::print(stderr, "{}\n", profile ? "no temporary folder" : profile.error());
        return 1;
    }
    const std::string link = folder + "/bus";
    const pid_t devices = start_devices(link, file);
    const int result = measure(argc, argv, link, *profile);
    ::kill(devices, SIGTERM);
    ::waitpid(devices, nullptr, 0);
    std::filesystem::remove_all(folder);
    return result;
}
