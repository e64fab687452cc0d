// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/display_files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>
#include <utility>

namespace jiaohao::drivers::sim_bus {
namespace {

namespace fs = std::filesystem;

sim::PanelText panel_of(const DeviceLook& device) {
    return {device.number, device.waiting, device.text};
}

}  // namespace

sim::Picture draw_device(const DeviceLook& device, sim::Font& font) {
    const auto kind =
        device.roles.contains(engine::Role::handset) ? sim::PanelKind::lcd : sim::PanelKind::led;
    return draw_panel(panel_of(device), kind, font);
}

Result<std::unique_ptr<DisplayFiles>, std::string> DisplayFiles::make(fs::path folder, const fs::path& font,
                                                                      std::uint32_t keep) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem) {
        return fail(fmt::format("--out {}: {}", folder.string(), problem.message()));
    }
    auto opened = sim::Font::open(font);
    if (!opened) {
        return fail(opened.error());
    }
    return std::unique_ptr<DisplayFiles>(new DisplayFiles(std::move(folder), std::move(*opened), keep));
}

DisplayFiles::DisplayFiles(fs::path folder, std::unique_ptr<sim::Font> font, std::uint32_t keep)
    : folder_(std::move(folder)), font_(std::move(font)), keep_(keep) {}

fs::path DisplayFiles::stem(std::uint32_t address, std::uint64_t n) const {
    return folder_ / fmt::format("display-{}-{:04}", address, n);
}

Result<std::vector<DisplayFiles::Drawn>, std::string> DisplayFiles::update(
    const std::vector<DeviceLook>& devices) {
    std::vector<Drawn> drawn;
    for (const DeviceLook& device : devices) {
        Kept& kept = kept_[device.address];
        const sim::PanelText shown = panel_of(device);
        if (!device.shows || kept.shown == shown) {
            continue;
        }
        kept.shown = shown;
        ++kept.n;
        const std::string name = stem(device.address, kept.n).string();
        if (auto written = write_png(draw_device(device, *font_), name + ".png"); !written) {
            return fail(written.error());
        }
        std::ofstream(name + ".txt", std::ios::binary)
            << fmt::format("number {}\nwaiting {}\ntext {}\n", shown.number, shown.waiting, shown.text);
        if (kept.n > keep_) {
            std::error_code ignored;
            fs::remove(stem(device.address, kept.n - keep_).string() + ".png", ignored);
            fs::remove(stem(device.address, kept.n - keep_).string() + ".txt", ignored);
        }
        drawn.push_back({device.address, kept.n, name + ".png"});
    }
    return drawn;
}

}  // namespace jiaohao::drivers::sim_bus
