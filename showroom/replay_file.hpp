// Recorded tickets of a day: csv or csv.gz with the columns
//   hall,date,queue_id,letter,ticket,issued_min,called_min,ahead_at_issue,open_counters_at_issue,configured_service_min
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::showroom {

/// What the made-up day has in the column of the hall; people are shown a name of the catalogue.
inline constexpr const char* kMadeUpHall = "synthetic";

struct RecordedTicket {
    std::string queue;
    std::string letter;
    /// The number it had when it was recorded; the product gives its own.
    std::string number;
    /// Minutes after midnight.
    double issued_min = 0;
    double called_min = 0;
    std::uint32_t open_counters = 0;
};

struct RecordedDay {
    std::string hall;
    std::string date;
    /// In order of issue; ties keep the order of the file.
    std::vector<RecordedTicket> tickets;
};

/// The tickets of one hall and date. The error names file, line, column and what was expected, or says which
/// halls or dates the file holds when there is none of the one asked for. At most 1,000,000 lines of at most
/// 4,096 bytes.
[[nodiscard]] Result<RecordedDay, std::string> read_recorded_day(const std::string& path,
                                                                 const std::string& hall,
                                                                 const std::string& date);

/// Writes a day in the same columns (plain csv).
[[nodiscard]] Result<void, std::string> write_recorded_day(const std::string& path, const RecordedDay& day);

}  // namespace jiaohao::showroom
