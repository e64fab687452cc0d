// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/device_health.hpp"

#include <algorithm>
#include <set>

namespace jiaohao::drivers::bus {

using domain::DeviceState;

namespace {

constexpr int kRoundsOfSilence = 2;
/// A question and its answer are seldom longer.
constexpr std::size_t kUsualBytes = 24;

bool polled(const engine::DeviceProfile& profile) {
    return profile.talk.turn == engine::Turn::poll && profile.saying(engine::sayings::kPoll) != nullptr;
}

std::chrono::nanoseconds longest_round(const BusSettings& settings) {
    const auto travel = travel_time(line_manners(settings).port, kUsualBytes);
    std::chrono::nanoseconds round{0};
    std::set<std::uint32_t> counted;
    for (const BusDevice& device : settings.devices) {
        const engine::DeviceProfile& profile = settings.profiles[device.profile];
        if (polled(profile) && counted.insert(device.address).second) {
            round += profile.talk.reply_time + travel;
        }
    }
    return round;
}

}  // namespace

DeviceHealth::DeviceHealth(const BusSettings& settings, Timers& timers, ports::HallBusListener& listener)
    : settings_(settings),
      timers_(timers),
      listener_(listener),
      watched_(settings.devices.size()),
      round_(longest_round(settings)) {}

DeviceHealth::~DeviceHealth() {
    for (const Watched& watched : watched_) {
        timers_.cancel(watched.stale_timer);
        timers_.cancel(watched.lost_timer);
    }
}

DeviceHealth::State DeviceHealth::state_of(std::size_t place) const {
    const Watched& watched = watched_[place];
    const auto found = answers_.find(settings_.devices[place].address);
    const Answers answers = found == answers_.end() ? Answers{} : found->second;
    if (!up_) {
        return was_up_ ? State{DeviceState::lost, "link_lost"} : State{};
    }
    if (answers.clash) {
        return {DeviceState::fault, "address_clash"};
    }
    if (watched.silence == Silence::lost) {
        return {DeviceState::lost, "silent"};
    }
    if (watched.stuck) {
        return {DeviceState::fault, "stuck_key"};
    }
    if (answers.errors >= kErrorAfter) {
        return {DeviceState::fault, "device_error"};
    }
    if (watched.silence == Silence::stale) {
        return {DeviceState::stale, "silent"};
    }
    return {watched.heard ? DeviceState::ready : DeviceState::unknown, ""};
}

void DeviceHealth::tell(std::size_t place) {
    State now = state_of(place);
    if (watched_[place].told == now) {
        return;
    }
    watched_[place].told = now;
    const BusDevice& device = settings_.devices[place];
    listener_.on_bus_device(device.id, device.kind, now.state, now.fault);
}

void DeviceHealth::tell_at(std::uint32_t address) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        if (settings_.devices[i].address == address) {
            tell(i);
        }
    }
}

void DeviceHealth::set_line(State state) {
    if (line_ != state) {
        line_ = std::move(state);
        listener_.on_bus_device(settings_.line, domain::DeviceKind::line, line_.state, line_.fault);
    }
}

void DeviceHealth::line_up() {
    up_ = true;
    was_up_ = true;
    answers_.clear();
    set_line({DeviceState::ready, ""});
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        watched_[i].heard = false;
        watched_[i].silence = Silence::none;
        watched_[i].stuck = false;
        // Who is not heard from now on is told as silent in its time, and not as one nobody has heard of yet.
        restart_silence(i);
        tell(i);
    }
}

void DeviceHealth::line_down() {
    up_ = false;
    was_up_ = true;
    set_line({DeviceState::lost, "link_lost"});
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        timers_.cancel(watched_[i].stale_timer);
        timers_.cancel(watched_[i].lost_timer);
        tell(i);
    }
}

void DeviceHealth::line_warning(const std::string& fault) {
    set_line({fault.empty() ? DeviceState::ready : DeviceState::warning, fault});
}

bool DeviceHealth::knows(std::uint32_t address, engine::Role role) const {
    return std::any_of(settings_.devices.begin(), settings_.devices.end(), [&](const BusDevice& device) {
        return device.address == address && role_of(device.kind) == role;
    });
}

