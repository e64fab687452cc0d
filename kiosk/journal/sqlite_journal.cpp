// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/sqlite_journal.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "kiosk/journal/old_epochs.hpp"
#include "kiosk/journal/salvage.hpp"
#include "kiosk/journal/sqlite_outbox.hpp"
#include "kiosk/journal/writer.hpp"

namespace jiaohao::journal {

using ports::CommitBatch;
using ports::CommitDone;
using ports::JournalError;
using ports::JournalFailure;
using ports::Recovered;
using Reopened = Result<Recovered, JournalFailure>;

/// The journal thread with its queue, and the helper that salvages.
class SqliteJournal::Thread {
  public:
    Thread(Options options, LockFile lock)
        : options_(std::move(options)),
          lock_(std::move(lock)),
          writer_(options_, marks_, counters_),
          outbox_(
              options_.folder / "journal.db", options_.vfs, marks_, [this] { wake(); }, options_.log) {}

    ~Thread() {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
        }
        ready_.notify_all();
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    [[nodiscard]] Reopened open() {
        auto recovered = writer_.open(std::nullopt);
        list_old_epochs();
        writer_.drop_finished();
        return recovered;
    }
    void start(Recovered recovered) {
        recovered_ = std::move(recovered);
        salvage_ = std::jthread([this] { salvage(); });
        thread_ = std::jthread([this] { run(); });
    }
    [[nodiscard]] Recovered take_recovered() { return std::move(recovered_); }

    void commit(CommitBatch batch, CommitDone done) {
        {
            const std::lock_guard lock(mutex_);
            Item item;
            // Only the callback is kept of what there is no room for: it is refused in its turn.
            item.refused = queue_.size() >= options_.most_queued || closing_;
            if (!item.refused) {
                item.batch = std::move(batch);
            }
            item.done = std::move(done);
            item.since = options_.clock.boot();
            queue_.push_back(std::move(item));
        }
        ready_.notify_all();
    }

    [[nodiscard]] Reopened reopen() {
        // Shared: the journal thread may still be inside set_value() when this thread has its answer.
        const auto promise = std::make_shared<std::promise<Reopened>>();
        auto answer = promise->get_future();
        {
            const std::lock_guard lock(mutex_);
            queue_.emplace_back().reopen = promise;
        }
        ready_.notify_all();
        auto reopened = answer.get();
        if (reopened && reopened->reason == domain::EpochReason::damaged && reopened->fresh) {
            salvage_ = std::jthread([this] { salvage(); });
        }
        return reopened;
    }

    [[nodiscard]] std::chrono::nanoseconds silence() const {
        const std::lock_guard lock(mutex_);
        auto oldest = under_way_;
        if (!oldest) {
            for (const Item& item : queue_) {
                if (item.done) {
                    oldest = item.since;
                    break;
                }
            }
        }
        return oldest ? options_.clock.to_real(options_.clock.boot() - *oldest) : std::chrono::nanoseconds{0};
    }

    [[nodiscard]] bool short_of_room() const { return writer_.short_of_room(); }
    SqliteOutbox& outbox() { return outbox_; }
    const Counters& counters() const { return counters_; }

  private:
    void list_old_epochs() {
        marks_.set_old(
            list_old(options_.folder / "old", options_.clock.wall() - options_.retention, options_.log));
    }

    struct Item {
        CommitBatch batch;
        CommitDone done;
        BootTime since{};
        bool refused = false;
        std::shared_ptr<std::promise<Reopened>> reopen;
    };

    void wake() {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        ready_.notify_all();
    }

    void run() {
        bool more = true;
        while (true) {
            std::deque<Item> items;
            {
                std::unique_lock lock(mutex_);
                if (!more) {
                    wait_for_work(lock);
                }
                woken_ = false;
                items = std::exchange(queue_, {});
                if (items.empty() && closing_) {
                    return;
                }
                note_under_way(items);
            }
            handle(items);
            {
                const std::lock_guard lock(mutex_);
                under_way_.reset();
            }
            more = writer_.upkeep();
        }
    }

