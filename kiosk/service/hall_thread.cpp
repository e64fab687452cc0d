// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/hall_thread.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::service {
namespace {

using domain::RefusalCode;
using std::chrono::milliseconds;

/// How often the thread looks at the journal and the clock when nothing else wakes it (real time).
constexpr milliseconds kTick{250};

domain::Refusal refusal(RefusalCode code) {
    return {code, {}};
}

/// The counter whose handset the command came from, of those keys that repeated would do harm.
const domain::CounterId* pressed_at(const domain::Command& command) {
    if (const auto* call = std::get_if<domain::CallNext>(&command)) {
        return call->channel == domain::Channel::handset ? &call->counter : nullptr;
    }
    if (const auto* resume = std::get_if<domain::ResumeTicket>(&command)) {
        return resume->channel == domain::Channel::handset ? &resume->counter : nullptr;
    }
    const auto* pause = std::get_if<domain::PauseCounter>(&command);
    return pause != nullptr && pause->toggle ? &pause->counter : nullptr;
}

}  // namespace

HallThread::HallThread(HallOptions options, ports::Journal& journal, ports::Recovered recovered,
                       const Clock& clock, Log log)
    : options_(std::move(options)),
      journal_(journal),
      clock_(clock),
      log_(log.in("hall")),
      queue_(options_.queue_limit * 2),
      devices_(clock),
      strays_(clock),
      device_alerts_(clock),
      recovered_(std::move(recovered)),
      boot_id_(clock.boot_id()) {
    mail_->queue = &queue_;
}

HallThread::~HallThread() {
    stop();
    const std::lock_guard lock(mail_->mutex);
    mail_->queue = nullptr;
}

void HallThread::start() {
    thread_ = std::jthread([this](const std::stop_token& token) { run(token); });
}

void HallThread::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        queue_.close();
        thread_.join();
    }
}

bool HallThread::submit(domain::RequestId id, domain::Command command, OnOutcome done) {
    if (queue_.size() >= options_.queue_limit) {
        return false;
    }
    return queue_.push(CommandItem{std::move(id), std::move(command), std::move(done), false});
}

bool HallThread::snapshot(std::function<void(const Snapshot&)> deliver) {
    return queue_.push(SnapshotItem{std::move(deliver)});
}

void HallThread::report(domain::Command command) {
    if (const auto* device = std::get_if<domain::ReportDevice>(&command)) {
        history_.heard(*device, clock_.wall());
    }
    if (!queue_.push(CommandItem{{}, std::move(command), [](const Outcome&) {}, true})) {
        log_.error("report.dropped", {{"queued", queue_.size()}});
    }
}

void HallThread::printer_ready(const domain::DeviceId& printer, bool ready, domain::PrintCause cause) {
    if (!queue_.push(PrinterItem{printer, ready, cause})) {
        log_.error("printer_state.dropped", {{"printer", printer.get()}});
    }
}

void HallThread::note(ports::DeviceNote note) {
    if (!queue_.push(std::move(note))) {
        log_.error("device_note.dropped", {{"queued", queue_.size()}});
    }
}

std::map<domain::DeviceId, DeviceHistory::Entry> HallThread::device_history() const {
    return history_.entries();
}

void HallThread::ping(std::function<void()> answered) {
    static_cast<void>(queue_.push(PingItem{std::move(answered)}));
}

HallHealth HallThread::health() const {
    const std::lock_guard lock(health_mutex_);
    HallHealth health = health_;
    health.queued = queue_.size();
    return health;
}

void HallThread::run(const std::stop_token& stop) {
    seen_wall_ = clock_.wall();
    seen_boot_ = clock_.boot();
    know_clock(*recovered_);
    adopt(std::move(*std::exchange(recovered_, std::nullopt)));
    last_at_before_start_ = state_.last_at;
    // Set while nobody looked: what begin() decides on it must not be moved again.
    note_clock_jump();
    begin();
    // After stop() what is queued is still decided, and the last commit still answered.
    while (!stop.stop_requested() || queue_.size() > 0 || in_flight_ != nullptr || !building_.empty() ||
           shed_.pending() || devices_.pending() || strays_.pending()) {
        send_if_idle();
        auto items = queue_.take_all(patience());
        // Before the items: what they arm on a clock that has jumped must not be shifted by the jump again.
        note_clock_jump();
        for (Item& item : items) {
            handle(std::move(item));
        }
        finish_commit();
        watch_journal();
        run_due();
        watch_room();
        // The last word is spoken when nothing is queued any more: a device's state told sooner may not be its last.
        const bool ending = stop.stop_requested() && queue_.size() == 0;
        tell_of_shed(ending);
        tell_of_devices(ending);
        tell_of_strays(ending);
        tell_of_alerts();
        show_by_time();
        if (stop.stop_requested() && trouble_) {
            // A journal that fails or stays silent must not keep the process from ending.
            break;
        }
    }
    abandon();
}

