// The one storage interface of head office. Adapters: SQLite (embedded default). Everything is keyed by hall,
// so that the same questions can be asked of a distributed store later. Thread-safe. Writes are grouped into
// shared commits; a call returns when its data are durable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::headoffice {

struct StoreError {
    enum class Code : std::uint8_t { unavailable, full, damaged, too_new, invalid };
    Code code{};
    std::string detail;
};

/// One event as received. An element whose event could not be read is kept raw at its seq (quarantined).
struct IncomingEvent {
    domain::Seq seq;
    /// Canonical JSON of the event (wire::canonical), or the raw text that could not be read.
    std::string body;
    wire::Hash hash{};
    bool quarantined = false;
    std::string problem;
    /// Business day of the event's envelope, for roll-ups; none before the first day or when quarantined.
    std::optional<domain::BusinessDay> day;
    /// The day is too far from head office's clock to be true: stored, marked, and in no roll-up. Only with
    /// `day`.
    bool set_apart = false;
    /// The event's own time, for the coverage; none when quarantined.
    std::optional<WallTime> at;
};

struct IngestBatch {
    domain::HallId hall;
    domain::TerminalId terminal;
    domain::EpochId epoch;
    /// Consecutive.
    std::vector<IncomingEvent> events;
    /// Head office's own time and date of receipt.
    WallTime received_at{};
};

struct IngestAnswer {
    enum class Kind : std::uint8_t {
        /// Stored, or known already with the same hashes.
        stored,
        /// The batch starts beyond stored_to + 1: the terminal must send from `want`.
        gap,
        /// Another hash at a stored seq: a cloned or restored disk. Nothing of the batch was stored.
        clone,
        /// The terminal belongs to `hall` in this epoch.
        wrong_hall,
        /// The terminal speaks for `hall` alone (fleet.hpp): the refusal was noted, nothing else.
        other_hall,
    };
    Kind kind{};
    std::optional<domain::HallId> hall;
    /// Of a clone: the first seq of the batch at which another event is stored.
    std::optional<domain::Seq> differs{};
    domain::Seq stored_to;
    domain::Seq want;
    std::vector<domain::Seq> quarantined;
    std::vector<domain::Seq> set_apart;
    std::uint64_t newly_stored = 0;
};

struct HallDay {
    domain::HallId hall;
    domain::BusinessDay day;
    // The check takes the 0 that a comparison is rewritten with for a null pointer.
    friend auto operator<=>(const HallDay&, const HallDay&) = default;  // NOLINT(modernize-use-nullptr)
};

enum class Grain : std::uint8_t { quarter_hour, hour, day };

/// A bucket of figures; full replacement state with key (grain, hall, day, slot, service, counter, clerk). An
/// empty dimension means "all".
struct Rollup {
    Grain grain{};
    HallDay hall_day;
    /// Minutes after midnight in the hall's time zone; 0 for a day.
    std::uint32_t slot_min = 0;
    std::string service;
    std::string counter;
    std::string clerk;
    /// Encoded by headoffice/feeds, opaque to the store; never empty unless removed.
    std::string figures;
    /// The bucket has no events any more. Such a row stays, so that whoever pulls changes learns of it.
    bool removed = false;
    /// Grows whenever the content of this bucket changes; unchanged content keeps rev and updated_at.
    std::uint64_t rev = 0;
    WallTime updated_at{};
};

struct RollupFilter {
    Grain grain{};
    domain::BusinessDay from{};
    domain::BusinessDay to{};
    /// Which dimensions the rows carry ("by service", ...): rows with exactly these dimensions set are
    /// returned.
    bool by_service = false;
    bool by_counter = false;
    bool by_clerk = false;
    std::optional<domain::HallId> hall;
    std::optional<std::string> service;
    std::optional<std::string> counter;
    std::optional<std::string> clerk;
    /// Also rows that have been removed.
    bool with_removed = false;
};

struct Coverage {
    domain::HallId hall;
    domain::TerminalId terminal;
    domain::EpochId epoch;
    domain::Seq stored_to;
    /// Own time of the last stored event, and when it was received.
    std::optional<WallTime> last_event_at;
    WallTime received_at{};
    std::uint64_t quarantined = 0;
    /// Events whose business day was too far away.
    std::uint64_t set_apart = 0;
};

struct HallZone {
    domain::HallId hall;
    /// As feeds name it; none when it is not known in which the hall's roll-ups were computed.
    std::optional<std::string> zone;
    /// It was another since the store began to note them.
    bool moved = false;
};

struct StoreCounts {
    /// Stored in all; quarantined ones and those set apart are among the events.
    std::uint64_t events = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t set_apart = 0;
    /// Hall-days whose roll-ups are to be computed anew.
    std::uint64_t dirty_days = 0;
    /// Since this process opened the store: batches refused, and events that came again.
    std::uint64_t refused_gap = 0;
    std::uint64_t refused_clone = 0;
    std::uint64_t refused_hall = 0;
    std::uint64_t repeated = 0;
};

class Store {
  public:
    virtual ~Store() = default;

    /// Compare-and-set on the cursor (hall, terminal, epoch) and the rows, in one durable transaction. Events
    /// at or below the cursor are compared by hash and not stored again.
    [[nodiscard]] virtual Result<IngestAnswer, StoreError> ingest(const IngestBatch& batch) = 0;

    /// Hall-days whose events changed since their roll-ups were computed, oldest mark first.
    [[nodiscard]] virtual Result<std::vector<HallDay>, StoreError> dirty_days(std::size_t most) = 0;
    /// Every readable event of a hall-day that was not set apart, in order of (terminal, epoch, seq); epochs in the order in which
    /// head office first heard of them.
    [[nodiscard]] virtual Result<std::vector<domain::RecordedEvent>, StoreError> events_of(
        const HallDay& hall_day) = 0;
    /// Replaces all roll-ups of the hall-day and clears its dirty mark if nothing came in since `dirty_days`
    /// returned it; rows with unchanged figures keep rev and updated_at, rows that are not given any more are
    /// kept as removed ones with a new rev. Idempotent.
    [[nodiscard]] virtual Result<void, StoreError> replace_rollups(const HallDay& hall_day,
                                                                   std::vector<Rollup> rows,
                                                                   WallTime now) = 0;
    /// Ordered by (day, slot, hall, service, counter, clerk).
    [[nodiscard]] virtual Result<std::vector<Rollup>, StoreError> rollups(const RollupFilter& filter) = 0;

    /// In which zone the roll-ups of each hall are computed, by name of the hall.
    [[nodiscard]] virtual Result<std::vector<HallZone>, StoreError> hall_zones() = 0;
    /// The hall is computed in `zone` from now on: its days that have roll-ups become dirty, newest first and
    /// behind all days with new events. Gives their number; nothing happens for a hall without events.
    [[nodiscard]] virtual Result<std::size_t, StoreError> move_zone(const domain::HallId& hall,
                                                                    const std::string& zone) = 0;
    /// Among the days and the hall of `filter` (nothing else of it counts): those whose roll-ups are still of the
    /// zone before, from move_zone() until replace_rollups().
    [[nodiscard]] virtual Result<std::vector<HallDay>, StoreError> days_of_old_zone(
        const RollupFilter& filter) = 0;

    [[nodiscard]] virtual Result<std::vector<Coverage>, StoreError> coverage() = 0;
    [[nodiscard]] virtual Result<StoreCounts, StoreError> counts() = 0;
};

}  // namespace jiaohao::headoffice
