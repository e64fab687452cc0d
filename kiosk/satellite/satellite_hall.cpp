// What clients of a satellite are shown.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/satellite_hall.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::satellite {
namespace {

namespace w = wire::api;

constexpr std::size_t kMostCommits = 1000;
constexpr std::size_t kMostSnapshots = 256;

LinkTimes times_of(const SatelliteOptions& options) {
    LinkTimes times;
    times.silence =
        std::max<std::chrono::nanoseconds>(times.silence, options.answer + std::chrono::seconds{2});
    return times;
}

domain::HallConfig owners_config(domain::HallConfig config) {
    config.satellite = false;
    return config;
}

/// What of the own journal is news while the owner's events are shown: what it cannot know.
bool is_own_news(const domain::Event& event) {
    const std::string_view type = domain::type_name(event);
    return type.starts_with("ticket.") || type.starts_with("device.") || type.starts_with("alert.");
}

/// Alone nobody knows how many wait at the owner's, who was called there, or how long it will be.
void make_alone(domain::HallView& view) {
    if (view.hall) {
        view.hall->alone = true;
        view.hall->appointments = false;
    }
    for (domain::ServiceView& service : view.services) {
        service.waiting = 0;
        service.oldest_issued_at.reset();
        service.expected.reset();
    }
}

}  // namespace

SatelliteHall::SatelliteHall(SatelliteOptions options, SatelliteParts parts)
    : options_(std::move(options)),
      config_(std::make_shared<const domain::HallConfig>(options_.config)),
      owners_config_(owners_config(options_.config)),
      parts_(std::move(parts)),
      log_(parts_.log.in("satellite")),
      session_({options_.config.hall, options_.terminal, options_.token, times_of(options_)}, parts_.line,
               *this, parts_.real, parts_.random, parts_.log) {}

void SatelliteHall::look() {
    session_.look();
    if (state_ == nullptr || picture_again_) {
        want_picture();
    }
    sync();
    note_status();
}

void SatelliteHall::stop() {
    // The next process knows nothing of these papers: no answer is waited for.
    for (const domain::Command& outcome : linked_ ? papers_.outcomes() : std::vector<domain::Command>{}) {
        session_.say_last(w::write_command(outcome).value_or(w::Written{}));
    }
    session_.stop();
}

bool SatelliteHall::snapshot(std::function<void(const service::Snapshot&)> deliver) {
    return parts_.post([this, deliver = std::move(deliver)]() mutable {
        if (snapshots_.size() >= kMostSnapshots) {
            // Who asked first has gone or asks again.
            snapshots_.pop_front();
        }
        snapshots_.push_back(std::move(deliver));
        deliver_snapshots();
    });
}

void SatelliteHall::deliver_snapshots() {
    if (state_ == nullptr || snapshots_.empty()) {
        return;
    }
    const service::Snapshot picture{shown(), state_, state_seq_, config_};
    for (const auto& deliver : std::exchange(snapshots_, {})) {
        deliver(picture);
    }
}

domain::HallView SatelliteHall::shown() const {
    domain::HallView view = linked_ ? owner_.view() : own_.view();
    if (linked_) {
        lay_over(view);
        view.devices = own_.view().devices;
        view.alerts = own_.view().alerts;
    } else {
        make_alone(view);
    }
    return view;
}

/// The owner's rows as they are shown here: the paper is ours.
void SatelliteHall::lay_over(domain::HallView& view) const {
    view.devices.clear();
    view.alerts.clear();
    view.alerts_gone.clear();
    if (view.hall && own_.view().hall) {
        view.hall->paper = own_.view().hall->paper;
    }
}

void SatelliteHall::publish(service::Committed shown) {
    const auto committed = std::make_shared<const service::Committed>(std::move(shown));
    for (service::CommitObserver* const observer : observers_) {
        observer->on_committed(committed);
    }
}

/// Whatever was shown is no longer so: everybody takes a new snapshot.
void SatelliteHall::start_over() {
    for (service::CommitObserver* const observer : observers_) {
        observer->on_reset();
    }
}

domain::SettlePapers SatelliteHall::greeting() {
    const auto cause = ever_linked_ ? domain::PrintCause::link_lost : domain::PrintCause::restart;
    return {options_.terminal, cause, papers_.pending(),
            state_ == nullptr ? std::nullopt : std::optional(state_->epoch)};
}

void SatelliteHall::on_rows(domain::HallView view) {
    owner_.reset(std::move(view));
    if (linked_) {
        start_over();
        sync();
    }
}

void SatelliteHall::on_change(const domain::HallView& delta, std::optional<domain::RecordedEvent> event) {
    owner_.take(delta);
    if (!linked_) {
        return;
    }
    service::Committed news;
    news.view = delta;
    lay_over(news.view);
    if (event) {
        news.events.push_back(std::move(*event));
    }
    publish(std::move(news));
    sync();
}

void SatelliteHall::on_linked() {
    linked_ = true;
    ever_linked_ = true;
    told_.clear();
    not_now_.clear();
    withdraw_after_ = {};
    following_.not_before = {};
    handing_.not_before = {};
    tell_after_ = {};
    for (auto& [range, step] : leasing_) {
        step.not_before = {};
    }
    start_over();
    sync();
}

