// What the journal thread does: whole groups of batches in one transaction, and upkeep between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/high_water.hpp"
#include "kiosk/journal/marks.hpp"
#include "kiosk/journal/options.hpp"
#include "kiosk/journal/places.hpp"
#include "kiosk/journal/recovery.hpp"
#include "kiosk/journal/room.hpp"
#include "kiosk/journal/snapshot_writer.hpp"
#include "kiosk/journal/stats.hpp"

namespace jiaohao::journal {

/// Used by one thread at a time.
class Writer {
  public:
    Writer(const Options& options, Marks& marks, Counters& counters);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Opens, or opens again after a failure; `no_later_than` as in open_or_begin.
    [[nodiscard]] Result<ports::Recovered, ports::JournalFailure> open(
        std::optional<domain::Seq> no_later_than);

    /// All of them in one transaction with one sync, or none. After a failure everything is refused until
    /// open().
    [[nodiscard]] Result<void, ports::JournalFailure> commit(
        const std::deque<const ports::CommitBatch*>& group);

    /// One bounded step of what can wait: marks, dropping, checkpoint, ballast. True: there is more.
    [[nodiscard]] bool upkeep();
    [[nodiscard]] bool due() const;
    /// Moves the log into the file whatever its size.
    void settle();
    /// For a quiet spell: settle(), and the second file of the state renewed, without anybody waiting for that.
    void rest();
    /// See Journal::short_of_room(). Any thread.
    [[nodiscard]] bool short_of_room() const { return room_.short_of_room(); }
    /// rest() would change nothing.
    [[nodiscard]] bool rested() const {
        return !store_ || failure_ || (store_->log_pages() == 0 && renewed_at_ == last_);
    }
    /// Deletes the files of earlier epochs that head office has in full, but for those kept to be taken up again.
    void drop_finished();

  private:
    void write_group(const std::deque<const ports::CommitBatch*>& group);
    void write_batch(const ports::CommitBatch& batch);
    void reserve_numbers(const std::deque<const ports::CommitBatch*>& group);
    void write_marks(const Marks::Acknowledged& marks);
    void note_day(const domain::RecordedEvent& event);
    void committed();
    void renew_snapshot();
    void look_for_room();
    /// True when something was given back.
    bool make_room();
    /// Deletes journals set aside that head office has in full, the oldest first, until the disk has room. True when there
    /// was one.
    bool give_up_kept();
    bool drop_some(WallTime before);
    ports::JournalFailure broken(ports::JournalFailure failure);

    const Options& options_;
    Places places_;
    Marks& marks_;
    Counters& counters_;
    Ballast ballast_;
    Room room_;
    HighWater high_water_;
    std::unique_ptr<Store> store_;
    /// Its reader is gone before the store closes.
    SnapshotWriter snapshots_;
    /// When the second file of the state was last asked for, and up to which event.
    BootTime renewed_{};
    domain::Seq renewed_at_;
    std::optional<ports::JournalFailure> failure_;
    domain::EpochId epoch_;
    domain::Seq last_;
    std::optional<domain::BusinessDay> day_;
    /// Of the batch being written, for the second file once it is durable.
    std::optional<std::pair<domain::Seq, std::string>> snapshot_;
    bool drop_due_ = false;
    std::uint32_t commits_since_look_ = 0;
    /// Without a commit in between. The first, second, fourth, ... is logged: a full disk is often the log's too.
    std::uint32_t failures_in_a_row_ = 0;
};

}  // namespace jiaohao::journal
