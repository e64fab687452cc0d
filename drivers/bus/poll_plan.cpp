// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/poll_plan.hpp"

#include <algorithm>

namespace jiaohao::drivers::bus {

std::size_t PollPlan::add(std::chrono::nanoseconds every) {
    places_.push_back({every, {}, 0, {}, false, false});
    return places_.size() - 1;
}

void PollPlan::begin_again(BootTime now) {
    for (Place& place : places_) {
        place.not_before = now;
        place.asked = false;
    }
    silent_asked_ = false;
    round_began_.reset();
    rest_until_ = now;
    turn_ = 0;
}

void PollPlan::end_round(BootTime now) {
    if (round_began_) {
        rounds_.add(now - *round_began_);
        rest_until_ = *round_began_ + least_round_;
    }
    round_began_.reset();
    silent_asked_ = false;
    turn_ = 0;
    for (Place& place : places_) {
        place.asked = false;
    }
}

std::optional<std::size_t> PollPlan::next_hot(BootTime now) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const std::size_t at = (hot_turn_ + i) % places_.size();
        if (hot(places_[at], now) && places_[at].not_before <= now) {
            hot_turn_ = at + 1;
            return at;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> PollPlan::next_in_turn(BootTime now) {
    if (!round_began_ && now < rest_until_) {
        return std::nullopt;
    }
    for (; turn_ < places_.size(); ++turn_) {
        Place& place = places_[turn_];
        if (place.asked || place.not_before > now || (silent_place(place) && silent_asked_)) {
            continue;
        }
        silent_asked_ = silent_asked_ || silent_place(place);
        round_began_ = round_began_.value_or(now);
        return turn_++;
    }
    return std::nullopt;
}

std::optional<std::size_t> PollPlan::next(BootTime now) {
    std::optional<std::size_t> place;
    if (since_hot_ >= kBetweenHot) {
        place = next_hot(now);
    }
    if (place) {
        since_hot_ = 0;
    } else {
        place = next_in_turn(now);
        if (!place) {
            end_round(now);
            place = next_in_turn(now);
        }
        ++since_hot_;
    }
    if (!place) {
        place = next_hot(now);
    }
    if (place) {
        places_[*place].asked = true;
        places_[*place].not_before = now + places_[*place].every;
    }
    return place;
}

std::optional<BootTime> PollPlan::due(BootTime now) const {
    std::optional<BootTime> first;
    for (const Place& place : places_) {
        const bool rests = !round_began_ && !hot(place, now);
        const BootTime when = rests ? std::max(place.not_before, rest_until_) : place.not_before;
        first = std::min(first.value_or(when), when);
    }
    return first;
}

void PollPlan::answered(std::size_t place, BootTime now, bool pressed) {
    places_[place].missed = 0;
    if (pressed) {
        places_[place].hot_until = now + kHotAfterPress;
    }
}

void PollPlan::missed(std::size_t place, BootTime now) {
    Place& silent = places_[place];
    ++silent.missed;
    if (silent.missed >= kSilentAfter) {
        const std::uint32_t doublings = std::min<std::uint32_t>(silent.missed - kSilentAfter, 4);
        const std::chrono::seconds pause = std::min(kFirstPause * (1U << doublings), kLongestPause);
        silent.not_before = std::max(silent.not_before, now + pause);
    }
}

void PollPlan::await_press(std::size_t place, bool is_awaited) {
    places_[place].awaited = is_awaited;
}

}  // namespace jiaohao::drivers::bus
