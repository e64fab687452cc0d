// What a printer says it is (GS I), compared with profiles. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "drivers/printer/profile.hpp"

namespace jiaohao::drivers::printer {

/// Answers to GS I 66, 67, 65 and 69; empty: none.
struct PrinterNames {
    std::string maker;
    std::string model;
    std::string firmware;
    std::string font;
    [[nodiscard]] bool heard() const { return !maker.empty() || !model.empty(); }
    bool operator==(const PrinterNames&) const = default;
};

/// `*` stands for any run of characters; case does not matter.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

enum class Resemblance : std::uint8_t { fits, contradicts, nothing_to_compare };
[[nodiscard]] Resemblance compare(const PrinterIdentity& identity, const PrinterNames& names);

/// The profile whose longest model pattern fits and whose maker does not contradict; nullptr: none.
[[nodiscard]] const PrinterProfile* choose_profile(std::span<const PrinterProfile> candidates,
                                                   const PrinterNames& names);

}  // namespace jiaohao::drivers::printer
