// Byte 0 chooses the profile, byte 1 the saying; then address, waiting, bits and rest of four bytes each; the rest is
// number and text, a line feed between. What is said must be heard as it was said.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/saying.hpp"
#include "drivers/frames/deframer.hpp"
#include "drivers/frames/encode.hpp"
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void sayings(ByteView bytes) {
    using namespace drivers::engine;
    using drivers::frames::Deframer;
    using drivers::frames::Frame;
    Input input(bytes);
    const auto& profile = device_profile_by(input.byte());
    const auto& names = known_sayings();
    const std::string_view name = names[input.byte() % names.size()];
    Values values;
    values.address = input.number();
    values.waiting = input.number();
    values.bits = input.number();
    values.rest = input.number();
    values.number = std::string(text_of(input.line()));
    values.text = std::string(text_of(input.rest()));

    const auto said = say(profile, name, values);
    check(profile.saying(name) != nullptr || !said || name == drivers::engine::sayings::kNumber,
          "something is said that the profile does not know");
    if (!said) {
        return;
    }
    check((values.address >= profile.address.least && values.address <= profile.address.most) ||
              values.address == profile.address.broadcast,
          "something is said to an address that no device has");
    for (const Utterance& one : *said) {
        std::vector<Frame> heard;
        Deframer device(profile.shapes, Deframer::Hear::host);
        const auto note = [&heard](const Frame& frame) { heard.push_back(frame); };
        device.feed(one.bytes, note);
        device.end_of_burst(note);
        check(heard.size() == 1 && device.rejected() == 0, "what is said is no frame to the device",
              to_hex(one.bytes));
        const auto again = drivers::frames::encode(profile.shapes.at(heard.front().shape), heard.front());
        check(heard.front().data == one.frame.data && again && *again == one.bytes,
              "what is said is heard as something else", to_hex(one.bytes));
    }
}

}  // namespace jiaohao::fuzz
