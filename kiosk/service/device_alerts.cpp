// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_alerts.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "kiosk/service/device_budget.hpp"

namespace jiaohao::service {
namespace {

constexpr std::string_view kPrefix = "device:";
constexpr std::string_view kUnsteady = "_unsteady";

domain::AlertId id_of(const domain::DeviceId& device, std::string_view kind) {
    return domain::AlertId{std::string(kPrefix) + device.get() + ":" + std::string(kind)};
}

/// Device and kind; nothing for an alert of somebody else's.
std::optional<std::pair<domain::DeviceId, std::string>> parts_of(const std::string& alert) {
    const auto colon = alert.rfind(':');
    if (!alert.starts_with(kPrefix) || colon < kPrefix.size()) {
        return std::nullopt;
    }
    std::string kind = alert.substr(colon + 1);
    if (device_alert_kind(kind) == nullptr) {
        return std::nullopt;
    }
    return std::pair{domain::DeviceId{alert.substr(kPrefix.size(), colon - kPrefix.size())}, std::move(kind)};
}

template <class Number>
std::optional<Number> number(const std::map<std::string, std::string>& params, const std::string& name) {
    const auto found = params.find(name);
    Number value{};
    if (found == params.end()) {
        return std::nullopt;
    }
    const char* const end = found->second.data() + found->second.size();
    const auto read = std::from_chars(found->second.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

}  // namespace

DeviceAlerts::Span DeviceAlerts::now() const {
    return clock_.to_real(clock_.boot() - begun_);
}

DeviceAlerts::Device* DeviceAlerts::at(const domain::DeviceId& id) {
    if (devices_.size() >= most_devices && !devices_.contains(id)) {
        return nullptr;
    }
    return &devices_[id];
}

void DeviceAlerts::heard(const domain::ReportDevice& report) {
    if (Device* const device = at(report.device)) {
        device->report = report;
        judge(*device);
    }
}

void DeviceAlerts::heard(const ports::DeviceNote& note) {
    if (Device* const device = at(note.device)) {
        device->note = note;
        judge(*device);
    }
}

void DeviceAlerts::start_anew() {
    for (auto& [id, device] : devices_) {
        for (auto& [code, track] : device.tracks) {
            track.told = false;
            track.not_before = Span{0};
        }
    }
}

void DeviceAlerts::judge(Device& device) {
    for (const AlertKind& kind : device_alert_kinds()) {
        const Standing stands = standing(kind.code, device.report, device.note);
        const auto known = device.tracks.find(std::string(kind.code));
        if (known == device.tracks.end() && stands != Standing::present) {
            continue;
        }
        Track& track = known != device.tracks.end() ? known->second : device.tracks[std::string(kind.code)];
        track.kind = &kind;
        settle(track, stands);
    }
}

void DeviceAlerts::settle(Track& track, Standing standing) const {
    if (track.standing == standing) {
        return;
    }
    const Span current = now();
    if (standing == Standing::absent) {
        track.since = current;
    }
    if (standing == Standing::present && track.last_known != Standing::present) {
        if (!track.recent.empty() && current - track.recent.back() > window) {
            forget_spell(track);
        }
        track.first = track.times == 0 ? current : track.first;
        ++track.times;
        track.recent.push_back(current);
        if (track.recent.size() > unsteady_after) {
            track.recent.pop_front();
        }
        track.since = current;
        track.closed = false;
    }
    track.standing = standing;
    track.last_known = standing == Standing::unknown ? track.last_known : standing;
}

void DeviceAlerts::forget_spell(Track& track) {
    track.recent.clear();
    track.times = 0;
}

bool DeviceAlerts::unsteady(const Track& track) const {
    return track.recent.size() >= unsteady_after && track.recent.back() - track.recent.front() <= window &&
           now() - track.recent.back() <= window;
}

std::vector<domain::Command> DeviceAlerts::due(const std::map<domain::AlertId, domain::AlertRecord>& open) {
    Commands commands;
    adopt(open, commands);
    for (auto& [id, device] : devices_) {
        for (auto& [code, track] : device.tracks) {
            const auto found = open.find(id_of(id, code));
            look(id, device, track, found != open.end() ? &found->second : nullptr, commands);
        }
    }
    return commands;
}

/// Alerts from before the start.
void DeviceAlerts::adopt(const std::map<domain::AlertId, domain::AlertRecord>& open, Commands& commands) {
    for (const auto& [alert, record] : open) {
        const auto parts = parts_of(alert.get());
        if (!parts) {
            continue;
        }
        const auto device = devices_.find(parts->first);
        if (device == devices_.end()) {
            if (now() >= orphaned_after) {
                commands.emplace_back(domain::ResolveAlert{alert, "not_configured"});
            }
            continue;
        }
        if (device->second.tracks.contains(parts->second)) {
            continue;
        }
        Track& track = device->second.tracks[parts->second];
        track.kind = device_alert_kind(parts->second);
        track.since = now();
        track.standing = standing(parts->second, device->second.report, device->second.note);
        track.last_known = track.standing;
    }
}

void DeviceAlerts::look(const domain::DeviceId& id, const Device& device, Track& track,
                        const domain::AlertRecord* open, Commands& commands) {
    if (open != nullptr) {
        if (!track.told) {
            track.told = true;
            track.told_unsteady = open->code.ends_with(kUnsteady);
            track.told_times = number<std::uint64_t>(open->params, "times").value_or(1);
            track.told_left = number<std::uint32_t>(open->params, "left");
        }
        look_open(id, device, track, commands);
        return;
    }
    if (std::exchange(track.told, false)) {
        // Not by an order of ours: a person has seen to it.
        track.closed = track.standing != Standing::absent;
        forget_spell(track);
    }
    const bool lasted = track.standing == Standing::present && now() - track.since >= track.kind->raise_after;
    if (!track.closed && now() >= track.not_before && (lasted || unsteady(track))) {
        track.not_before = now() + retry_refused;
        raise(id, device, track, commands);
    }
}

void DeviceAlerts::look_open(const domain::DeviceId& id, const Device& device, Track& track,
                             Commands& commands) {
    const Span well_for = track.told_unsteady ? calm : track.kind->resolve_after;
    if (track.standing == Standing::absent && now() - track.since >= well_for) {
        track.told = false;
        track.not_before = Span{0};
        std::string done = "well_again";
        if (track.told_unsteady) {
            done += ", " + std::to_string(track.times) + " times";
            forget_spell(track);
        }
        commands.emplace_back(domain::ResolveAlert{id_of(id, track.kind->code), std::move(done)});
        return;
    }
    if (track.told_unsteady && track.standing == Standing::present && now() - track.since >= settled) {
        forget_spell(track);
    }
    if (worth_telling_anew(device, track)) {
        commands.emplace_back(domain::ResolveAlert{id_of(id, track.kind->code), "told_anew"});
        raise(id, device, track, commands);
    }
}

bool DeviceAlerts::worth_telling_anew(const Device& device, const Track& track) const {
    constexpr std::uint64_t kManyMore = 4;
    const bool shakes = unsteady(track);
    if (shakes != track.told_unsteady) {
        // Over only when it stays: see look_open().
        return shakes || (track.standing == Standing::present && now() - track.since >= settled);
    }
    if (shakes) {
        return track.times >= track.told_times * kManyMore;
    }
    const auto left = device.note ? device.note->tickets_left : std::nullopt;
    const bool counts = track.kind->code == "paper_low" && left.has_value();
    return counts && (!track.told_left || *left <= *track.told_left / 2) && left != track.told_left;
}

void DeviceAlerts::raise(const domain::DeviceId& id, const Device& device, Track& track,
                         Commands& commands) const {
    std::string code(track.kind->code);
    std::map<std::string, std::string> params{{"device", id.get()}};
    if (device.note && device.note->line &&
        standing(track.kind->code, std::nullopt, device.note) == Standing::present) {
        params.insert(device.note->line->facts.begin(), device.note->line->facts.end());
    }
    const auto left = device.note ? device.note->tickets_left : std::nullopt;
    track.told_unsteady = unsteady(track);
    track.told_times = track.times;
    track.told_left = std::nullopt;
    if (track.told_unsteady) {
        code += kUnsteady;
        params["times"] = std::to_string(track.times);
        const auto span = std::chrono::ceil<std::chrono::minutes>(now() - track.first);
        params["minutes"] = std::to_string(std::max<std::int64_t>(span.count(), 1));
    } else if (track.kind->code == "paper_low" && left) {
        code += "_left";
        params["left"] = std::to_string(*left);
        track.told_left = left;
    }
    commands.emplace_back(
        domain::RaiseAlert{id_of(id, track.kind->code), std::move(code), id.get(), std::move(params)});
}

}  // namespace jiaohao::service
