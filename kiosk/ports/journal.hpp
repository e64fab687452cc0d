// The journal as the hall sees it: append a batch, be told when it is durable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::ports {

enum class JournalError : std::uint8_t {
    /// Another process has it; the detail names the process id.
    locked,
    /// No room: quota or disk.
    full,
    /// Read-only, missing folder, permission.
    unwritable,
    /// I/O error on write or sync. Nothing of the batch is durable.
    failed,
    /// The file cannot be read as a journal.
    damaged,
    /// Written by a newer version.
    too_new,
    /// Closed or closing.
    closed,
};

struct JournalFailure {
    JournalError error{};
    /// For the log and the technician: file, errno text, what to do. Not for customers.
    std::string detail;
};

/// The answer given to a request id, kept with its events for the open business day and the one before. One that
/// changed nothing has no events: its first_seq is last_seq + 1.
struct RequestRecord {
    domain::RequestId id;
    domain::Seq first_seq;
    domain::Seq last_seq;
    domain::Answer answer;
};

/// Events of one or many commands that share one durable commit. Without events: requests alone.
struct CommitBatch {
    std::vector<domain::RecordedEvent> events;
    std::vector<RequestRecord> requests;
    /// When set: the state after the last event of this batch, to be stored as a snapshot in the same commit.
    std::shared_ptr<const domain::HallState> snapshot;
};

using CommitDone = std::function<void(Result<void, JournalFailure>)>;

/// A journal of another hall or terminal than the configuration names, as it was when it was set aside.
struct LeftJournal {
    domain::HallId hall;
    domain::TerminalId terminal;
    domain::EpochId epoch;
    /// For the technician.
    std::string file;
    /// Of its last event.
    WallTime last_at{};
    /// Nothing: no business day was ever opened in it.
    std::optional<domain::BusinessDay> day;
    bool day_open = false;
    /// Tickets whose visit is not over.
    std::uint64_t waiting = 0;
};

/// What the hall starts from.
struct Recovered {
    domain::EpochId epoch;
    /// The state after the last durable event.
    domain::HallState state;
    /// Where and when that event stands; none when its row is not kept any more.
    std::optional<domain::Envelope> last;
    /// Requests of the open business day and the one before.
    std::vector<RequestRecord> requests;
    /// A new journal was made; `reason` says why. Its first event must be `epoch.started` with these floors.
    bool fresh = false;
    domain::EpochReason reason{};
    std::optional<domain::EpochId> previous;
    std::map<domain::RangeId, std::uint32_t> floors;
    /// The business day that the floors belong to.
    std::optional<domain::BusinessDay> floors_day;
    /// After damage: the folder the unreadable files were moved to (empty: none), how many of their events are
    /// to be had again and how many are known to be lost, as far as that is known when the hall starts.
    std::string set_aside;
    /// Their names in that folder, with that of the file that was made of them to be read: "journal.db-wal, ...".
    std::string set_aside_files;
    std::uint64_t salvaged = 0;
    std::uint64_t lost = 0;
    /// The journal that was set aside for this one, until this one has an event more.
    std::optional<LeftJournal> left;
    /// This one had been set aside itself and goes on: its configuration names it again.
    bool taken_up = false;
};

/// One writer: commit() may be called from one thread only (the hall's). Batches become durable in order.
class Journal {
  public:
    virtual ~Journal() = default;

    /// Hands the batch to the journal thread; `done` is called from there, exactly once, after fdatasync or
    /// failure. Never blocks on the disk. After a failure every batch handed over before reopen() is refused
    /// too.
    virtual void commit(CommitBatch batch, CommitDone done) = 0;

    /// Numbers up to `ordinal` of `range` on `day` are about to be used: makes them durable in the high-water
    /// file (blocks of at least 10, so rarely a sync). Called by the journal itself for ticket.issued in a
    /// batch; the hall need not. Rebuilds the state from what is durable, after a failed commit. Blocks;
    /// called by the hall thread.
    [[nodiscard]] virtual Result<Recovered, JournalFailure> reopen() = 0;

    /// How long the oldest unanswered commit has been waiting (real time); zero when none is.
    [[nodiscard]] virtual std::chrono::nanoseconds silence() const = 0;

    /// Room for events is ending although commits still succeed (disk or quota, with what can be dropped dropped):
    /// the hall then sheds raw presses. Cheap, asked with every decision; stays true until there is clearly room
    /// again.
    [[nodiscard]] virtual bool short_of_room() const { return false; }
};

}  // namespace jiaohao::ports