void HallThread::adopt(ports::Recovered recovered) {
    left_ = {std::move(recovered.left), recovered.taken_up};
    state_ = std::move(recovered.state);
    state_.epoch = recovered.epoch;
    durable_ = state_.seq;
    {
        const std::lock_guard lock(health_mutex_);
        health_.epoch = state_.epoch;
        health_.durable = durable_;
    }
    device_alerts_.start_anew();
    answers_.clear();
    answer_age_.clear();
    for (const ports::RequestRecord& record : recovered.requests) {
        remember(record);
    }
    events_since_snapshot_ = 0;
    if (planner_ != nullptr) {
        planner_->resync(state_, options_.config);
    }
    if (recovered.fresh) {
        // Floors hold for the day they were reserved on, which a lost journal may know only from its second
        // file.
        epoch_day_ = recovered.floors_day ? recovered.floors_day : state_.day;
        record({domain::EpochStarted{recovered.reason, recovered.previous, recovered.floors}});
        if (recovered.reason == domain::EpochReason::damaged) {
            recovered.state = {};
            recovered.requests.clear();
            damage_ = std::move(recovered);
        }
    }
}

void HallThread::begin() {
    take(CommandItem{{}, domain::NoteConfig{options_.config_hash}, [](const Outcome&) {}, true});
    for (domain::Command& command : domain::after_restart(state_)) {
        take(CommandItem{{}, std::move(command), [](const Outcome&) {}, true});
    }
    tell_of_damage();
    log_.info("hall.started", {{"epoch", state_.epoch.get()}, {"seq", state_.seq.get()}});
}

void HallThread::handle(Item item) {
    std::visit(
        [this](auto&& one) {
            using T = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<T, PingItem>) {
                one.answered();
            } else {
                if constexpr (std::is_same_v<T, CommandItem>) {
                    // Here and not in take(): reports kept for a failing journal come there a second time.
                    if (const auto* report = std::get_if<domain::ReportDevice>(&one.command)) {
                        device_alerts_.heard(*report);
                    }
                }
                take(std::forward<decltype(one)>(one));
            }
        },
        std::move(item));
}

bool HallThread::answer_from_memory(const CommandItem& item) {
    if (item.id.get().empty()) {
        return false;
    }
    const auto known = answers_.find(item.id);
    if (known == answers_.end()) {
        if (!names_another_command(item.id)) {
            return false;
        }
        const domain::Refusal reused{RefusalCode::bad_arguments, {{"argument", "id"}, {"problem", "reused"}}};
        building_.waiting.push_back({item.done, fail(reused), std::nullopt});
        return true;
    }
    // The first answer may itself still wait for its commit: this one waits with it or after it.
    building_.waiting.push_back({item.done, known->second, std::nullopt});
    return true;
}

bool HallThread::names_another_command(const domain::RequestId& id) const {
    const std::size_t mark = id.get().find('#');
    if (mark == std::string::npos) {
        return false;
    }
    const auto near = answers_.lower_bound(domain::RequestId{id.get().substr(0, mark + 1)});
    return near != answers_.end() && near->first.get().compare(0, mark + 1, id.get(), 0, mark + 1) == 0;
}

domain::Context HallThread::context_for(const domain::Command& command) {
    domain::Context context;
    context.now = clock_.wall();
    context.terminal = options_.terminal;
    context.next_seq = domain::Seq{state_.seq.get() + 1};
    context.last_at_before_start = last_at_before_start_;
    for (const auto& [id, condition] : printers_) {
        if (condition.first) {
            context.printer = id;
            break;
        }
        context.no_paper = condition.second;
    }
    if (options_.today) {
        context.today = options_.today(context.now);
    }
    context.local = local(context.now);
    if (const domain::CounterId* counter = pressed_at(command)) {
        context.handset_unheard_since_start = heard_.insert(*counter).second;
    }
    return context;
}

/// What was decided goes into the batch that is being built.
domain::Answer HallThread::enter(const CommandItem& item, domain::Decision decision,
                                 const domain::Context& context) {
    if (journal_.short_of_room()) {
        shed_.take_from(decision.events, context.now, clock_.boot());
    }
    const auto* report = std::get_if<domain::ReportDevice>(&item.command);
    if (report != nullptr && !decision.events.empty()) {
        log_.info("device.state", {{"device", report->device.get()},
                                   {"state", domain::code(report->state)},
                                   {"fault", report->fault}});
    }
    record(std::move(decision.events));
    if (!item.id.get().empty()) {
        building_.requests.push_back({item.id, context.next_seq, state_.seq, decision.answer});
        remember(building_.requests.back());
    }
    return std::move(decision.answer);
}

