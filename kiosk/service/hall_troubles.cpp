// The part of the hall thread that keeps the hall going with a journal that was damaged, is down, or has little
// room left, and that tells people so.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <utility>

#include "kiosk/service/hall_thread.hpp"

namespace jiaohao::service {
namespace {

constexpr std::size_t kMostKeptReports = 4096;
constexpr std::chrono::minutes kBetweenGaps{1};
const domain::AlertId kRoomAlert{"journal_low"};
const domain::AlertId kDroppedAlert{"events_dropped"};

/// A report that the later one makes superfluous, or that says the same.
bool says_nothing_new(const std::deque<domain::Command>& kept, const domain::Command& command) {
    const auto* report = std::get_if<domain::ReportDevice>(&command);
    if (report == nullptr) {
        return false;
    }
    const auto last = std::find_if(kept.rbegin(), kept.rend(), [&](const domain::Command& one) {
        const auto* other = std::get_if<domain::ReportDevice>(&one);
        return other != nullptr && other->device == report->device;
    });
    if (last == kept.rend()) {
        return false;
    }
    const auto& other = std::get<domain::ReportDevice>(*last);
    return other.kind == report->kind && other.state == report->state && other.fault == report->fault;
}

}  // namespace

void HallThread::order(domain::Command command) {
    take(CommandItem{{}, std::move(command), [](const Outcome&) {}, false});
}

void HallThread::tell_of_damage() {
    tell_of_left();
    const auto damage = std::exchange(damage_, std::nullopt);
    if (!damage) {
        return;
    }
    std::map<std::string, std::string> params{{"at", format_rfc3339(clock_.wall())}};
    if (damage->previous) {
        params["previous"] = damage->previous->get();
    }
    if (!damage->set_aside.empty()) {
        params["set_aside"] = damage->set_aside_files.empty()
                                  ? damage->set_aside
                                  : damage->set_aside + " (" + damage->set_aside_files + ")";
    }
    params["salvaged"] = std::to_string(damage->salvaged);
    params["lost"] = std::to_string(damage->lost);
    log_.error("journal.damaged", {{"epoch", damage->epoch.get()}, {"set_aside", damage->set_aside}});
    // One for each epoch: the alert of an earlier damage may have come over with the snapshot.
    order(domain::RaiseAlert{domain::AlertId{"journal_damaged:" + damage->epoch.get()}, "journal_damaged",
                             "journal", std::move(params)});
    go_on_with_today(damage->floors_day);
}

void HallThread::tell_of_left() {
    const auto [left, taken_up] = std::exchange(left_, {});
    if (!left) {
        return;
    }
    log_.warning("journal.left", {{"hall", left->hall.get()},
                                  {"terminal", left->terminal.get()},
                                  {"epoch", left->epoch.get()},
                                  {"file", left->file},
                                  {"waiting", left->waiting}});
    // What had never opened a day was a first start under a wrong name; what was tried under one had nobody waiting.
    if (!left->day || (taken_up && left->waiting == 0)) {
        return;
    }
    const char* code = taken_up ? "journal_taken_up" : "journal_moved";
    order(domain::RaiseAlert{domain::AlertId{std::string(code) + ":" + left->epoch.get()},
                             code,
                             "journal",
                             {{"at", format_rfc3339(left->last_at)},
                              {"hall", left->hall.get()},
                              {"terminal", left->terminal.get()},
                              {"file", left->file},
                              {"waiting", std::to_string(left->waiting)}}});
}

void HallThread::go_on_with_today(const std::optional<domain::BusinessDay>& floors_day) {
    const auto today =
        options_.today ? std::optional(options_.today(clock_.wall())) : std::optional<domain::BusinessDay>{};
    // Numbers were given today, so today was opened; nothing else says so when its events are lost.
    // A snapshot that knows today knows also that somebody closed it.
    if (!today || floors_day != today || state_.day == today) {
        return;
    }
    if (state_.day_open) {
        order(domain::CloseDay{});
    }
    order(domain::OpenDay{*today});
    log_.warning("day.after_damage", {{"day", domain::to_string(*today)}, {"open", state_.day_open}});
}

void HallThread::keep(domain::Command command) {
    if (says_nothing_new(to_land_, command)) {
        return;
    }
    to_land_.push_back(std::move(command));
    if (to_land_.size() > kMostKeptReports) {
        to_land_.pop_front();
        if (std::has_single_bit(++reports_dropped_)) {
            log_.error("report.dropped", {{"kept", kMostKeptReports}, {"dropped", reports_dropped_}});
        }
    }
}

void HallThread::watch_room() {
    if (trouble_) {
        return;
    }
    const bool ends = journal_.short_of_room();
    const bool told = state_.alerts.contains(kRoomAlert);
    if (ends && !told) {
        log_.warning("journal.short_of_room");
        order(domain::RaiseAlert{kRoomAlert, "journal_low", "journal", {}});
    } else if (!ends && told) {
        log_.info("journal.room_again");
        order(domain::ResolveAlert{kRoomAlert, "journal_has_room"});
    }
}

void HallThread::tell_of_shed(bool ending) {
    if (!shed_.pending() || trouble_) {
        return;
    }
    const bool long_ago = clock_.to_real(clock_.boot() - shed_.since()) >= kBetweenGaps;
    if (!ending && !long_ago && journal_.short_of_room()) {
        return;
    }
    order(domain::RaiseAlert{kDroppedAlert, "events_dropped", "journal", {}});
    if (auto gap = shed_.tell()) {
        record({std::move(*gap)});
    }
}

void HallThread::show_device(const domain::DeviceId& device) {
    const auto held = devices_.held(device);
    if (!held) {
        return;
    }
    auto shown = std::make_shared<Committed>();
    shown->view = domain::delta(state_, options_.config, view_context(), {});
    shown->view.devices.push_back(*held);
    for (CommitObserver* observer : observers_) {
        observer->on_committed(shown);
    }
}

void HallThread::show_held(domain::HallView& view) const {
    for (domain::DeviceView& row : view.devices) {
        if (auto held = devices_.held(row.id)) {
            row = std::move(*held);
        }
    }
}

void HallThread::tell_of_devices(bool ending) {
    if (journal_down_) {
        return;
    }
    for (DeviceBudget::Release& released : devices_.release(ending)) {
        log_.warning("device.unsteady",
                     {{"device", released.report.device.get()}, {"changes_between", released.between}});
        take(CommandItem{{}, std::move(released.report), [](const Outcome&) {}, true});
    }
    if (auto gap = devices_.tell()) {
        record({std::move(*gap)});
    }
}

void HallThread::tell_of_strays(bool ending) {
    if (journal_down_) {
        return;
    }
    if (auto gap = strays_.tell(ending)) {
        log_.warning("press.strays_left_out", {{"presses", gap->dropped.begin()->second},
                                               {"from", format_rfc3339(gap->from)},
                                               {"to", format_rfc3339(gap->to)}});
        record({std::move(*gap)});
    }
}

void HallThread::take(const ports::DeviceNote& note) {
    device_alerts_.heard(note);
}

void HallThread::tell_of_alerts() {
    if (journal_down_ || trouble_) {
        return;
    }
    for (domain::Command& command : device_alerts_.due(state_.alerts)) {
        if (const auto* alert = std::get_if<domain::RaiseAlert>(&command)) {
            log_.warning("device.alert", {{"device", alert->subject}, {"code", alert->code}});
        }
        order(std::move(command));
    }
}

void HallThread::untell(const std::vector<domain::RecordedEvent>& events) {
    for (const domain::RecordedEvent& recorded : events) {
        if (const auto* gap = std::get_if<domain::Gap>(&recorded.event)) {
            if (!devices_.put_back(*gap) && !strays_.put_back(*gap)) {
                shed_.put_back(*gap);
            }
        }
    }
}

}  // namespace jiaohao::service
