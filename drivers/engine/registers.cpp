// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/registers.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers::engine {

PressCounter::Reading PressCounter::hear(std::uint32_t value) {
    const std::uint64_t now = value % modulus_;
    Reading reading;
    if (std::exchange(away_, false)) {
        reading = first_after_absence(now);
    } else if (last_) {
        const std::uint64_t grown = (now + modulus_ - *last_) % modulus_;
        // A small modulus (a counter of one digit) wraps before that.
        const std::uint64_t most = std::min<std::uint64_t>(kMostAtOnce, modulus_ - 1);
        if (grown <= most) {
            reading.presses = static_cast<std::uint32_t>(grown);
        } else if (now < *last_ && now <= most) {
            reading.restarted = true;
            reading.presses = static_cast<std::uint32_t>(now);
        } else {
            reading.jumped = true;
        }
    }
    last_ = now;
    reading.presses += std::exchange(owed_, 0);
    return reading;
}

PressCounter::Reading PressCounter::first_after_absence(std::uint64_t now) const {
    Reading reading;
    if (now < *last_) {
        reading.restarted = true;
    } else if (now - *last_ > kMostWhileAway) {
        reading.jumped = true;
    } else {
        reading.presses = static_cast<std::uint32_t>(now - *last_);
    }
    return reading;
}

std::optional<std::uint64_t> PressCounter::position() const {
    if (!last_) {
        return std::nullopt;
    }
    return (*last_ + modulus_ - owed_ % modulus_) % modulus_;
}

void PressCounter::give_back(std::uint32_t presses) {
    owed_ = std::min(kMostAtOnce, owed_ + std::min(presses, kMostAtOnce));
}

std::uint32_t LatchedBits::hear(std::uint32_t bits) {
    last_ = bits;
    // A bit that is gone was cleared after all (or the device restarted): the clear is done.
    safe_ &= bits;
    const std::uint32_t fresh = bits & ~waiting_ & ~safe_;
    waiting_ |= fresh;
    return fresh;
}

void LatchedBits::acknowledge(unsigned bit) {
    const std::uint32_t mask = bit < 32 ? 1U << bit : 0;
    safe_ |= waiting_ & mask;
    waiting_ &= ~mask;
}

void LatchedBits::give_back(unsigned bit) {
    waiting_ &= ~(bit < 32 ? 1U << bit : 0);
}

void LatchedBits::cleared(std::uint32_t bits) {
    safe_ &= ~bits;
    last_ &= ~bits;
}

std::uint32_t InputBits::hear(std::uint32_t bits) {
    const std::uint32_t fresh = last_ ? bits & ~*last_ : 0;
    last_ = bits;
    return fresh;
}

void InputBits::give_back(unsigned bit) {
    if (last_ && bit < 32) {
        *last_ &= ~(1U << bit);
    }
}

}  // namespace jiaohao::drivers::engine
