// What devices cost while nothing happens: a whole kioskd with one printer and 32 polled pads on one line of 9600 baud,
// both simulated by processes of their own. Prints figures and decides nothing. See docs/BENCHMARKS.md.
//   device_idle [SECONDS [PADS]]
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "tests/bench/idle.hpp"
#include "tests/bench/kiosk_process.hpp"
#include "tests/support/child_program.hpp"
#include "tests/support/run_program.hpp"

namespace {

namespace fs = std::filesystem;
using namespace jiaohao;

const std::string kSource = JIAOHAO_SOURCE_DIR;

void write_config(const fs::path& folder, int pads) {
    std::ofstream out(folder / "kiosk.toml");
    out << "hall_file = \"" << kSource << "/config/halls/demo.toml\"\n[terminal]\nprofiles = \"" << kSource
        << "/drivers/profiles\"\ncatalogue = \"" << kSource << "/ui/i18n\"\n[journal]\nfolder = \""
        << (folder / "journal").string() << "\"\n[api]\nsocket = \"" << (folder / "api.sock").string()
        << "\"\n[[api.grant]]\nuid = " << ::getuid()
        << "\nroles = [\"technician\"]\n[[printer]]\nid = \"printer\"\npath = \""
        << (folder / "printer").string()
        << "\"\nprofile = \"printer-generic-80\"\n[[line]]\nid = \"bus\"\npath = \""
        << (folder / "bus").string() << "\"\nprofile = \"handset-modbus-buttons\"\n";
    for (int address = 1; address <= pads; ++address) {
        out << "[[line.pad]]\naddress = " << address << "\ncounter = \"c1\"\n";
    }
}

std::string addresses(int pads) {
    std::string all = "1";
    for (int address = 2; address <= pads; ++address) {
        all += "," + std::to_string(address);
    }
    return all;
}

/// Whether the printer and every pad were heard of.
bool all_ready(const fs::path& folder, const fs::path& programs, int pads) {
    const auto ran =
        test::run_program((programs / "kioskctl").string() + " --json --texts " + kSource +
                          "/ui/i18n --socket " + (folder / "api.sock").string() + " devices 2>&1");
    const auto answer = nlohmann::json::parse(ran.output, nullptr, false);
    int ready = 0;
    for (const auto& row :
         answer.is_object() ? answer.value("devices", nlohmann::json::array()) : nlohmann::json::array()) {
        const std::string kind = row.value("kind", "");
        ready += (kind == "pad" || kind == "printer") && row.value("state", "") == "ready" ? 1 : 0;
    }
    return ready == pads + 1;
}

void measure(const fs::path& folder, const fs::path& programs, std::chrono::seconds span, int pads) {
    write_config(folder, pads);
    const std::string simulator = (programs / "device-sim").string();
    const test::Child printer({simulator, "printer", "--link", (folder / "printer").string(), "--profile",
                               kSource + "/drivers/profiles/printer-generic-80.toml"},
                              (folder / "printer.log").string());
    const test::Child bus(
        {simulator, "bus", "--link", (folder / "bus").string(), "--profile",
         kSource + "/drivers/profiles/handset-modbus-buttons.toml", "--devices", addresses(pads)},
        (folder / "bus.log").string());
    bench::KioskProcess kioskd(programs / "kioskd", folder / "kiosk.toml", folder / "kioskd.log");
    const auto latest = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (!all_ready(folder, programs, pads)) {
        if (!kioskd.running() || std::chrono::steady_clock::now() > latest) {
            throw std::runtime_error("not every device was found in a minute; see " +
                                     (folder / "kioskd.log").string());
        }
    }
    const bench::Idle idle = bench::measure_idle(kioskd, span);
    fmt::print(
        "kioskd, 1 printer and {} polled pads at 9600 baud, idle for {} s: {:.2f} % of one core, {:.0f} MiB "
        "resident, {:.0f} wake-ups/s\n",
        pads, span.count(), idle.cpu_percent, static_cast<double>(idle.resident_kib) / 1024,
        idle.wake_ups_per_s);
    if (!kioskd.stop()) {
        throw std::runtime_error("kioskd did not end in order");
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::chrono::seconds span{argc > 1 ? std::max(1, ::atoi(argv[1])) : 30};
    const int pads = argc > 2 ? std::clamp(::atoi(argv[2]), 1, 200) : 32;
    std::string folder = (fs::temp_directory_path() / "device-idle-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return 1;
    }
    try {
        measure(folder, fs::canonical("/proc/self/exe").parent_path(), span, pads);
    } catch (const std::exception& error) {
        fmt::print(stderr, "device_idle: {}\n", error.what());
        return 1;
    }
    fs::remove_all(folder);
    return 0;
}
