// The hall's state and the answers to requests as JSON, version 1 (FORMAT.md). Unknown fields are ignored,
// missing ones get the default that an old snapshot implies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::journal {

inline constexpr int kSnapshotVersion = 1;

[[nodiscard]] std::string encode_state(const domain::HallState& state);
/// The error names the field and the problem.
[[nodiscard]] Result<domain::HallState, std::string> decode_state(std::string_view text);

[[nodiscard]] std::string encode_answer(const domain::Answer& answer);
[[nodiscard]] Result<domain::Answer, std::string> decode_answer(std::string_view text);

}  // namespace jiaohao::journal
