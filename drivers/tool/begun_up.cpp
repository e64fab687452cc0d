// SPDX-License-Identifier: Apache-2.0
#include "drivers/tool/begun_up.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "drivers/tool/job_note.hpp"
#include "drivers/tool/parts.hpp"

namespace jiaohao::drivers::tool {
namespace {

using capture::Record;
using capture::What;
using Records = std::vector<Record>;
using Kind = ports::PrintOutcome::Kind;

Records::iterator next_up(Records::iterator from, Records::iterator end) {
    return std::find_if(from, end, [](const Record& record) { return record.what == What::up; });
}

/// Where the recording is whole again.
Records::iterator whole_from(Records& records) {
    const auto up = next_up(records.begin(), records.end());
    if (up != records.end() && up + 1 != records.end() && (up + 1)->what == What::note &&
        (up + 1)->text == capture::kBegunUp) {
        return next_up(up + 1, records.end());
    }
    // A later part of a recording begins without `up`.
    const bool spoken = std::any_of(records.begin(), up, [](const Record& record) {
        return record.what == What::heard || record.what == What::written;
    });
    return spoken ? up : records.begin();
}

void count(BegunUp& found, Kind kind) {
    (kind == Kind::printed ? found.printed : kind == Kind::unknown ? found.unknown : found.not_printed) += 1;
}

}  // namespace

std::optional<BegunUp> take_begun_up(capture::Capture& capture) {
    Records& records = capture.records;
    const auto end = whole_from(records);
    if (end == records.begin()) {
        return std::nullopt;
    }
    BegunUp found;
    found.told =
        "the line was up when the recording began: until it next goes up, outcomes are told as recorded\n";
    std::map<std::pair<std::string, std::uint32_t>, std::chrono::microseconds> open;
    for (auto record = records.begin(); record != end; ++record) {
        if (record->what != What::note) {
            continue;
        }
        if (const auto job = job_from_note(record->text)) {
            open[{domain::to_string(job->ticket), job->copy}] = record->at;
        } else if (const auto outcome = outcome_from_note(record->text)) {
            const std::string ticket = domain::to_string(outcome->ticket);
            open.erase({ticket, outcome->copy});
            count(found, outcome->kind);
            found.told +=
                fmt::format("{} {} copy {}: {}\n", stamp(record->at), ticket, outcome->copy, outcome->told);
        }
    }
    for (const auto& [job, at] : open) {
        ++found.open;
        found.told +=
            fmt::format("{} {} copy {}: outcome is not in the recording\n", stamp(at), job.first, job.second);
    }
    records.erase(records.begin(), end);
    return found;
}

}  // namespace jiaohao::drivers::tool
