// What waits to be said on a bus: at most one thing of a kind to an address, so it is bounded by itself. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "drivers/engine/saying.hpp"

namespace jiaohao::drivers::bus {

enum class SpeechKind : std::uint8_t {
    handset_answer,
    pad_answer,
    alive_answer,
    clear_latch,
    number,
    waiting,
    text,
    beep,
    rating,
    version,
    keep_alive
};

/// Somebody's finger is on the key; somebody looks at a display; it can wait.
enum class Urgency : std::uint8_t { finger, display, idle };
[[nodiscard]] Urgency urgency_of(SpeechKind kind);

class SpeechQueue {
  public:
    struct Next {
        SpeechKind kind{};
        std::uint32_t address = 0;
        /// Place in BusSettings::profiles.
        std::size_t profile = 0;
        engine::Utterance said;
        /// clear_latch: the bits.
        std::uint32_t bits = 0;
    };

    /// Takes the place of an older unsent one of the same kind to the same address, at the end of those as
    /// urgent: what was said last is shown last. More urgent ones overtake.
    void put(SpeechKind kind, std::uint32_t address, std::size_t profile, engine::Said&& said,
             std::uint32_t bits = 0);
    /// The next frame, of entries at least as urgent.
    [[nodiscard]] std::optional<Next> take(Urgency least);
    /// The line would not have it: it is next again.
    void give_back(Next next);
    /// The device did not take a frame of it: the rest is not said.
    void drop(SpeechKind kind, std::uint32_t address);
    void clear() { entries_.clear(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool waits(Urgency least) const {
        return !entries_.empty() && urgency_of(entries_.front().kind) <= least;
    }
    [[nodiscard]] std::uint64_t replaced() const { return replaced_; }

  private:
    struct Entry {
        SpeechKind kind{};
        std::uint32_t address = 0;
        std::size_t profile = 0;
        std::deque<engine::Utterance> frames;
        std::uint32_t bits = 0;
    };
    std::deque<Entry> entries_;
    std::uint64_t replaced_ = 0;
};

}  // namespace jiaohao::drivers::bus