void HallThread::take(CommandItem item) {
    const auto* report = std::get_if<domain::ReportDevice>(&item.command);
    if (report != nullptr && !devices_.pass(*report)) {
        show_device(report->device);
        item.done(domain::Answer{});
        return;
    }
    if (journal_down_) {
        // Before any remembered answer: what is remembered now may never have become durable.
        if (item.must_land && !item.due) {
            keep(std::move(item.command));
        } else {
            item.done(fail(refusal(trouble_.value_or(RefusalCode::journal_failed))));
        }
        return;
    }
    // A device gives up on a press while the journal is silent; decided later, the next press would be a second call.
    const bool stalled = trouble_ == RefusalCode::journal_stalled && !item.must_land;
    const bool wants_ticket = std::holds_alternative<domain::IssueTicket>(item.command) ||
                              std::holds_alternative<domain::CheckIn>(item.command);
    if (stalled || (trouble_ && wants_ticket)) {
        item.done(fail(refusal(*trouble_)));
        return;
    }
    if (const auto* stray = std::get_if<domain::PressStray>(&item.command);
        stray != nullptr && !strays_.pass(*stray)) {
        domain::Answer unsolicited;
        unsolicited.press = domain::PressFate::unsolicited;
        item.done(unsolicited);
        return;
    }
    if (answer_from_memory(item)) {
        return;
    }
    const domain::Context context = context_for(item.command);
    auto decision = domain::decide(state_, options_.config, item.command, context);
    {
        const std::lock_guard lock(health_mutex_);
        ++health_.commands;
        health_.refused += decision ? 0U : 1U;
    }
    Waiting waiting{std::move(item.done), domain::Answer{}, std::nullopt};
    waiting.outcome =
        decision ? Outcome(enter(item, std::move(*decision), context)) : Outcome(fail(decision.error()));
    if (item.must_land && !item.due) {
        // Refused or not: a refusal may rest on state that is rolled back.
        waiting.must_land = std::move(item.command);
    }
    building_.waiting.push_back(std::move(waiting));
}

void HallThread::take(SnapshotItem item) {
    constexpr std::size_t kMostAsked = 256;
    if (building_.snapshots.size() >= kMostAsked) {
        // A journal that is down for long; who asked first has gone or asks again.
        building_.snapshots.pop_front();
    }
    building_.snapshots.push_back(std::move(item.deliver));
}

Snapshot HallThread::picture() const {
    return {domain::view(state_, options_.config, view_context()),
            std::make_shared<const domain::HallState>(state_), state_.seq, shared_config_};
}

void HallThread::take(const PrinterItem& item) {
    const bool paper_before = view_context().paper;
    printers_[item.printer] = {item.ready, item.cause};
    if (view_context().paper != paper_before) {
        publish_hall_row();
    }
}

void HallThread::record(std::vector<domain::Event> events) {
    const WallTime now = clock_.wall();
    const auto mono = std::chrono::floor<milliseconds>(clock_.boot().time_since_epoch());
    for (domain::Event& event : events) {
        domain::RecordedEvent recorded;
        domain::Envelope& envelope = recorded.envelope;
        envelope.hall = options_.config.hall;
        envelope.terminal = options_.terminal;
        envelope.epoch = state_.epoch;
        envelope.seq = domain::Seq{state_.seq.get() + 1};
        const auto* opened = std::get_if<domain::DayOpened>(&event);
        if (opened != nullptr && state_.day && opened->day != *state_.day) {
            ++openings_;
            forget_answers();
        }
        envelope.day = opened != nullptr ? std::optional(opened->day) : state_.day;
        if (std::holds_alternative<domain::EpochStarted>(event)) {
            envelope.day = epoch_day_;
        }
        envelope.at = now;
        envelope.boot = boot_id_;
        envelope.mono_ms = mono;
        envelope.simulated = clock_.simulated();
        recorded.event = std::move(event);
        worked_ = worked_ || std::holds_alternative<domain::TicketIssued>(recorded.event) ||
                  std::holds_alternative<domain::TicketCalled>(recorded.event);
        domain::apply(state_, recorded);
        building_.events.push_back(std::move(recorded));
        ++events_since_snapshot_;
    }
}

void HallThread::remember(const ports::RequestRecord& record) {
    answers_.insert_or_assign(record.id, record.answer).first->second.again = true;
    answer_age_.emplace_back(openings_, record.id);
    forget_answers();
}

}  // namespace jiaohao::service
