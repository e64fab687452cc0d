// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/link_policy.hpp"

#include <algorithm>

namespace jiaohao::satellite {

LinkPolicy::Do LinkPolicy::look(BootTime now) {
    switch (state_) {
        case State::down:
            if (now < next_try_) {
                return Do::nothing;
            }
            state_ = State::connecting;
            return Do::connect;
        case State::greeting:
            if (now - opened_ > times_.greeting) {
                state_ = State::ending;
                return Do::cut;
            }
            [[fallthrough]];
        case State::linked:
            if (now - heard_ > times_.silence) {
                state_ = State::ending;
                return Do::cut;
            }
            return now - said_ >= times_.ping ? Do::ping : Do::nothing;
        case State::connecting:
        case State::ending:
            break;
    }
    return Do::nothing;
}

void LinkPolicy::opened(BootTime now) {
    state_ = State::greeting;
    opened_ = heard_ = said_ = now;
}

void LinkPolicy::greeted(BootTime now) {
    state_ = State::linked;
    heard_ = now;
    failures_ = 0;
}

/// Half of the pause is chance: satellites that lost the same owner do not all come back at once.
void LinkPolicy::ended(BootTime now) {
    constexpr unsigned kMostDoublings = 16;
    const auto pause =
        std::min(times_.first_pause * (1U << std::min(failures_, kMostDoublings)), times_.longest_pause);
    ++failures_;
    const auto half = pause / 2;
    next_try_ = now + half +
                std::chrono::nanoseconds{
                    static_cast<std::int64_t>(random_.unit() * static_cast<double>(half.count()))};
    state_ = State::down;
}

}  // namespace jiaohao::satellite
