// A journal in a temporary folder with a clock turned by hand, and events that make sense in a row.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/journal/sqlite_journal.hpp"

namespace jiaohao::test {

class HandClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        return WallTime{std::chrono::milliseconds{1'767'323'045'678} + turned()};
    }
    [[nodiscard]] BootTime boot() const override { return BootTime{std::chrono::seconds{1000} + turned()}; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "boot"; }
    void turn(std::chrono::milliseconds by) { turned_ms_ += by.count(); }

  private:
    [[nodiscard]] std::chrono::milliseconds turned() const {
        return std::chrono::milliseconds{turned_ms_.load()};
    }
    std::atomic<std::int64_t> turned_ms_{0};
};

class JournalRig {
  public:
    JournalRig();
    ~JournalRig();
    JournalRig(const JournalRig&) = delete;
    JournalRig& operator=(const JournalRig&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_ / name; }
    [[nodiscard]] journal::Options options();
    HandClock& clock() { return clock_; }

    /// Opens, and keeps what was recovered in `start`. Fails the test when it cannot.
    bool open();
    bool open(journal::Options options);
    void close() { journal.reset(); }

    /// The next `count` events after the last one known here; the first of an epoch is epoch.started, then
    /// day.opened.
    [[nodiscard]] std::vector<domain::RecordedEvent> next(std::size_t count);
    /// Hands over and waits. On success the events are part of `expected`.
    Result<void, ports::JournalFailure> commit(ports::CommitBatch batch);
    Result<void, ports::JournalFailure> commit(std::size_t count, bool with_snapshot = false);
    /// The same with events that leave the state, and so its snapshots, as small as it was.
    Result<void, ports::JournalFailure> commit_chatter(std::size_t count, bool with_snapshot);
    /// Takes `recovered` as what is true.
    void adopt(const ports::Recovered& recovered);

    std::unique_ptr<journal::SqliteJournal> journal;
    ports::Recovered start;
    /// All committed events applied.
    domain::HallState expected;
    domain::BusinessDay day{std::chrono::year{2026} / 1 / 2};

  private:
    [[nodiscard]] domain::Event event_at(std::uint64_t seq) const;

    std::filesystem::path folder_;
    HandClock clock_;
    /// Of its own: a second rig that went on with the first one's ids would begin an epoch that there was already.
    SeededRandom random_;
    NullSink sink_;
};

/// Every event of the journal's current epoch, through the outbox.
[[nodiscard]] std::vector<domain::RecordedEvent> all_events(journal::SqliteJournal& journal,
                                                            const domain::EpochId& epoch, domain::Seq first);

}  // namespace jiaohao::test
