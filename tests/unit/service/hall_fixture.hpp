// A hall thread over a journal in memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>

#include "kiosk/service/hall_thread.hpp"
#include "tests/support/fake_journal.hpp"

namespace jiaohao::testing {

/// Set by hand, read by any thread.
class AtomicClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        ++looks_;
        return WallTime{std::chrono::milliseconds{wall_ms_.load()}};
    }
    [[nodiscard]] BootTime boot() const override {
        return BootTime{std::chrono::milliseconds{boot_ms_.load()}};
    }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override {
        return fmt::format("00000000-0000-4000-8000-{:012}", boots_.load());
    }
    void turn(std::chrono::milliseconds span) {
        wall_ms_ += span.count();
        boot_ms_ += span.count();
    }
    void jump(std::chrono::milliseconds span) { wall_ms_ += span.count(); }
    /// The machine starts anew, with a clock that shows `wall`.
    void reboot(WallTime wall) {
        wall_ms_ = wall.time_since_epoch().count();
        boot_ms_ = 20'000;
        ++boots_;
    }
    /// How often somebody asked for the time of day.
    [[nodiscard]] std::uint64_t looks() const { return looks_.load(); }

  private:
    std::atomic<std::int64_t> wall_ms_{1578297600000};
    std::atomic<std::int64_t> boot_ms_{3600000};
    std::atomic<int> boots_{1};
    mutable std::atomic<std::uint64_t> looks_{0};
};

/// Remembers what observers are told and lets a test wait for it.
class Watcher final : public service::CommitObserver {
  public:
    void on_committed(const std::shared_ptr<const service::Committed>& committed) override {
        const std::lock_guard lock(mutex_);
        for (const auto& event : committed->events) {
            events_.push_back(event);
        }
        for (const auto& row : committed->view.services) {
            service_rows_.push_back(row);
        }
        for (const auto& id : committed->view.tickets_gone) {
            tickets_gone_.push_back(id);
        }
        if (committed->view.hall) {
            hall_rows_.push_back(*committed->view.hall);
        }
        changed_.notify_all();
    }
    void on_reset() override {
        const std::lock_guard lock(mutex_);
        ++resets_;
        changed_.notify_all();
    }
    template <class Condition>
    [[nodiscard]] bool wait(Condition condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return condition(*this); });
    }
    [[nodiscard]] std::size_t count(std::string_view type) const {
        const std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [&](const auto& one) {
            return domain::type_name(one.event) == type;
        }));
    }
    std::vector<domain::RecordedEvent> events_;
    std::vector<domain::HallRow> hall_rows_;
    std::vector<domain::ServiceView> service_rows_;
    std::vector<domain::TicketId> tickets_gone_;
    int resets_ = 0;

  private:
    /// Recursive: conditions given to wait() count too.
    mutable std::recursive_mutex mutex_;
    std::condition_variable_any changed_;
};

inline domain::HallConfig small_hall() {
    domain::HallConfig config;
    config.hall = domain::HallId{"hall"};
    config.ranges.push_back({domain::RangeId{"a"}, "A", 1, 999});
    domain::ServiceConfig service;
    service.id = domain::ServiceId{"pay"};
    service.range = domain::RangeId{"a"};
    config.services.push_back(service);
    for (const char* id : {"c1", "c2"}) {
        domain::CounterConfig counter;
        counter.id = domain::CounterId{id};
        counter.label = id;
        counter.services = {domain::ServiceId{"pay"}};
        counter.handset_only = true;
        config.counters.push_back(counter);
    }
    return config;
}

/// Keeps lines of one event name, as they would be written.
class ListeningSink final : public LogSink {
  public:
    explicit ListeningSink(std::string_view event) : event_(event) {}
    void write(const LogRecord& record) override {
        if (record.event == event_) {
            const std::lock_guard lock(mutex_);
            lines_.push_back(format_log_line(WallTime{}, record));
        }
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

  private:
    const std::string_view event_;
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

class HallFixture : public ::testing::Test {
  protected:
    void TearDown() override {
        // Effects and reports of derived fixtures go before the hall does.
        hall_->stop();
    }
    service::HallOptions options() {
        service::HallOptions made;
        made.config = config_;
        made.terminal = domain::TerminalId{"t1"};
        made.config_hash = "hash";
        made.retry_journal_every = std::chrono::milliseconds{5};
        made.today = today_;
        made.local = local_;
        return made;
    }
    void open_hall() {
        hall_ = std::make_unique<service::HallThread>(options(), journal_, *journal_.reopen(), clock_, log_);
        hall_->add_observer(watcher_);
        if (effects_ != nullptr) {
            hall_->set_effects(*effects_);
        }
        hall_->start();
    }
    void open_day() {
        using namespace std::chrono;
        ASSERT_TRUE(run(domain::OpenDay{year{2020} / 1 / 6}));
        ASSERT_TRUE(run(domain::OpenCounter{domain::CounterId{"c1"}}));
        ASSERT_TRUE(run(domain::OpenCounter{domain::CounterId{"c2"}}));
    }
    std::future<service::Outcome> ask(domain::Command command, std::string id = "") {
        auto promise = std::make_shared<std::promise<service::Outcome>>();
        auto future = promise->get_future();
        EXPECT_TRUE(
            hall_->submit(domain::RequestId{std::move(id)}, std::move(command),
                          [promise](const service::Outcome& outcome) { promise->set_value(outcome); }));
        return future;
    }
    service::Outcome run(domain::Command command, std::string id = "") {
        auto future = ask(std::move(command), std::move(id));
        if (future.wait_for(std::chrono::seconds{20}) != std::future_status::ready) {
            ADD_FAILURE() << "no answer in 20 s";
            return fail(domain::Refusal{});
        }
        return future.get();
    }
    domain::HallState state() {
        std::promise<std::shared_ptr<const domain::HallState>> promise;
        auto future = promise.get_future();
        EXPECT_TRUE(hall_->snapshot([&](const service::Snapshot& seen) { promise.set_value(seen.state); }));
        return *future.get();
    }
    domain::IssueTicket ticket() {
        domain::IssueTicket command;
        command.service = domain::ServiceId{"pay"};
        return command;
    }

    AtomicClock clock_;
    /// None: the hall compares no day with its clock.
    std::function<domain::BusinessDay(WallTime)> today_;
    /// None: it follows no hours.
    std::function<domain::LocalTime(WallTime)> local_;
    domain::HallConfig config_ = small_hall();
    NullSink sink_;
    Log log_{sink_, "test"};
    FakeJournal journal_{domain::EpochId{"11111111-1111-4111-8111-111111111111"}};
    Watcher watcher_;
    service::EffectPlanner* effects_ = nullptr;
    std::unique_ptr<service::HallThread> hall_;
};

}  // namespace jiaohao::testing
