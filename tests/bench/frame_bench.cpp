// Megabytes a second through the deframer: noise, sound frames, the worst that was found.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <random>
#include <string>

#include "drivers/engine/profile_toml.hpp"
#include "drivers/frames/deframer.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::drivers;

constexpr std::size_t kBytes = 32U << 20U;
/// What one read of a serial port may bring.
constexpr std::size_t kRead = 512;

void measure(const std::string& profile, const std::string& what, const std::vector<frames::Shape>& shapes,
             const Bytes& pattern) {
    Bytes bytes;
    while (bytes.size() < kBytes) {
        bytes.insert(bytes.end(), pattern.begin(), pattern.end());
    }
    frames::Deframer deframer(shapes, frames::Deframer::Hear::device);
    std::uint64_t heard = 0;
    const auto count = [&heard](const frames::Frame&) { ++heard; };
    // Time of this process alone: other work on the machine does not count.
    const std::clock_t begin = std::clock();
    for (std::size_t at = 0; at < bytes.size(); at += kRead) {
        deframer.feed(ByteView{bytes}.subspan(at, std::min(kRead, bytes.size() - at)), count);
    }
    deframer.end_of_burst(count);
    const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    fmt::print("{:24} {:34} {:8.1f} MB/s {:>10} frames {:>10} rejected\n", profile, what,
               static_cast<double>(bytes.size()) / 1e6 / took, heard, deframer.rejected());
}

Bytes noise() {
    std::mt19937 random(1);
    Bytes bytes(1U << 20U);
    for (auto& byte : bytes) {
        byte = static_cast<std::uint8_t>(random());
    }
    return bytes;
}

Bytes sound_frames(const engine::DeviceProfile& profile) {
    Bytes bytes;
    for (const engine::Example& example : profile.examples) {
        if (example.from_device && example.means.find("rejected") == std::string::npos) {
            bytes.insert(bytes.end(), example.bytes.begin(), example.bytes.end());
        }
    }
    return bytes;
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path profiles = argc > 1 ? argv[1] : "drivers/profiles";
    struct Worst {
        std::string profile;
        std::string what;
        Bytes bytes;
    };
    Bytes ends{0x02};
    ends.insert(ends.end(), 31, 'A');
    const std::vector<Worst> worst{
        {"bus-hall-a", "heads of the longest frame", {0xFF, 0x68, 0x12, 0x12, 0x68}},
        {"bus-hall-a", "lead bytes only", {0xFF}},
        {"handset-modbus-buttons", "heads of the longest reply", {0x07, 0x03, 0x40}},
        {"handset-xor-binary", "heads with escapes", {0xAA, 0xBB, 0x40, 0x00, 0xAA, 0x00}},
        {"handset-xor-text", "texts without an end", ends},
        {"display-onbon-bx", "start marks and escapes", {0xA5, 0xA6, 0x02, 0xA6, 0x01}},
    };
    for (const char* name : {"bus-hall-a", "bus-hall-b", "handset-modbus-buttons", "handset-xor-binary",
                             "handset-xor-text", "pad-nextion"}) {
        const auto profile = engine::load_device_profile(profiles / (std::string(name) + ".toml"));
        if (!profile) {
            fmt::print(stderr, "{}", profile.error());
            return 1;
        }
        measure(name, "noise", profile->shapes, noise());
        measure(name, "sound frames", profile->shapes, sound_frames(*profile));
    }
    for (const Worst& row : worst) {
        const auto profile = engine::load_device_profile(profiles / (row.profile + ".toml"));
        if (profile) {
            measure(row.profile, row.what, profile->shapes, row.bytes);
        }
    }
    return 0;
}
