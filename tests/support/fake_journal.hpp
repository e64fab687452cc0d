// A journal in memory: keeps what it was told to commit, answers when a test lets it, fails when told to.
// Reopening rebuilds the state from what was committed, as the real one does.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <vector>

#include "kiosk/domain/decide.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::testing {

class FakeJournal final : public ports::Journal {
  public:
    explicit FakeJournal(domain::EpochId epoch) : epoch_(std::move(epoch)) {}

    void commit(ports::CommitBatch batch, ports::CommitDone done) override {
        std::unique_lock lock(mutex_);
        if (const auto failing = failing_) {
            lock.unlock();
            done(fail(*failing));
            return;
        }
        if (held_) {
            waiting_.emplace_back(std::move(batch), std::move(done));
            return;
        }
        keep(batch);
        lock.unlock();
        done({});
    }

    Result<ports::Recovered, ports::JournalFailure> reopen() override {
        const std::lock_guard lock(mutex_);
        ++reopened_;
        if (unreadable_ && failing_) {
            return fail(*failing_);
        }
        ports::Recovered recovered = beginning_;
        recovered.epoch = epoch_;
        for (const auto& event : events_) {
            domain::apply(recovered.state, event);
            recovered.last = event.envelope;
        }
        recovered.requests = requests_;
        recovered.fresh = events_.empty();
        return recovered;
    }

    [[nodiscard]] std::chrono::nanoseconds silence() const override {
        const std::lock_guard lock(mutex_);
        return silence_;
    }

    [[nodiscard]] bool short_of_room() const override {
        const std::lock_guard lock(mutex_);
        return short_of_room_;
    }

    // What a test does to it.
    /// While nothing is committed it is opened as this says: reason, state, floors.
    void begin_with(ports::Recovered beginning) {
        const std::lock_guard lock(mutex_);
        beginning_ = std::move(beginning);
    }
    void be_short_of_room(bool ends) {
        const std::lock_guard lock(mutex_);
        short_of_room_ = ends;
    }
    void hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
    }
    /// Commits what was held back, in order, and goes on normally.
    void release() {
        std::deque<std::pair<ports::CommitBatch, ports::CommitDone>> waiting;
        {
            const std::lock_guard lock(mutex_);
            held_ = false;
            for (auto& [batch, done] : waiting_) {
                keep(batch);
            }
            waiting = std::exchange(waiting_, {});
        }
        for (auto& [batch, done] : waiting) {
            done({});
        }
    }
    /// Every commit fails from now on, those held back too.
    void break_with(ports::JournalError error) {
        std::deque<std::pair<ports::CommitBatch, ports::CommitDone>> waiting;
        {
            const std::lock_guard lock(mutex_);
            failing_ = ports::JournalFailure{error, "broken by the test"};
            held_ = false;
            waiting = std::exchange(waiting_, {});
        }
        for (auto& [batch, done] : waiting) {
            done(fail(ports::JournalFailure{error, "broken by the test"}));
        }
    }
    /// While it is broken it cannot be opened again either.
    void be_unreadable() {
        const std::lock_guard lock(mutex_);
        unreadable_ = true;
    }
    void mend() {
        const std::lock_guard lock(mutex_);
        failing_.reset();
        unreadable_ = false;
    }
    void be_silent_for(std::chrono::nanoseconds span) {
        const std::lock_guard lock(mutex_);
        silence_ = span;
    }

    [[nodiscard]] std::vector<domain::RecordedEvent> events() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    [[nodiscard]] std::vector<std::size_t> batch_sizes() const {
        const std::lock_guard lock(mutex_);
        return batch_sizes_;
    }
    [[nodiscard]] std::size_t held() const {
        const std::lock_guard lock(mutex_);
        return waiting_.size();
    }
    [[nodiscard]] int reopened() const {
        const std::lock_guard lock(mutex_);
        return reopened_;
    }

  private:
    void keep(const ports::CommitBatch& batch) {
        events_.insert(events_.end(), batch.events.begin(), batch.events.end());
        requests_.insert(requests_.end(), batch.requests.begin(), batch.requests.end());
        batch_sizes_.push_back(batch.events.size());
    }

    mutable std::mutex mutex_;
    const domain::EpochId epoch_;
    std::vector<domain::RecordedEvent> events_;
    std::vector<ports::RequestRecord> requests_;
    std::vector<std::size_t> batch_sizes_;
    std::deque<std::pair<ports::CommitBatch, ports::CommitDone>> waiting_;
    std::optional<ports::JournalFailure> failing_;
    std::chrono::nanoseconds silence_{0};
    ports::Recovered beginning_;
    bool short_of_room_ = false;
    bool held_ = false;
    bool unreadable_ = false;
    int reopened_ = 0;
};

}  // namespace jiaohao::testing
