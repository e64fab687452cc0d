// SPDX-License-Identifier: Apache-2.0
#include "kiosk/base/random.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <cstdlib>
#include <limits>

namespace jiaohao {

std::uint64_t Random::below(std::uint64_t bound) {
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
    std::uint64_t value = next();
    while (value >= limit) {
        value = next();
    }
    return value % bound;
}

double Random::unit() {
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::uint64_t SystemRandom::next() {
    std::uint64_t value = 0;
    // 8 bytes never come short or interrupted once the pool is ready (getrandom(2)); a kernel without it is
    // no host.
    if (getrandom(&value, sizeof value, 0) != static_cast<ssize_t>(sizeof value)) {
        std::abort();
    }
    return value;
}

std::uint64_t SeededRandom::next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

std::string make_uuid(Random& random) {
    const std::uint64_t high = (random.next() & 0xFFFFFFFFFFFF0FFFULL) | 0x4000ULL;
    const std::uint64_t low = (random.next() & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xFFFFU,
                       high & 0xFFFFU, low >> 48U, low & 0xFFFFFFFFFFFFULL);
}

}  // namespace jiaohao
