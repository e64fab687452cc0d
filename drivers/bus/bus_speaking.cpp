// The speaking half of BusDriver: commands from any thread, one writer, one frame at a time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/bus/bus_driver.hpp"

namespace jiaohao::drivers::bus {
namespace {

/// Addresses of which is kept what they show.
constexpr std::size_t kMostShown = 1024;

}  // namespace

void BusDriver::acknowledge(const ports::PressId& id) {
    run_here([id](BusDriver& here) {
        if (id.line != here.settings_.line) {
            return;
        }
        if (const auto address = here.registers_.acknowledge(id.press)) {
            here.clear_latch(*address);
        } else if (const auto spoken = here.presses_.acknowledge(id.press, here.line_.up())) {
            here.answer(*spoken);
        }
    });
}

void BusDriver::forget(const ports::PressId& id) {
    run_here([id](BusDriver& here) {
        if (id.line != here.settings_.line) {
            return;
        }
        if (here.registers_.forget(id.press)) {
            here.keep_counters();
            return;
        }
        const auto spoken = here.presses_.forget(id.press);
        if (spoken && here.line_.up()) {
            here.queue_.put(
                SpeechKind::pad_answer, spoken->frame.address, spoken->profile,
                engine::refusal_of(here.profile(spoken->profile), spoken->frame, spoken->meaning));
            here.pump();
        }
    });
}

void BusDriver::show_number(std::uint32_t address, const std::string& number) {
    run_here([=](BusDriver& here) {
        engine::Values values;
        values.number = number;
        here.say(SpeechKind::number, address, engine::sayings::kNumber, values);
    });
}

void BusDriver::show_waiting(std::uint32_t address, std::uint32_t waiting) {
    run_here([=](BusDriver& here) {
        engine::Values values;
        values.waiting = waiting;
        here.say(SpeechKind::waiting, address, engine::sayings::kWaiting, values);
    });
}

void BusDriver::show_text(std::uint32_t address, const std::string& text) {
    run_here([=](BusDriver& here) {
        engine::Values values;
        values.text = text;
        here.say(SpeechKind::text, address, engine::sayings::kText, values);
    });
}

void BusDriver::beep(std::uint32_t address) {
    run_here([=](BusDriver& here) { here.say(SpeechKind::beep, address, engine::sayings::kBeep, {}); });
}

void BusDriver::start_rating(std::uint32_t address) {
    run_here([=](BusDriver& here) {
        here.arm(address, true);
        here.say(SpeechKind::rating, address, engine::sayings::kRatingStart, {});
    });
}

void BusDriver::stop_rating(std::uint32_t address) {
    run_here([=](BusDriver& here) {
        here.arm(address, false);
        here.say(SpeechKind::rating, address, engine::sayings::kRatingStop, {});
    });
}

void BusDriver::scan(std::uint32_t least, std::uint32_t most) {
    run_here([=](BusDriver& here) {
        here.scan_.emplace(here.settings_.profiles, least, most);
        here.last_scan_ = here.scan_->report();
        if (here.last_scan_.finished) {
            here.scan_.reset();
            here.listener_.on_bus_scan(here.settings_.line, here.last_scan_);
        }
        here.pump();
    });
}

std::size_t BusDriver::profile_at(std::uint32_t address) const {
    const auto found = profile_at_.find(address);
    return found == profile_at_.end() ? 0 : found->second;
}

std::optional<std::size_t> BusDriver::known_profile_at(std::uint32_t address) const {
    const auto found = profile_at_.find(address);
    return found == profile_at_.end() ? std::nullopt : std::optional{found->second};
}

void BusDriver::arm(std::uint32_t address, bool is_armed) {
    if (const auto place = place_of_.find(address); place != place_of_.end()) {
        plan_.await_press(place->second, is_armed);
    }
    if (const auto armed = armed_.find(address); armed != armed_.end()) {
        timers_.cancel(armed->second);
        armed_.erase(armed);
    }
    if (!is_armed || !profile_at_.contains(address)) {
        return;
    }
    const engine::TalkRules& talk = profile(profile_at(address)).talk;
    Timers::Id& timer = armed_[address];
    if (talk.turn == engine::Turn::prompt && talk.prompt_time.count() > 0) {
        timer = timers_.start(talk.prompt_time, kLeastRealWait, [this, address] {
            armed_.erase(address);
            // The device has ended its prompt by itself: it is not said again after a loss of the line.
            std::erase_if(shown_[address], [](const Shown& one) { return one.kind == SpeechKind::rating; });
        });
    }
}

void BusDriver::say(SpeechKind kind, std::uint32_t address, std::string_view saying,
                    const engine::Values& values) {
    if (kind != SpeechKind::beep && (shown_.contains(address) || shown_.size() < kMostShown)) {
        auto& told = shown_[address];
        std::erase_if(told, [kind](const Shown& one) { return one.kind == kind; });
        told.push_back({kind, std::string(saying), values});
    }
    say_now(kind, address, saying, values);
    pump();
}

void BusDriver::say_now(SpeechKind kind, std::uint32_t address, std::string_view saying,
                        const engine::Values& values) {
    const std::size_t place = profile_at(address);
    engine::Values to = values;
    to.address = address;
    engine::Said said = engine::say(profile(place), saying, to);
    if (!said) {
        // A device that cannot do this is simply not told; a wrong address is somebody's mistake.
        if (said.error() == engine::SayError::bad_address) {
            shown_.erase(address);
        }
        if (said.error() != engine::SayError::unknown_saying &&
            first_and_every_tenth(++counts_.bad_addresses)) {
            const engine::AddressRules& range = profile(place).address;
            log_.error("command.bad_address", {{"line", settings_.line.get()},
                                               {"address", address},
                                               {"saying", std::string(saying)},
                                               {"error", std::string(code(said.error()))},
                                               {"least", range.least},
                                               {"most", range.most}});
        }
        return;
    }
    if (line_.up()) {
        queue_.put(kind, address, place, std::move(said));
    }
}

void BusDriver::show_again(std::optional<std::uint32_t> only) {
    for (const auto& [address, told] : shown_) {
        if (only.value_or(address) != address) {
            continue;
        }
        for (const Shown& one : told) {
            say_now(one.kind, address, one.saying, one.values);
        }
    }
}

void BusDriver::answer(const Spoken& spoken) {
    if (!line_.up()) {
        return;
    }
    const auto key = engine::press_key(profile(spoken.profile), spoken.frame, spoken.meaning);
    const bool handset = key && key->role == engine::Role::handset;
    if (!key) {
        queue_.put(SpeechKind::alive_answer, spoken.frame.address, spoken.profile,
                   engine::answer_to(profile(spoken.profile), spoken.frame, spoken.meaning));
        pump();
        return;
    }
    queue_.put(handset ? SpeechKind::handset_answer : SpeechKind::pad_answer, spoken.frame.address,
               spoken.profile, engine::answer_to(profile(spoken.profile), spoken.frame, spoken.meaning));
    pump();
}

void BusDriver::clear_latch(std::uint32_t address) {
    const std::size_t place = profile_at(address);
    const auto clear = registers_.to_clear(address, profile(place));
    if (!clear || !line_.up()) {
        return;
    }
    engine::Values values;
    values.address = address;
    values.bits = clear->bits;
    values.rest = clear->rest;
    engine::Said said = engine::say(profile(place), engine::sayings::kClearLatch, values);
    if (!said) {
        // It forgets its bits by being read.
        registers_.cleared(address, profile(place), clear->bits);
        return;
    }
    queue_.put(SpeechKind::clear_latch, address, place, std::move(said), clear->bits);
    pump();
}

void BusDriver::start_keep_alive(std::size_t place) {
    const std::chrono::seconds every = profile(place).talk.keep_alive;
    if (every.count() == 0 || profile(place).saying(engine::sayings::kKeepAlive) == nullptr) {
        return;
    }
    timers_.cancel(keep_alive_[place]);
    keep_alive_[place] = timers_.start(every, kLeastRealWait, [this, place] {
        for (const auto& [address, spoken] : profile_at_) {
            if (spoken == place) {
                say_now(SpeechKind::keep_alive, address, engine::sayings::kKeepAlive, {});
            }
        }
        start_keep_alive(place);
        pump();
    });
}

}  // namespace jiaohao::drivers::bus