void SatelliteHall::on_lost() {
    linked_ = false;
    owner_.clear();
    start_over();
}

void SatelliteHall::on_committed(const std::shared_ptr<const service::Committed>& committed) {
    if (commits_waiting_ >= kMostCommits) {
        return on_reset();
    }
    ++commits_waiting_;
    parts_.post([this, committed] {
        --commits_waiting_;
        take_commit(*committed);
    });
}

void SatelliteHall::on_reset() {
    if (reset_waiting_.exchange(true)) {
        return;
    }
    parts_.post([this] {
        reset_waiting_ = false;
        // The picture under way may be older than what was lost.
        own_lost_ = pictures_asked_ + 1;
        want_picture();
    });
}

void SatelliteHall::take_commit(const service::Committed& committed) {
    if (state_ != nullptr) {
        own_.take(committed.view);
    }
    service::Committed news;
    if (!linked_) {
        news = committed;
        make_alone(news.view);
    } else {
        news.view.devices = committed.view.devices;
        news.view.alerts = committed.view.alerts;
        news.view.alerts_gone = committed.view.alerts_gone;
        if (committed.view.hall && owner_.view().hall) {
            news.view.hall = owner_.view().hall;
            news.view.hall->paper = committed.view.hall->paper;
        }
        std::ranges::copy_if(committed.events, std::back_inserter(news.events),
                             [](const auto& one) { return is_own_news(one.event); });
    }
    publish(std::move(news));
    want_picture();
}

void SatelliteHall::want_picture() {
    if (picture_asked_) {
        picture_again_ = true;
        return;
    }
    const std::uint64_t number = pictures_asked_ + 1;
    picture_asked_ = parts_.hall.snapshot([this, number](const service::Snapshot& picture) {
        parts_.post([this, picture, number] { take_picture(picture, number); });
    });
    picture_again_ = !picture_asked_;
    pictures_asked_ += picture_asked_ ? 1 : 0;
}

void SatelliteHall::take_picture(const service::Snapshot& picture, std::uint64_t number) {
    picture_asked_ = false;
    const bool found_again = own_lost_ && number >= *own_lost_;
    if (state_ == nullptr) {
        // Of a process before this one nobody knows what it had sent.
        for (const auto& [id, ticket] : picture.state->tickets) {
            if (is_held(ticket, options_.terminal)) {
                doubtful_.insert(id);
            } else if (ticket.status == domain::TicketStatus::cancelled && ticket.asked &&
                       id.terminal == options_.terminal) {
                // Nor whether the owner was told that nobody comes with its own.
                withdraw(*ticket.asked);
            }
        }
    }
    if (state_ == nullptr || found_again) {
        own_.reset(picture.view);
    }
    state_ = picture.state;
    state_seq_ = picture.seq;
    if (found_again) {
        own_lost_.reset();
        start_over();
    }
    std::erase_if(at_work_, [number](const auto& one) { return one.second != 0 && number >= one.second; });
    forget_ended();
    for (Step* const step : {&handing_, &following_}) {
        step->busy = step->busy && (step->until == 0 || number < step->until);
    }
    for (auto& [range, step] : leasing_) {
        step.busy = step.busy && (step.until == 0 || number < step.until);
    }
    if (!handing_.busy) {
        handing_ticket_.reset();
    }
    if (std::exchange(picture_again_, false)) {
        want_picture();
    }
    deliver_snapshots();
    sync();
}

/// The picture knows everything up to its last event: a ticket of before that it does not hold has ended.
void SatelliteHall::forget_ended() {
    const auto ended = [this](const domain::TicketId& id) {
        return (id.epoch != state_->epoch || id.seq <= state_seq_) && !state_->tickets.contains(id);
    };
    std::erase_if(channels_, [&](const auto& one) { return ended(one.first); });
    std::erase_if(not_now_, [&](const auto& one) { return ended(one.first); });
    std::erase_if(unanswered_, [&](const auto& one) { return ended(one.first); });
    std::erase_if(doubtful_, ended);
}

void SatelliteHall::report(domain::Command command) {
    if (papers_.take(command)) {
        parts_.post([this] { tell_outcomes(); });
    } else {
        parts_.devices.report(std::move(command));
    }
}

void SatelliteHall::printer_ready(const domain::DeviceId& printer, bool ready, domain::PrintCause cause) {
    {
        const std::lock_guard lock(mutex_);
        ready_[printer] = {ready, cause};
    }
    parts_.devices.printer_ready(printer, ready, cause);
}

SatelliteStatus SatelliteHall::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void SatelliteHall::note_status() {
    tally_.linked = linked_;
    tally_.link = session_.facts();
    tally_.outcomes_to_tell = papers_.waiting();
    if (state_ != nullptr) {
        tally_.to_hand_over = held(*state_, options_.terminal);
        tally_.numbers_left = satellite::numbers_left(*state_, options_.terminal);
    }
    const std::lock_guard lock(mutex_);
    status_ = tally_;
}

}  // namespace jiaohao::satellite
