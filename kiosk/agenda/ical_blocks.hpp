// An iCalendar file cut into its events and zones, so that a broken one costs only itself and has a line. Inside this
// room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/agenda/agenda.hpp"

namespace jiaohao::agenda {

/// From BEGIN to END, lines ended by CRLF.
struct Block {
    std::size_t line = 0;
    std::string text;
};

struct Blocks {
    std::vector<Block> events;
    std::vector<Block> zones;
    /// METHOD:CANCEL: the file takes back all of its events.
    bool cancels = false;
    /// END:VCALENDAR is there: nothing was cut off.
    bool closed = false;
};

/// Names what is not closed, too large or not UTF-8 in `agenda` and leaves it out.
[[nodiscard]] Blocks blocks_of(std::string_view bytes, Agenda& agenda);

/// The line in the file of a property of the block, by its name ("DTSTART"); that of the block without one.
[[nodiscard]] std::size_t line_of(const Block& block, std::string_view property);

}  // namespace jiaohao::agenda
