// Byte 0 chooses the profile, byte 1 whose frames are heard and how the bytes come in pieces; the rest is the line.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "drivers/frames/deframer.hpp"
#include "drivers/frames/encode.hpp"
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers::frames;

using Frames = std::vector<Frame>;

std::size_t longest(const std::vector<Shape>& shapes) {
    std::size_t most = 0;
    for (const Shape& shape : shapes) {
        most = std::max(most, shape.most_bytes);
    }
    return most;
}

Frames hear_burst(Deframer& deframer, ByteView bytes) {
    Frames heard;
    const auto note = [&heard](const Frame& frame) { heard.push_back(frame); };
    deframer.feed(bytes, note);
    deframer.end_of_burst(note);
    return heard;
}

/// Of two shapes without a check one may be how the other begins; which of them it is then depends on when the bytes
/// come. On the way to the host (what the product hears) no profile may have such.
bool told_apart(const std::vector<Shape>& shapes, Deframer::Hear hear) {
    const auto unchecked = [](const Shape& shape) { return !shape.has(PartKind::check); };
    return hear == Deframer::Hear::device || std::count_if(shapes.begin(), shapes.end(), unchecked) <= 1;
}

/// In pieces of so many bytes.
Frames hear_pieces(Deframer& deframer, ByteView bytes, std::size_t piece) {
    Frames heard;
    const auto note = [&heard](const Frame& frame) { heard.push_back(frame); };
    const std::size_t most = longest(deframer.shapes());
    while (!bytes.empty()) {
        const ByteView now = bytes.first(std::min(piece, bytes.size()));
        bytes = bytes.subspan(now.size());
        deframer.feed(now, note);
        check(deframer.held() <= most, "more is held than the longest frame");
    }
    deframer.end_of_burst(note);
    check(!deframer.pending(), "something is held behind the end of a burst");
    return heard;
}

/// Where both directions are heard a sound frame of one may begin a sound frame of the other (of Modbus: a response of
/// two bytes and a NUL are a sound request); which of them it is then depends on when the bytes come, too.
bool begins_as_another(const std::vector<Shape>& shapes, Deframer::Hear hear, ByteView frame) {
    Deframer fresh(shapes, hear);
    bool heard = false;
    for (std::size_t i = 0; hear == Deframer::Hear::both && i + 1 < frame.size(); ++i) {
        fresh.feed(frame.subspan(i, 1), [&heard](const Frame&) { heard = true; });
    }
    return heard;
}

struct Reencoded {
    std::size_t bytes = 0;
    bool told_apart = true;
};

/// A frame that was heard can be built, and what is built is heard as that frame.
Reencoded check_reencoded(const std::vector<Shape>& shapes, Deframer::Hear hear, const Frame& frame) {
    const auto bytes = encode(shapes.at(frame.shape), frame);
    check(bytes.has_value(), "a frame that was heard cannot be built",
          bytes ? "" : std::string(code(bytes.error())));
    Deframer fresh(shapes, hear);
    const Frames again = hear_burst(fresh, *bytes);
    check(again.size() == 1 && again.front() == frame && fresh.rejected() == 0,
          "a frame that was built is heard as another", to_hex(*bytes));
    return {bytes->size(), !begins_as_another(shapes, hear, *bytes)};
}

/// One example a time: all of them would take longer than the input.
void check_in_step(Deframer& deframer, const drivers::engine::DeviceProfile& profile, Deframer::Hear hear,
                   std::size_t choice) {
    const auto& example = profile.examples[choice % profile.examples.size()];
    Deframer fresh(profile.shapes, hear);
    check(hear_burst(deframer, example.bytes) == hear_burst(fresh, example.bytes),
          "noise before a pause changes what is heard behind it", example.name);
}

}  // namespace

void frames(ByteView bytes) {
    constexpr std::array<std::size_t, 4> kPieces{1, 2, 7, 64};
    Input input(bytes);
    const auto& profile = device_profile_by(input.byte());
    const std::uint8_t how = input.byte();
    const auto hear = static_cast<Deframer::Hear>(how % 3);
    const ByteView line = input.rest();

    Deframer whole(profile.shapes, hear);
    const Frames heard = hear_burst(whole, line);
    std::size_t in_frames = 0;
    bool one_meaning = told_apart(profile.shapes, hear);
    for (const Frame& frame : heard) {
        const auto again = check_reencoded(profile.shapes, hear, frame);
        in_frames += again.bytes;
        one_meaning = one_meaning && again.told_apart;
    }
    check(in_frames + whole.rejected() == line.size(), "bytes are neither in a frame nor rejected");
    Deframer pieces(profile.shapes, hear);
    const Frames again = hear_pieces(pieces, line, kPieces[how / 3 % kPieces.size()]);
    check(!one_meaning || (again == heard && pieces.rejected() == whole.rejected()),
          "pieces are heard otherwise than the whole");
    check_in_step(pieces, profile, hear, line.size());
    Deframer dropped(profile.shapes, hear);
    dropped.feed(line, [](const Frame&) {});
    dropped.drop();
    check(!dropped.pending(), "something is held of a line that went down");
    check_in_step(dropped, profile, hear, line.size() + 1);
}

}  // namespace jiaohao::fuzz