    /// A quiet spell moves the log into the file and renews the second one; after it nothing is left to do but wait.
    void wait_for_work(std::unique_lock<std::mutex>& lock) {
        const auto work = [this] { return !queue_.empty() || closing_ || woken_; };
        if (writer_.rested() || ready_.wait_for(lock, options_.quiet, work)) {
            ready_.wait(lock, work);
            return;
        }
        lock.unlock();
        writer_.rest();
        lock.lock();
        ready_.wait(lock, work);
    }

    void note_under_way(const std::deque<Item>& items) {
        for (const Item& item : items) {
            if (item.done) {
                under_way_ = item.since;
                return;
            }
        }
    }

    /// Runs of batches share one commit; a reopen() stands between runs.
    void handle(std::deque<Item>& items) {
        std::deque<Item> group;
        for (Item& item : items) {
            if (item.reopen) {
                commit_group(group);
                overrun_ = false;
                // Only what was acknowledged counts: a commit whose sync failed may still stand in the log.
                item.reopen->set_value(writer_.open(marks_.last()));
            } else {
                group.push_back(std::move(item));
            }
        }
        commit_group(group);
    }

    void commit_group(std::deque<Item>& group) {
        std::deque<const CommitBatch*> batches;
        for (const Item& item : group) {
            overrun_ = overrun_ || item.refused;
            if (!overrun_) {
                batches.push_back(&item.batch);
            }
        }
        const auto taken = batches.size();
        const auto result = batches.empty() ? Result<void, JournalFailure>{} : writer_.commit(batches);
        for (std::size_t i = 0; i < group.size(); ++i) {
            answer(group[i], i < taken ? result
                                       : fail(JournalFailure{JournalError::failed,
                                                             "more batches wait than the queue holds"}));
        }
        group.clear();
    }

    void answer(const Item& item, const Result<void, JournalFailure>& result) {
        try {
            item.done(result);
        } catch (const std::exception& error) {
            options_.log.error("commit.callback", {{"problem", error.what()}});
        }
    }

    void salvage() {
        salvage_all(options_);
        list_old_epochs();
    }

    Options options_;
    LockFile lock_;
    Marks marks_;
    Counters counters_;
    Writer writer_;
    SqliteOutbox outbox_;
    Recovered recovered_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Item> queue_;             // guarded by mutex_
    std::optional<BootTime> under_way_;  // guarded by mutex_
    bool closing_ = false;               // guarded by mutex_
    bool woken_ = false;                 // guarded by mutex_
    /// A batch was refused for want of room: those after it would leave a hole. Journal thread only.
    bool overrun_ = false;
    std::jthread salvage_;
    std::jthread thread_;
};

SqliteJournal::SqliteJournal(std::unique_ptr<Thread> thread) : thread_(std::move(thread)) {}
SqliteJournal::~SqliteJournal() = default;

Result<std::unique_ptr<SqliteJournal>, JournalFailure> SqliteJournal::open(Options options) {
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error) {
        return fail(
            failure_of_errno(error.value(), fmt::format("{}: {}", options.folder.string(), error.message())));
    }
    auto lock = LockFile::take(options.folder / "lock");
    if (!lock) {
        return fail(std::move(lock.error()));
    }
    auto thread = std::make_unique<Thread>(std::move(options), std::move(*lock));
    auto recovered = thread->open();
    if (!recovered) {
        return fail(std::move(recovered.error()));
    }
    thread->start(std::move(*recovered));
    return std::unique_ptr<SqliteJournal>(new SqliteJournal(std::move(thread)));
}

Recovered SqliteJournal::take_recovered() {
    return thread_->take_recovered();
}
void SqliteJournal::commit(CommitBatch batch, CommitDone done) {
    thread_->commit(std::move(batch), std::move(done));
}
Result<Recovered, JournalFailure> SqliteJournal::reopen() {
    return thread_->reopen();
}
std::chrono::nanoseconds SqliteJournal::silence() const {
    return thread_->silence();
}
bool SqliteJournal::short_of_room() const {
    return thread_->short_of_room();
}
ports::Outbox& SqliteJournal::outbox() {
    return thread_->outbox();
}
const Counters& SqliteJournal::counters() const {
    return thread_->counters();
}

}  // namespace jiaohao::journal
