// The part of the hall thread that has to do with time: what is due by it, a clock that jumps, and what screens are
// told of opening hours.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kiosk/domain/schedule.hpp"
#include "kiosk/service/hall_thread.hpp"

namespace jiaohao::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// How long the thread waits at most when nothing wakes it (real time).
constexpr milliseconds kTick{250};
/// Between two tries of something due that was refused (real time).
constexpr std::chrono::seconds kRefusedPause{1};
/// Between two looks at what screens are told that changes with the time alone (real time).
constexpr std::chrono::seconds kHoursPause{1};
/// Small steps of the clock within this time (of its boot clock) are one jump.
constexpr std::chrono::hours kStepsTogether{1};
/// Events that wait for a commit; beyond it what is due by time waits too.
constexpr std::size_t kCrowd = 200;

std::string in_words(WallTime at, const std::optional<domain::LocalTime>& local) {
    if (!local) {
        return format_rfc3339(at);
    }
    const auto minutes = std::chrono::floor<std::chrono::minutes>(local->since_midnight).count();
    return fmt::format("{} {:02}:{:02}", domain::to_string(local->date), minutes / 60, minutes % 60);
}

bool same_hours(const domain::ServiceView& one, const domain::ServiceView& other) {
    return one.refused == other.refused && one.opens == other.opens && one.closes == other.closes;
}

}  // namespace

std::optional<domain::LocalTime> HallThread::local(WallTime at) const {
    return options_.local ? std::optional(options_.local(at)) : std::nullopt;
}

bool HallThread::crowded() const {
    return in_flight_ != nullptr && building_.events.size() >= kCrowd;
}

nanoseconds HallThread::patience() const {
    // A journal that is down takes nothing that is due: until it is back there is no hurry. A commit that ends wakes.
    if (journal_down_ || crowded() || real_.boot() < next_due_try_) {
        return kTick;
    }
    const WallTime now = clock_.wall();
    const auto due_at = domain::next_due(state_, options_.config, now, local(now));
    if (!due_at) {
        return kTick;
    }
    const auto left = clock_.to_real(*due_at - now);
    return std::clamp<nanoseconds>(left, nanoseconds{0}, kTick);
}

void HallThread::run_due() {
    if (journal_down_ || crowded() || real_.boot() < next_due_try_) {
        return;
    }
    // By a time that was looked at for a jump: what a wrong clock closes is lost.
    note_clock_jump();
    for (domain::Command& command : domain::due(state_, options_.config, seen_wall_, local(seen_wall_))) {
        const OnOutcome done = [this](const Outcome& outcome) {
            // A commit that failed has its own pauses.
            if (!outcome && !journal_down_ && next_due_try_ <= real_.boot()) {
                log_.error("due.refused", {{"code", domain::code(outcome.error().code)}});
                next_due_try_ = real_.boot() + kRefusedPause;
            }
        };
        take(CommandItem{{}, std::move(command), done, true, true});
    }
}

void HallThread::know_clock(const ports::Recovered& recovered) {
    // The machine has run on since the last event: what its clock should show is known, and the first look sees that it
    // was set while this process was not there.
    if (const auto& last = recovered.last; last && last->boot == boot_id_ && !last->simulated &&
                                           !clock_.simulated() && BootTime{last->mono_ms} <= seen_boot_) {
        seen_wall_ = last->at;
        seen_boot_ = BootTime{last->mono_ms};
    }
    clock_since_ = seen_wall_ - std::chrono::floor<milliseconds>(seen_boot_.time_since_epoch());
    // Served by this clock, also before this process: set now it is set for people who work. A clock that starts behind
    // that work did not tell it.
    worked_ = recovered.state.day_open && recovered.state.last_work_at >= clock_since_ &&
              recovered.state.last_work_at <= seen_wall_ &&
              recovered.state.last_work_at > recovered.state.day_opened_at.value_or(WallTime::max());
    doubted_before_start_ = recovered.state.alerts.contains(domain::schedule::clock_alert());
    if (seen_wall_ < recovered.state.last_at) {
        clock_first_ = domain::Seq{recovered.fresh ? 1 : recovered.state.seq.get() + 1};
    }
}

