// Inputs near those of a corpus; the same seed gives the same ones on every machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::fuzz {

class Mutator {
  public:
    /// `corpus` is not empty and outlives the mutator. `lines`: also by whole lines.
    Mutator(const std::vector<Bytes>& corpus, std::uint32_t seed, bool lines)
        : corpus_(corpus), random_(seed), lines_(lines) {}

    [[nodiscard]] Bytes next();

  private:
    /// Below `end`, which is at least 1. Not a standard distribution: those differ between libraries.
    std::size_t below(std::size_t end) { return random_() % end; }
    [[nodiscard]] const Bytes& any() { return corpus_[below(corpus_.size())]; }
    void change(Bytes& bytes);
    void change_bytes(Bytes& bytes, std::size_t how);
    void change_lines(Bytes& bytes);
    void change_digits(Bytes& bytes);
    /// The same few bytes again and again: what recurses or copies shows it.
    void grow(Bytes& bytes);

    const std::vector<Bytes>& corpus_;
    std::mt19937 random_;
    bool lines_;
};

}  // namespace jiaohao::fuzz
