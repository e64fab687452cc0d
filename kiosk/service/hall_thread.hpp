// HallThread: the implementation of Hall (hall_loop.hpp). Owns the state; everything else reaches it by
// queue.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "kiosk/base/bounded_queue.hpp"
#include "kiosk/service/device_alerts.hpp"
#include "kiosk/service/device_budget.hpp"
#include "kiosk/service/device_history.hpp"
#include "kiosk/service/effects.hpp"
#include "kiosk/service/hall_loop.hpp"
#include "kiosk/service/printer_sink.hpp"
#include "kiosk/service/shed_events.hpp"
#include "kiosk/service/stray_budget.hpp"

namespace jiaohao::service {

struct HallOptions {
    domain::HallConfig config;
    domain::TerminalId terminal;
    std::string config_hash;
    /// The date in the hall's own time zone; without it days are not compared with the clock.
    std::function<domain::BusinessDay(WallTime)> today;
    /// Date and time in the hall's own time zone; without it no opening hours are followed.
    std::function<domain::LocalTime(WallTime)> local;
    /// A snapshot goes with the batch in which this many events have passed since the last one.
    std::uint64_t snapshot_every = 1000;
    /// Commands from outside wait here; beyond it they are refused as overloaded. Device reports have as much
    /// again.
    std::size_t queue_limit = 4096;
    /// A journal that does not answer for so long (real time) is stalled: no tickets.
    std::chrono::nanoseconds stall_after = std::chrono::seconds{5};
    /// Between tries to get a failed journal back (real time).
    std::chrono::nanoseconds retry_journal_every = std::chrono::seconds{1};
};

/// What the outside may ask about its health. Thread-safe snapshot.
struct HallHealth {
    std::uint64_t commands = 0;
    std::uint64_t refused = 0;
    std::uint64_t commits = 0;
    std::uint64_t journal_failures = 0;
    std::size_t queued = 0;
    domain::Seq durable;
    std::optional<domain::RefusalCode> tickets_refused;
    domain::EpochId epoch;
};

class HallThread final : public Hall, public PrinterSink {
  public:
    /// `journal` was opened and gave `recovered`. All references outlive the thread.
    HallThread(HallOptions options, ports::Journal& journal, ports::Recovered recovered, const Clock& clock,
               Log log);
    ~HallThread() override;
    HallThread(const HallThread&) = delete;
    HallThread& operator=(const HallThread&) = delete;

    /// Before start() only.
    void add_observer(CommitObserver& observer) { observers_.push_back(&observer); }
    void set_effects(EffectPlanner& planner) { planner_ = &planner; }

    void start();
    /// Commands queued before it are still decided and committed. Idempotent.
    void stop();

    [[nodiscard]] bool submit(domain::RequestId id, domain::Command command, OnOutcome done) override;
    [[nodiscard]] bool snapshot(std::function<void(const Snapshot&)> deliver) override;

    /// A fact that must not be lost to a failing journal (print outcomes, device states): kept and tried
    /// again until it is durable or refused for a reason of its own.
    void report(domain::Command command) override;
    /// Whether a job given to `printer` now would be printed, and if not, why not.
    void printer_ready(const domain::DeviceId& printer, bool ready, domain::PrintCause cause) override;
    /// What alerts should know of a device beside its state.
    void note(ports::DeviceNote note);
    /// Of every device that was reported since the start.
    [[nodiscard]] std::map<domain::DeviceId, DeviceHistory::Entry> device_history() const;

    /// `answered` runs on the hall thread as soon as it takes this up; it waits for no commit.
    void ping(std::function<void()> answered);
    [[nodiscard]] HallHealth health() const;

  private:
    struct CommandItem {
        domain::RequestId id;
        domain::Command command;
        OnOutcome done;
        bool must_land = false;
        /// Due by time: lost with a failed commit, for the state, once rebuilt, says so again.
        bool due = false;
    };
    struct SnapshotItem {
        std::function<void(const Snapshot&)> deliver;
    };
    struct PrinterItem {
        domain::DeviceId printer;
        bool ready;
        domain::PrintCause cause;
    };
    struct PingItem {
        std::function<void()> answered;
    };
    using Item = std::variant<CommandItem, SnapshotItem, PrinterItem, PingItem, ports::DeviceNote>;

