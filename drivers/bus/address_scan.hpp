// Asks address by address who is there. Pure: the driver says when there is room for one question.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/bus/bus_settings.hpp"

namespace jiaohao::drivers::bus {

class AddressScan {
  public:
    struct Question {
        std::uint32_t address = 0;
        std::size_t profile = 0;
        /// `version`, or `poll` where the profile has no such saying.
        std::string_view saying;
    };

    /// `profiles` outlive it. Addresses outside every profile's range are left out; profiles that have nothing
    /// to ask with too.
    AddressScan(const std::vector<engine::DeviceProfile>& profiles, std::uint32_t least, std::uint32_t most);
    /// Nothing: all are asked.
    [[nodiscard]] std::optional<Question> next() const;
    /// To the question of next(). `found` empty: nobody.
    void answered(std::optional<ports::BusScanAnswer> found);
    [[nodiscard]] const ports::BusScan& report() const { return report_; }

  private:
    [[nodiscard]] std::string_view saying_of(std::size_t profile) const;
    void skip();

    const std::vector<engine::DeviceProfile>& profiles_;
    std::uint32_t most_;
    std::uint32_t address_;
    std::size_t profile_ = 0;
    ports::BusScan report_;
};

}  // namespace jiaohao::drivers::bus
