// What the uploader knows about itself: for the status page, the doctor and alerts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/types/ids.hpp"
#include "kiosk/upload/policy.hpp"

namespace jiaohao::upload {

/// Head office's clock beside the terminal's: the answer came `round_trip` after its request; `server_time`
/// is taken to hold at `boot`, the middle. The true server time lies within half the round trip of it.
struct ClockAnchor {
    std::string boot_id;
    BootTime boot{};
    WallTime wall{};
    WallTime server_time{};
    std::chrono::nanoseconds round_trip{};
    /// How far the terminal's clock is behind head office's.
    [[nodiscard]] std::chrono::milliseconds offset() const { return server_time - wall; }
};

struct UploadError {
    WallTime at{};
    /// HTTP status; 0 when there was no answer.
    int status = 0;
    std::string detail;
};

struct ActiveAlarm {
    Alarm alarm{};
    /// The epoch that is held; none when all uploads are.
    std::optional<domain::EpochId> epoch;
    std::string detail;
    friend bool operator==(const ActiveAlarm&, const ActiveAlarm&) = default;
};

struct SetApart {
    domain::EpochId epoch;
    domain::Seq seq;
    /// When head office said so.
    WallTime at{};
};

struct UploadStatus {
    /// Durable here and not yet confirmed by head office.
    std::uint64_t backlog_events = 0;
    std::optional<WallTime> last_success;
    std::optional<WallTime> last_contact;
    std::optional<UploadError> last_error;
    std::uint64_t batches_stored = 0;
    std::uint64_t events_stored = 0;
    /// Answers other than 2xx, and how often there was none.
    std::uint64_t refused = 0;
    std::uint64_t failed = 0;
    /// Events that head office could store raw only.
    std::uint64_t quarantined = 0;
    /// Events that head office stored but counts in no figure, because their business day is too far from its
    /// date, and the last of them: the clock of this terminal was wrong.
    std::uint64_t set_apart = 0;
    std::optional<SetApart> last_set_apart;
    /// What head office did not take of the names it was last sent, field and why; at most 20.
    std::vector<std::string> names_refused{};
    std::vector<ActiveAlarm> alarms;
    /// Newest last; at most 16.
    std::deque<ClockAnchor> anchors;
};

}  // namespace jiaohao::upload