    struct Waiting {
        OnOutcome done;
        Outcome outcome;
        /// Set for reports: tried again when the commit fails.
        std::optional<domain::Command> must_land;
    };
    /// Commands that share one commit.
    struct Batch {
        std::vector<domain::RecordedEvent> events;
        std::vector<ports::RequestRecord> requests;
        std::vector<Waiting> waiting;
        std::deque<std::function<void(const Snapshot&)>> snapshots;
        /// Made when the batch is sealed, so that it holds all of its events.
        std::optional<Snapshot> picture;
        std::vector<Effect> effects;
        std::shared_ptr<Committed> committed;
        [[nodiscard]] bool empty() const { return events.empty() && waiting.empty() && snapshots.empty(); }
        [[nodiscard]] bool nothing_to_write() const { return events.empty() && requests.empty(); }
    };

    void run(const std::stop_token& stop);
    void handle(Item item);
    void take(CommandItem item);
    domain::Answer enter(const CommandItem& item, domain::Decision decision, const domain::Context& context);
    void take(SnapshotItem item);
    void take(const PrinterItem& item);
    void take(const ports::DeviceNote& note);
    [[nodiscard]] Snapshot picture() const;
    void begin();
    void run_due();
    void note_clock_jump();
    /// What of the journal the clock of this start has told, and what another one.
    void know_clock(const ports::Recovered& recovered);
    [[nodiscard]] std::optional<domain::LocalTime> local(WallTime at) const;
    /// Told of when it happens while people work: hours are then not followed for the moment.
    void doubt_clock(WallTime expected, WallTime now);
    /// Much waits for the journal already: what is due by time comes with a later commit.
    [[nodiscard]] bool crowded() const;
    /// What screens are told changes with the time alone: the hour of the last ticket, who may still come back.
    void show_by_time();
    void add_changed_hours(domain::HallView& shown);
    void watch_journal();
    void set_trouble(std::optional<domain::RefusalCode> code);

    /// Applies decided events to the state and adds them to the batch being built; their last seq.
    void record(std::vector<domain::Event> events);
    [[nodiscard]] domain::Context context_for(const domain::Command& command);
    [[nodiscard]] bool answer_from_memory(const CommandItem& item);
    [[nodiscard]] bool names_another_command(const domain::RequestId& id) const;

    void send_if_idle();
    void send(std::unique_ptr<Batch> batch);
    void finish_commit();
    void deliver(Batch& batch);
    /// Every call with its reason: a customer who asks why somebody else went first gets an answer.
    void log_calls(const std::vector<domain::RecordedEvent>& events) const;
    void fail_all(const ports::JournalFailure& failure);
    /// At the end: whoever still waits is told that nothing of it is sure.
    void abandon();
    void try_reopen();
    void adopt(ports::Recovered recovered);
    /// What was found at opening: tell_of_left(); after a new epoch for damage the alert, and today's day opened again if it was under way.
    void tell_of_damage();
    /// The journal of another hall or terminal that stood here: people must hear of its queue.
    void tell_of_left();
    void go_on_with_today(const std::optional<domain::BusinessDay>& floors_day);
    /// A report for when the journal writes again. Bounded; what says nothing new is left out.
    void keep(domain::Command command);
    void watch_room();
    /// Records the gap of what was shed: when room is back, at the end, and meanwhile once a minute.
    void tell_of_shed(bool ending);
    /// A change of a device's state that is not recorded now is shown at once all the same.
    void show_device(const domain::DeviceId& device);
    void show_held(domain::HallView& view) const;
    /// Records what was held, each in its turn, and how many changes lay in between.
    void tell_of_devices(bool ending);
    /// Records how many presses at addresses nobody configured were left out.
    void tell_of_strays(bool ending);
    /// Alerts of devices that have become due, or are over.
    void tell_of_alerts();
    /// Of a batch that failed: its gaps are still to be told.
    void untell(const std::vector<domain::RecordedEvent>& events);
    /// A command of the hall's own.
    void order(domain::Command command);
    void remember(const ports::RequestRecord& record);
    void forget_answers();

