// Tries one shape at one place. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "drivers/frames/deframer.hpp"
#include "drivers/frames/layout.hpp"
#include "drivers/frames/window.hpp"

namespace jiaohao::drivers::frames {

class Parser {
  public:
    enum class Verdict : std::uint8_t { sound, incomplete, rejected };
    struct Outcome {
        Verdict verdict{};
        /// sound: raw bytes of the frame. incomplete: so many raw bytes are needed at least to say more.
        std::size_t bytes = 0;
        RejectCause cause{};
    };

    explicit Parser(Shape shape);

    /// `raw` holds at least one byte and outlives the call of read().
    [[nodiscard]] Outcome parse(ByteView raw);
    /// Before the first parse() after the buffer behind `raw` has changed or moved.
    void new_buffer();
    /// After a sound parse(): what the frame says.
    void read(Frame& frame) const;
    /// Bytes a frame can begin with.
    [[nodiscard]] std::bitset<256> first_bytes() const;
    /// What may stand second, and why it is rejected when it may not: most noise is known by its second byte.
    struct Second {
        std::bitset<256> bytes;
        RejectCause cause{};
    };
    [[nodiscard]] Second second_byte() const;
    [[nodiscard]] bool checked() const { return checked_; }

  private:
    /// What the byte at `place` of a part may be.
    [[nodiscard]] static std::bitset<256> bytes_of(const Part& part, std::size_t place);
    [[nodiscard]] static Outcome rejected(RejectCause cause) { return {Verdict::rejected, 0, cause}; }
    [[nodiscard]] Outcome incomplete(std::size_t plain_count) const;
    /// Offset of a part when the varying one holds `size` bytes.
    [[nodiscard]] std::size_t offset(std::size_t part, std::size_t size) const {
        return part <= varying_ ? offsets_[part] : offsets_[part] - least_ + size;
    }
    [[nodiscard]] std::size_t size_of(std::size_t part, std::size_t size) const {
        return part == varying_ ? size : sizes_[part];
    }
    /// Plain place behind the escaped parts.
    [[nodiscard]] std::size_t zone_end(std::size_t size) const {
        return offset(shape_.escape->last, size) + size_of(shape_.escape->last, size);
    }
    /// The parts before the varying one.
    [[nodiscard]] std::optional<Outcome> parse_head();
    [[nodiscard]] std::optional<RejectCause> wrong_in(std::size_t part, ByteView bytes,
                                                      RejectCause constant) const;
    /// Size of the varying part by its length part; nothing when that is impossible.
    [[nodiscard]] std::optional<std::size_t> told_size() const;
    [[nodiscard]] Outcome by_end();
    /// bad_data: the constant behind the data does not stand there.
    [[nodiscard]] Outcome ends_at(std::size_t size);
    /// Everything behind the varying part, lengths and checks, when it holds `size` bytes.
    [[nodiscard]] Outcome finish(std::size_t size);
    [[nodiscard]] std::optional<RejectCause> wrong_behind(std::size_t size);
    [[nodiscard]] bool length_right(std::size_t part, std::size_t size) const;
    [[nodiscard]] bool check_right(std::size_t part, std::size_t size);

    Shape shape_;
    std::size_t varying_;
    std::optional<std::size_t> deciding_;
    std::size_t ending_;
    std::vector<std::size_t> sizes_;
    /// One for each part; only those of checks are used.
    std::vector<OverlappingCrc> crcs_;
    /// Of each part: data that may hold any byte need not be looked at.
    std::vector<std::uint8_t> any_byte_;
    std::vector<std::size_t> offsets_;
    std::size_t least_ = 0;
    std::size_t total_ = 0;
    bool checked_;
    Window window_;
    /// Of the last sound frame: size of the varying part.
    std::size_t size_ = 0;
};

}  // namespace jiaohao::drivers::frames
