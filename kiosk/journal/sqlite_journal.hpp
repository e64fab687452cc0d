// The journal on SQLite: one thread writes and checkpoints, every commit is one fdatasync, a damaged file
// never stops a hall. Files and their grammar: FORMAT.md.
//
//   auto journal = SqliteJournal::open({.folder = "/var/lib/jiaohao/journal", .hall = ..., ...});
//   if (!journal) ...                       locked, unwritable, too_new: say `detail` and end
//   Recovered start = (*journal)->take_recovered();
//   (*journal)->commit(batch, done);        from the hall thread
//   uploader(( *journal)->outbox());
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "kiosk/journal/options.hpp"
#include "kiosk/journal/stats.hpp"
#include "kiosk/ports/journal.hpp"
#include "kiosk/ports/outbox.hpp"

namespace jiaohao::journal {

class SqliteJournal final : public ports::Journal {
  public:
    /// Takes the folder's lock, recovers what is there or begins a new epoch, starts the journal thread.
    /// Blocks.
    [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>, ports::JournalFailure> open(Options options);

    /// Commits what is queued, then closes.
    ~SqliteJournal() override;
    SqliteJournal(const SqliteJournal&) = delete;
    SqliteJournal& operator=(const SqliteJournal&) = delete;

    /// What open() found; once.
    [[nodiscard]] ports::Recovered take_recovered();

    void commit(ports::CommitBatch batch, ports::CommitDone done) override;
    [[nodiscard]] Result<ports::Recovered, ports::JournalFailure> reopen() override;
    [[nodiscard]] std::chrono::nanoseconds silence() const override;
    [[nodiscard]] bool short_of_room() const override;

    /// Lives as long as the journal.
    [[nodiscard]] ports::Outbox& outbox();
    [[nodiscard]] const Counters& counters() const;

  private:
    class Thread;
    explicit SqliteJournal(std::unique_ptr<Thread> thread);
    std::unique_ptr<Thread> thread_;
};

}  // namespace jiaohao::journal