    [[nodiscard]] domain::ViewContext view_context() const;
    [[nodiscard]] std::chrono::nanoseconds patience() const;
    void publish_hall_row();

    const HallOptions options_;
    /// options_.config, for those who read it after this thread is gone.
    const std::shared_ptr<const domain::HallConfig> shared_config_ =
        std::make_shared<const domain::HallConfig>(options_.config);
    ports::Journal& journal_;
    const Clock& clock_;
    const SystemClock real_;
    const Log log_;
    std::vector<CommitObserver*> observers_;
    EffectPlanner* planner_ = nullptr;

    BoundedQueue<Item> queue_;
    /// What the journal's callback holds on to: it may come when this thread's owner is gone.
    struct Mail {
        std::mutex mutex;
        std::optional<Result<void, ports::JournalFailure>> result;  // guarded by mutex
        BoundedQueue<Item>* queue = nullptr;  // guarded by mutex; null once the owner is gone
    };
    std::shared_ptr<Mail> mail_ = std::make_shared<Mail>();

    // Below: the hall thread only.
    domain::HallState state_;
    domain::Seq durable_;
    std::map<domain::RequestId, domain::Answer> answers_;
    /// How many other business days have been opened, and at how many each answer was given.
    std::uint64_t openings_ = 0;
    std::deque<std::pair<std::uint64_t, domain::RequestId>> answer_age_;
    Batch building_;
    std::unique_ptr<Batch> in_flight_;
    std::deque<domain::Command> to_land_;
    std::uint64_t reports_dropped_ = 0;
    ShedEvents shed_;
    DeviceBudget devices_;
    StrayBudget strays_;
    DeviceAlerts device_alerts_;
    /// A new epoch that was begun for damage, until it is told.
    std::optional<ports::Recovered> damage_;
    /// A journal that was set aside for this one, until it is told; whether this one was itself set aside before.
    std::pair<std::optional<ports::LeftJournal>, bool> left_;
    std::uint64_t events_since_snapshot_ = 0;
    std::map<domain::DeviceId, std::pair<bool, domain::PrintCause>> printers_;
    std::set<domain::CounterId> heard_;
    WallTime last_at_before_start_{};
    std::optional<domain::BusinessDay> epoch_day_;
    std::optional<domain::RefusalCode> trouble_;
    bool journal_down_ = false;
    /// Without a commit in between: the pause between two doubles, up to sixteen times.
    unsigned tries_in_a_row_ = 0;
    BootTime next_reopen_{};
    WallTime seen_wall_{};
    BootTime seen_boot_{};
    /// What the clock, as it stands now, showed when the machine started.
    WallTime clock_since_{};
    /// Set where the clock began before what the journal knows: the first event that it told.
    std::optional<domain::Seq> clock_first_;
    /// Somebody was given a ticket or called by the clock as it stands: a clock that is set before that is set for the day.
    bool worked_ = false;
    /// How far the clock has gone since it was doubted, or since then where it was not; whether it was last time.
    std::chrono::milliseconds clock_off_{};
    BootTime clock_off_from_{};
    bool clock_doubted_ = false;
    bool doubted_before_start_ = false;
    /// Something due was refused, which it never should be: not before then it is tried again (real time).
    BootTime next_due_try_{};
    std::map<domain::ServiceId, domain::ServiceView> hours_shown_;
    BootTime hours_shown_at_{};
    /// No-shows whose time to come back ended until then are off the screens.
    WallTime returns_shown_at_{};
    std::optional<ports::Recovered> recovered_;
    const std::string boot_id_;

    DeviceHistory history_;

    mutable std::mutex health_mutex_;
    HallHealth health_;  // guarded by health_mutex_

    std::jthread thread_;
};

}  // namespace jiaohao::service
