// What displays and handsets show, as pictures and texts in a folder, as papers are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/sim/bus/bus_look.hpp"
#include "drivers/sim/picture/led_panel.hpp"

namespace jiaohao::drivers::sim_bus {

/// A display is drawn as LEDs, a handset as an LCD.
[[nodiscard]] sim::Picture draw_device(const DeviceLook& device, sim::Font& font);

class DisplayFiles {
  public:
    /// Makes the folder. `font`: empty for the usual one; `keep`: pictures kept of each device.
    [[nodiscard]] static Result<std::unique_ptr<DisplayFiles>, std::string> make(
        std::filesystem::path folder, const std::filesystem::path& font, std::uint32_t keep);

    struct Drawn {
        std::uint32_t address = 0;
        std::uint64_t n = 0;
        std::filesystem::path file;
    };
    /// Writes display-ADDRESS-0001.png and .txt of each device whose words have changed since the last call.
    [[nodiscard]] Result<std::vector<Drawn>, std::string> update(const std::vector<DeviceLook>& devices);

  private:
    struct Kept {
        sim::PanelText shown;
        std::uint64_t n = 0;
    };
    DisplayFiles(std::filesystem::path folder, std::unique_ptr<sim::Font> font, std::uint32_t keep);
    [[nodiscard]] std::filesystem::path stem(std::uint32_t address, std::uint64_t n) const;

    std::filesystem::path folder_;
    std::unique_ptr<sim::Font> font_;
    std::uint32_t keep_;
    std::map<std::uint32_t, Kept> kept_;
};

}  // namespace jiaohao::drivers::sim_bus
