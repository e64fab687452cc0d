// The randomness seam: seeded in tests and simulations, the kernel's in production.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace jiaohao {

class Random {
  public:
    virtual ~Random() = default;
    [[nodiscard]] virtual std::uint64_t next() = 0;

    /// Uniform in [0, bound), bound > 0, without modulo bias.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1) with 53 bits.
    [[nodiscard]] double unit();
};

/// getrandom(2). Thread-safe.
class SystemRandom final : public Random {
  public:
    [[nodiscard]] std::uint64_t next() override;
};

/// SplitMix64 (Steele, Lea, Flood 2014): same sequence for the same seed on every machine. Not thread-safe.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    [[nodiscard]] std::uint64_t next() override;

  private:
    std::uint64_t state_;
};

/// Random UUID, version 4, lower case (RFC 9562).
[[nodiscard]] std::string make_uuid(Random& random);

}  // namespace jiaohao
