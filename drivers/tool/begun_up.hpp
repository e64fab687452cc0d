// The beginning of a printer's recording that its driver cannot be played: the line was up before it began, so the
// questions to which its first answers belong are not in it. What became of its tickets is told as recorded.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "drivers/line/capture.hpp"

namespace jiaohao::drivers::tool {

struct BegunUp {
    /// One line for each outcome, as recorded or that it is not in the recording.
    std::string told;
    std::uint64_t printed = 0;
    std::uint64_t not_printed = 0;
    std::uint64_t unknown = 0;
    /// Jobs whose outcome is not in the recording.
    std::uint64_t open = 0;
};

/// Takes that beginning out of `capture`, up to where the line next goes up. Nothing: the recording is whole.
[[nodiscard]] std::optional<BegunUp> take_begun_up(capture::Capture& capture);

}  // namespace jiaohao::drivers::tool
