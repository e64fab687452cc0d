// What waits to be said on a bus: at most one thing of a kind to an address, so it is bounded by itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "drivers/bus/frame_codec.hpp"

namespace jiaohao::drivers {

enum class SendKind : std::uint8_t { handset_answer, pad_answer, number, waiting, beep, rating };

class SendQueue {
  public:
    /// Takes the place of an older unsent one of the same kind to the same address, at the end of the line:
    /// what was said last is shown last. Answers overtake everything: somebody's finger is on the key.
    void put(SendKind kind, std::uint8_t address, std::deque<BusFrame> frames);
    struct Next {
        SendKind kind{};
        BusFrame frame;
    };
    [[nodiscard]] std::optional<Next> take();
    /// The line would not have it: it is next again.
    void give_back(Next next);
    void clear() { entries_.clear(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] std::uint64_t replaced() const { return replaced_; }

  private:
    struct Entry {
        SendKind kind{};
        std::uint8_t address = 0;
        std::deque<BusFrame> frames;
    };
    std::deque<Entry> entries_;
    std::uint64_t replaced_ = 0;
};

}  // namespace jiaohao::drivers