void DeviceHealth::restart_silence(std::size_t place) {
    Watched& watched = watched_[place];
    const engine::DeviceProfile& profile = settings_.profiles[settings_.devices[place].profile];
    const engine::TalkRules& talk = profile.talk;
    const auto least = polled(profile) ? kRoundsOfSilence * round_ : std::chrono::nanoseconds{0};
    const auto start = [&](Timers::Id& timer, std::chrono::seconds after, Silence silence) {
        timers_.cancel(timer);
        if (after.count() > 0) {
            const auto span = std::max<std::chrono::nanoseconds>(after, least);
            timer = timers_.start(span, kLeastRealWait, [this, place, silence] {
                watched_[place].silence = silence;
                tell(place);
            });
        }
    };
    start(watched.stale_timer, talk.stale_after, Silence::stale);
    start(watched.lost_timer, talk.lost_after, Silence::lost);
}

bool DeviceHealth::heard(std::uint32_t address, engine::Role role, bool* back) {
    bool known = false;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        const BusDevice& device = settings_.devices[i];
        if (device.address != address || role_of(device.kind) != role) {
            continue;
        }
        known = true;
        if (back != nullptr && watched_[i].silence != Silence::none) {
            *back = true;
        }
        watched_[i].heard = true;
        watched_[i].silence = Silence::none;
        restart_silence(i);
        tell(i);
    }
    return known;
}

bool DeviceHealth::heard_at(std::uint32_t address) {
    bool back = false;
    for (const auto role : {engine::Role::handset, engine::Role::pad, engine::Role::display}) {
        static_cast<void>(heard(address, role, &back));
    }
    return back;
}

void DeviceHealth::stuck(std::uint32_t address, engine::Role role, bool is_stuck) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        const BusDevice& device = settings_.devices[i];
        if (device.address == address && role_of(device.kind) == role) {
            watched_[i].stuck = is_stuck;
            tell(i);
        }
    }
}

void DeviceHealth::missed(std::uint32_t address, std::uint32_t in_a_row) {
    const Silence silence = in_a_row >= kLostAfterMissed    ? Silence::lost
                            : in_a_row >= kStaleAfterMissed ? Silence::stale
                                                            : Silence::none;
    if (silence == Silence::none) {
        return;
    }
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        if (settings_.devices[i].address == address) {
            watched_[i].silence = std::max(watched_[i].silence, silence);
        }
    }
    tell_at(address);
}

bool DeviceHealth::others_answer(std::uint32_t address) const {
    return std::any_of(answers_.begin(), answers_.end(), [address](const auto& entry) {
        return entry.first != address && entry.second.sound > 0 && entry.second.garbled == 0;
    });
}

void DeviceHealth::sound_answer(std::uint32_t address) {
    Answers& answers = answers_[address];
    answers.garbled = 0;
    answers.errors = 0;
    ++answers.sound;
    if (answers.sound >= kSoundAfterClash) {
        answers.doubled = 0;
        answers.clash = false;
    }
    tell_at(address);
}

void DeviceHealth::second_answer(std::uint32_t address, bool certain) {
    Answers& answers = answers_[address];
    answers.sound = 0;
    ++answers.doubled;
    answers.clash = answers.clash || certain || answers.doubled >= kClashAfter;
    tell_at(address);
}

void DeviceHealth::garbled_answer(std::uint32_t address) {
    Answers& answers = answers_[address];
    answers.sound = 0;
    if (answers.garbled < kClashAfter) {
        ++answers.garbled;
    }
    // With everybody garbled it is the line: wrong speed, loose wire, missing terminator.
    answers.clash = answers.clash || (answers.garbled >= kClashAfter && others_answer(address));
    tell_at(address);
}

void DeviceHealth::error_answer(std::uint32_t address) {
    Answers& answers = answers_[address];
    if (answers.errors < kErrorAfter) {
        ++answers.errors;
    }
    tell_at(address);
}

}  // namespace jiaohao::drivers::bus
