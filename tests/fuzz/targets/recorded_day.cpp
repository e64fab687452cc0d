// A recorded day's file, plain or gzip.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "showroom/replay_file.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void recorded_day(ByteView bytes) {
    static MemoryFile file;
    file.fill(bytes);
    const auto day = showroom::read_recorded_day(file.path(), "H", "2020-01-07");
    if (!day) {
        check(day.error().find(file.path()) != std::string::npos, "an error does not name the file",
              day.error());
        return;
    }
    const auto& tickets = day->tickets;
    check(!tickets.empty(), "a day without tickets");
    check(std::is_sorted(tickets.begin(), tickets.end(),
                         [](const auto& a, const auto& b) { return a.issued_min < b.issued_min; }),
          "tickets are not in order of issue");
    for (const auto& ticket : tickets) {
        check(ticket.issued_min >= 0 && ticket.called_min >= ticket.issued_min && ticket.called_min <= 2880,
              "a ticket was called before it was issued");
    }
}

}  // namespace jiaohao::fuzz