void HallThread::note_clock_jump() {
    const WallTime wall = clock_.wall();
    const BootTime boot = clock_.boot();
    const auto expected = seen_wall_ + std::chrono::floor<milliseconds>(boot - seen_boot_);
    // Two seconds of real time, so that a fast simulated clock does not trip over its own reading.
    const auto real_hour = clock_.to_real(std::chrono::hours{1});
    const double speed = 3.6e12 / static_cast<double>(std::max<std::int64_t>(real_hour.count(), 1));
    const auto tolerance = milliseconds{static_cast<std::int64_t>(2000.0 * std::max(1.0, speed))};
    const auto off = wall - expected;
    seen_wall_ = wall;
    seen_boot_ = boot;
    if (off > tolerance || off < -tolerance) {
        log_.warning("clock.jumped", {{"from", format_rfc3339(expected)}, {"to", format_rfc3339(wall)}});
        take(CommandItem{
            {}, domain::NoteClock{expected, wall, clock_since_, clock_first_}, [](const Outcome&) {}, true});
        // As the times that it is compared with.
        if (!clock_first_ && last_at_before_start_ >= clock_since_) {
            last_at_before_start_ += off;
        }
        clock_since_ += off;
        doubt_clock(expected, wall);
    }
}

void HallThread::doubt_clock(WallTime expected, WallTime now) {
    const domain::AlertId& id = domain::schedule::clock_alert();
    const bool doubted = state_.alerts.contains(id);
    // Somebody said meanwhile that it is right, or it stood still for long enough.
    if (!doubted && (clock_doubted_ || seen_boot_ - clock_off_from_ > kStepsTogether)) {
        clock_off_ = milliseconds{0};
        clock_off_from_ = seen_boot_;
    }
    clock_off_ += now - expected;
    const WallTime from = now - clock_off_;
    const bool small = std::chrono::abs(clock_off_) < domain::schedule::smallest_jump;
    // Of a doubt that an earlier process had nobody knows how far the clock was off: somebody must say that it is right.
    doubted_before_start_ = doubted_before_start_ && doubted;
    if (doubted && small && !doubted_before_start_) {
        take(CommandItem{{}, domain::ResolveAlert{id, "clock_back"}, [](const Outcome&) {}, true});
    } else if (!doubted && (!state_.day_open || !worked_)) {
        clock_off_ = milliseconds{0};
    } else if (!doubted && !small) {
        take(CommandItem{
            {},
            domain::RaiseAlert{id,
                               "clock_jumped",
                               "clock",
                               {{"from", in_words(from, local(from))}, {"to", in_words(now, local(now))}}},
            [](const Outcome&) {},
            true});
    }
    clock_doubted_ = state_.alerts.contains(id);
}

void HallThread::show_by_time() {
    // Only what is durable is shown; while commands come, their own rows tell.
    const bool quiet = in_flight_ == nullptr && building_.empty() && !journal_down_;
    if (!quiet || real_.boot() < hours_shown_at_ + kHoursPause) {
        return;
    }
    hours_shown_at_ = real_.boot();
    auto shown = std::make_shared<Committed>();
    const WallTime now = clock_.wall();
    shown->view.tickets_gone = domain::no_longer_returnable(state_, options_.config, returns_shown_at_, now);
    returns_shown_at_ = now;
    if (options_.local) {
        add_changed_hours(shown->view);
    }
    if (shown->view.services.empty() && shown->view.tickets_gone.empty()) {
        return;
    }
    for (CommitObserver* observer : observers_) {
        observer->on_committed(shown);
    }
}

void HallThread::add_changed_hours(domain::HallView& shown) {
    for (domain::ServiceView& row : domain::service_rows(state_, options_.config, view_context())) {
        const auto known = hours_shown_.find(row.id);
        if (known != hours_shown_.end() && !same_hours(known->second, row)) {
            shown.services.push_back(row);
        }
        hours_shown_.insert_or_assign(row.id, std::move(row));
    }
}

}  // namespace jiaohao::service
