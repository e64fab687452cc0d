// What a person typed or a hall is called, made fit for a terminal. Internal to kiosk/ctl.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jiaohao::ctl {

[[nodiscard]] bool is_utf8(std::string_view text);
/// Control characters as \x1b or (those of C1) \u009b, bytes that are no UTF-8 as \xff, so that no text steers
/// the terminal. Line ends stay as they are when `keep_lines`.
[[nodiscard]] std::string printable(std::string_view text, bool keep_lines = false);

}  // namespace jiaohao::ctl
