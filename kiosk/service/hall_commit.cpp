// The half of the hall thread that deals with the journal: sharing commits, letting effects out, and coming
// back from a failed one.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <utility>

#include "kiosk/service/hall_thread.hpp"

namespace jiaohao::service {
namespace {

using domain::RefusalCode;
using std::chrono::nanoseconds;

const domain::AlertId kJournalAlert{"journal"};

RefusalCode code_of(ports::JournalError error) {
    return error == ports::JournalError::full ? RefusalCode::journal_full : RefusalCode::journal_failed;
}

}  // namespace

void HallThread::send_if_idle() {
    if (in_flight_ != nullptr || building_.empty() || journal_down_) {
        return;
    }
    send(std::make_unique<Batch>(std::exchange(building_, {})));
}

/// Kept for the open business day and the one before, however many dates lie between them; the journal keeps
/// the same.
void HallThread::forget_answers() {
    constexpr std::size_t kMostAnswers = 200'000;
    while (!answer_age_.empty() &&
           (answer_age_.size() > kMostAnswers || answer_age_.front().first + 1 < openings_)) {
        answers_.erase(answer_age_.front().second);
        answer_age_.pop_front();
    }
}

void HallThread::send(std::unique_ptr<Batch> batch) {
    if (!batch->snapshots.empty()) {
        batch->picture = picture();
    }
    if (batch->nothing_to_write()) {
        // Nothing is uncommitted: what these answers rest on is durable already.
        deliver(*batch);
        return;
    }
    // Requests that changed nothing are written too: repeated after a restart, when others have changed something
    // since, they would be decided anew.
    ports::CommitBatch commit{batch->events, std::move(batch->requests), nullptr};
    if (!batch->events.empty()) {
        batch->committed = std::make_shared<Committed>();
        batch->committed->view = domain::delta(state_, options_.config, view_context(), batch->events);
        if (planner_ != nullptr) {
            batch->effects = planner_->plan(state_, options_.config, batch->events);
        }
        if (events_since_snapshot_ >= options_.snapshot_every) {
            commit.snapshot = std::make_shared<const domain::HallState>(state_);
            events_since_snapshot_ = 0;
        }
        batch->committed->events = std::move(batch->events);
    }
    in_flight_ = std::move(batch);
    journal_.commit(std::move(commit), [mail = mail_](Result<void, ports::JournalFailure> result) {
        const std::lock_guard lock(mail->mutex);
        mail->result = std::move(result);
        if (mail->queue != nullptr) {
            mail->queue->wake();
        }
    });
}

void HallThread::finish_commit() {
    std::optional<Result<void, ports::JournalFailure>> result;
    {
        const std::lock_guard lock(mail_->mutex);
        result = std::exchange(mail_->result, std::nullopt);
    }
    if (!result || in_flight_ == nullptr) {
        return;
    }
    const auto batch = std::exchange(in_flight_, nullptr);
    if (!*result) {
        building_.waiting.insert(building_.waiting.begin(), std::make_move_iterator(batch->waiting.begin()),
                                 std::make_move_iterator(batch->waiting.end()));
        std::move(batch->snapshots.begin(), batch->snapshots.end(), std::back_inserter(building_.snapshots));
        if (batch->committed != nullptr) {
            untell(batch->committed->events);
        }
        fail_all(result->error());
        return;
    }
    if (batch->committed != nullptr) {
        durable_ = batch->committed->events.back().envelope.seq;
    }
    {
        const std::lock_guard lock(health_mutex_);
        ++health_.commits;
        health_.durable = durable_;
    }
    // The next commit goes to the disk before this one's answers are written out. What is not written waits its
    // turn: it would be delivered at once and overtake this one.
    if (!building_.nothing_to_write()) {
        send_if_idle();
    }
    if (batch->committed != nullptr) {
        log_calls(batch->committed->events);
    }
    deliver(*batch);
    tries_in_a_row_ = 0;
    if (trouble_ && *trouble_ != RefusalCode::journal_stalled) {
        set_trouble(std::nullopt);
        take(CommandItem{
            {}, domain::ResolveAlert{kJournalAlert, "journal_writes_again"}, [](const Outcome&) {}, true});
    }
}

void HallThread::log_calls(const std::vector<domain::RecordedEvent>& events) const {
    for (const domain::RecordedEvent& recorded : events) {
        const auto* called = std::get_if<domain::TicketCalled>(&recorded.event);
        const auto ticket = called == nullptr ? state_.tickets.end() : state_.tickets.find(called->ticket);
        if (ticket != state_.tickets.end() && called->why) {
            log_.info("ticket.called", {{"number", ticket->second.number},
                                        {"counter", called->counter.get()},
                                        {"why", domain::code(*called->why)},
                                        {"reason", called->pick_reason.value_or("")},
                                        {"passed", called->passed ? called->passed->size() : 0}});
        }
    }
}

void HallThread::deliver(Batch& batch) {
    for (const Effect& effect : batch.effects) {
        effect();
    }
    if (batch.committed != nullptr) {
        show_held(batch.committed->view);
        for (CommitObserver* observer : observers_) {
            observer->on_committed(batch.committed);
        }
    }
    for (Waiting& waiting : batch.waiting) {
        waiting.done(waiting.outcome);
    }
    if (batch.picture && batch.picture->view.hall) {
        // Not facts of the journal: as they stand now, or a row published meanwhile would be undone.
        const domain::ViewContext now = view_context();
        batch.picture->view.hall->tickets_refused = now.tickets_refused;
        batch.picture->view.hall->paper = now.paper;
    }
    if (batch.picture) {
        show_held(batch.picture->view);
    }
    for (const auto& deliver_to : batch.snapshots) {
        deliver_to(*batch.picture);
    }
}

void HallThread::fail_all(const ports::JournalFailure& failure) {
    if (std::has_single_bit(tries_in_a_row_ + 1)) {
        log_.error("journal.failed", {{"detail", failure.detail}, {"tries", tries_in_a_row_}});
    }
    {
        const std::lock_guard lock(health_mutex_);
        ++health_.journal_failures;
    }
    journal_down_ = true;
    set_trouble(code_of(failure.error));
    Batch lost = std::exchange(building_, {});
    untell(lost.events);
    for (Waiting& waiting : lost.waiting) {
        if (waiting.must_land) {
            keep(std::move(*waiting.must_land));
        } else {
            // Refusals too: they rested on state that never became durable, so what they name may not hold.
            waiting.done(fail(domain::Refusal{*trouble_, {}}));
        }
    }
    building_.snapshots = std::move(lost.snapshots);
    // Nothing that was decided since the last durable event may be answered from memory.
    answers_.clear();
    answer_age_.clear();
    try_reopen();
}

void HallThread::abandon() {
    const domain::Refusal unsure{trouble_.value_or(RefusalCode::journal_failed), {}};
    for (Item& item : queue_.take_all(nanoseconds{0})) {
        if (auto* command = std::get_if<CommandItem>(&item)) {
            command->done(fail(unsure));
        }
    }
    for (Batch* batch : {in_flight_.get(), &building_}) {
        if (batch == nullptr) {
            continue;
        }
        for (Waiting& waiting : batch->waiting) {
            waiting.done(fail(unsure));
        }
    }
}

void HallThread::try_reopen() {
    if (!journal_down_ || real_.boot() < next_reopen_) {
        return;
    }
    next_reopen_ = real_.boot() + options_.retry_journal_every * (1U << std::min(tries_in_a_row_, 4U));
    ++tries_in_a_row_;
    auto recovered = journal_.reopen();
    if (!recovered) {
        set_trouble(code_of(recovered.error().error));
        log_.error("journal.reopen_failed", {{"detail", recovered.error().detail}});
        return;
    }
    auto asked = std::exchange(building_.snapshots, {});
    const bool fresh = recovered->fresh;
    adopt(std::move(*recovered));
    journal_down_ = false;
    // At once, from what is durable: a screen that starts now must learn that no tickets are given. Before the
    // reset, after which an observer takes only answers to what it asks from then on: while the disk stays full
    // there is a reset with every try.
    Snapshot durable = picture();
    show_held(durable.view);
    for (const auto& deliver_to : asked) {
        deliver_to(durable);
    }
    for (CommitObserver* observer : observers_) {
        observer->on_reset();
    }
    if (fresh) {
        for (domain::Command& command : domain::after_restart(state_)) {
            take(CommandItem{{}, std::move(command), [](const Outcome&) {}, true});
        }
        tell_of_damage();
    }
    tell_of_left();
    // Proves that the journal takes commits again; only then tickets are given.
    take(CommandItem{{},
                     domain::RaiseAlert{kJournalAlert, std::string(domain::code(*trouble_)), "journal", {}},
                     [](const Outcome&) {},
                     false});
    auto kept = std::exchange(to_land_, {});
    // Before any of them is taken up, which may itself be held.
    std::erase_if(kept, [this](const domain::Command& command) {
        const auto* report = std::get_if<domain::ReportDevice>(&command);
        return report != nullptr && devices_.overtaken(*report);
    });
    for (domain::Command& command : kept) {
        take(CommandItem{{}, std::move(command), [](const Outcome&) {}, true});
    }
}

void HallThread::watch_journal() {
    try_reopen();
    const bool silent = !journal_down_ && journal_.silence() >= options_.stall_after;
    const bool stalled = trouble_ == RefusalCode::journal_stalled;
    if (silent && !trouble_) {
        log_.error("journal.stalled", {{"silent_ms", journal_.silence().count() / 1'000'000}});
        set_trouble(RefusalCode::journal_stalled);
    } else if (!silent && stalled) {
        log_.info("journal.answers_again");
        set_trouble(std::nullopt);
    }
}

void HallThread::set_trouble(std::optional<RefusalCode> code) {
    if (trouble_ == code) {
        return;
    }
    trouble_ = code;
    {
        const std::lock_guard lock(health_mutex_);
        health_.tickets_refused = code;
    }
    publish_hall_row();
}

void HallThread::publish_hall_row() {
    // Not a fact of the journal: shown at once, with no event.
    auto shown = std::make_shared<Committed>();
    shown->view = domain::delta(state_, options_.config, view_context(), {});
    shown->view.hall = domain::view(state_, options_.config, view_context()).hall;
    for (CommitObserver* observer : observers_) {
        observer->on_committed(shown);
    }
}

domain::ViewContext HallThread::view_context() const {
    domain::ViewContext context;
    context.now = clock_.wall();
    context.local = local(context.now);
    context.tickets_refused = trouble_;
    context.paper =
        std::any_of(printers_.begin(), printers_.end(), [](const auto& one) { return one.second.first; });
    return context;
}

}  // namespace jiaohao::service
