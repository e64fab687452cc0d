// The bytes from a place on, as they were before escaping. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "drivers/frames/shape.hpp"

namespace jiaohao::drivers::frames {

enum class Have : std::uint8_t { yes, more, broken };

/// Without an escape it is the raw bytes themselves; with one, plain bytes are made as far as they are asked for.
class Window {
  public:
    /// `zone_begin`: plain place of the first escaped byte.
    Window(const std::optional<Escape>& escape, std::size_t zone_begin, std::size_t most_bytes);

    void reset(ByteView raw) {
        raw_ = raw;
        if (escaping_) {
            plain_.clear();
            raw_at_.clear();
            next_ = 0;
            zone_end_ = kOpen;
            closed_by_data_ = false;
        }
    }
    /// Where the escaped bytes end, once that is known. False: they had ended elsewhere already.
    [[nodiscard]] bool end_zone(std::size_t plain_place);
    /// A byte that cannot stand among escaped ones ended them before this place.
    [[nodiscard]] bool closed_at(std::size_t plain_place) const {
        return closed_by_data_ && zone_end_ <= plain_place;
    }
    /// The first `count` plain bytes: there, not yet there, or never (broken escape).
    [[nodiscard]] Have have(std::size_t count) {
        if (!escaping_) {
            return raw_.size() >= count ? Have::yes : Have::more;
        }
        return unstuff(count);
    }
    /// What have() has made so far; may hold more than was asked for.
    [[nodiscard]] ByteView plain() const { return escaping_ ? ByteView{plain_} : raw_; }
    /// Raw place of a plain place that have() answered yes for (or of the end behind it).
    [[nodiscard]] std::size_t raw_place(std::size_t plain_place) const {
        if (!escaping_) {
            return plain_place;
        }
        return plain_place < raw_at_.size() ? raw_at_[plain_place] : next_;
    }
    [[nodiscard]] ByteView raw() const { return raw_; }

  private:
    static constexpr std::size_t kOpen = std::numeric_limits<std::size_t>::max();
    [[nodiscard]] Have unstuff(std::size_t count);
    /// One stuffed form at next_.
    [[nodiscard]] Have take_stuffed();

    bool escaping_;
    std::vector<EscapePair> pairs_;
    std::bitset<256> special_;
    std::size_t zone_begin_;
    std::size_t zone_end_ = kOpen;
    bool closed_by_data_ = false;
    ByteView raw_;
    std::size_t next_ = 0;
    Bytes plain_;
    std::vector<std::uint32_t> raw_at_;
};

}  // namespace jiaohao::drivers::frames
