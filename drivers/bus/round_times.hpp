// How long the last hundred rounds of polling took. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace jiaohao::drivers::bus {

class RoundTimes {
  public:
    using Span = std::chrono::nanoseconds;
    static constexpr std::size_t kKept = 100;

    void add(Span span) {
        spans_.push_back(span);
        if (spans_.size() > kKept) {
            spans_.pop_front();
        }
        ++rounds_;
    }
    [[nodiscard]] std::uint64_t rounds() const { return rounds_; }
    /// Zero before the first round.
    [[nodiscard]] Span last() const { return spans_.empty() ? Span{0} : spans_.back(); }
    [[nodiscard]] Span worst() const {
        return spans_.empty() ? Span{0} : *std::max_element(spans_.begin(), spans_.end());
    }
    [[nodiscard]] Span median() const {
        std::vector<Span> sorted(spans_.begin(), spans_.end());
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        return sorted.empty() ? Span{0} : *middle;
    }

  private:
    std::deque<Span> spans_;
    std::uint64_t rounds_ = 0;
};

}  // namespace jiaohao::drivers::bus
