// Files of recorded visits, read into what the replays take. Columns are found by their names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"
#include "tests/bench/replay_calls.hpp"
#include "tests/bench/replay_tickets.hpp"

namespace jiaohao::bench {

enum class FileKind : std::uint8_t { tickets, calls };

/// By the header; an error names the columns that either kind needs.
[[nodiscard]] Result<FileKind, std::string> kind_of(const std::string& path);

/// Rows that cannot be replayed: how many, by cause, and the first of each.
struct Dropped {
    struct Cause {
        std::size_t rows = 0;
        std::string first;
    };
    std::map<std::string, Cause> causes;
    void add(const std::string& cause, const std::string& path, std::size_t row);
};

/// hall,date,queue_id,letter,ticket,issued_min,called_min,ahead_at_issue,open_counters_at_issue,
/// configured_service_min: minutes after midnight of `date` (YYYY-MM-DD). An empty `called_min` is a ticket that
/// was never called. Customers ahead are counted, not read. Adds to `halls`.
[[nodiscard]] Result<void, std::string> read_tickets(const std::string& path, Halls& halls, Dropped& dropped);

/// Calls by pool of clerks: "stock", "internet", "main".
using Pools = std::map<std::string, std::vector<CallRecord>>;

/// The 17 columns of the Anonymous Bank (Technion, 1999), parted by tabs. Phantom calls and rows with negative
/// times are left out; a call counts as served if a clerk answered and its service has a time. Adds to `pools`.
[[nodiscard]] Result<void, std::string> read_calls(const std::string& path, Pools& pools, Dropped& dropped);

/// Days since 1970 as YYYY-MM-DD.
[[nodiscard]] std::string date_text(std::int64_t day);

}  // namespace jiaohao::bench
