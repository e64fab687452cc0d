// Byte 0 chooses the profile; the rest comes from its devices, and what the host would answer is worked out.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/example_check.hpp"
#include "drivers/engine/meaning.hpp"
#include "drivers/engine/registers.hpp"
#include "drivers/engine/saying.hpp"
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers::engine;
using drivers::frames::Deframer;
using drivers::frames::Frame;

/// What is said can be heard by a device.
void check_said(const DeviceProfile& profile, const Said& said) {
    if (!said) {
        return;
    }
    for (const Utterance& one : *said) {
        check(one.bytes.size() <= drivers::frames::kMostFrameBytes, "the host says more than a frame holds");
        check(one.frame.shape < profile.shapes.size(), "the host speaks in a shape that there is not");
    }
}

/// What a device remembers comes out as presses, each once.
class Memory {
  public:
    void hear(const DeviceProfile& profile, const Meaning& meaning) {
        const MeaningRule& rule = profile.meanings.at(meaning.rule);
        if (meaning.what == What::latched) {
            latch(meaning.bits);
        } else if (meaning.what == What::inputs) {
            check((inputs_.hear(meaning.bits) & ~meaning.bits) == 0, "a press of a bit that is not set");
        } else if (meaning.what == What::counters) {
            PressCounter counter(rule.modulus);
            for (const std::uint32_t count : meaning.counts) {
                check(counter.hear(count).presses <= PressCounter::kMostAtOnce,
                      "more presses than are believed");
            }
        }
    }

  private:
    void latch(std::uint32_t bits) {
        const std::uint32_t presses = latched_.hear(bits);
        check((presses & ~bits) == 0, "a press of a bit that is not set");
        for (unsigned bit = 0; bit < 32; ++bit) {
            if ((presses >> bit & 1U) != 0) {
                bit % 3 == 0 ? latched_.give_back(bit) : latched_.acknowledge(bit);
            }
        }
        check((latched_.to_clear() & latched_.rest()) == 0, "a bit is cleared and kept");
        latched_.cleared(latched_.to_clear());
        check(latched_.to_clear() == 0, "a bit that was cleared is cleared again");
    }

    LatchedBits latched_;
    InputBits inputs_;
};

void hear_one(const DeviceProfile& profile, const Frame& frame, Memory& memory) {
    const auto meaning = meaning_of(profile, frame);
    if (!meaning) {
        return;
    }
    check(meaning->rule < profile.meanings.size(), "a rule that there is not");
    const auto key = press_key(profile, frame, *meaning);
    check(!key || meaning->what == What::press || meaning->what == What::latched ||
              meaning->what == What::inputs || meaning->what == What::counters,
          "what is no press belongs to a key");
    check_said(profile, answer_to(profile, frame, *meaning));
    check_said(profile, refusal_of(profile, frame, *meaning));
    memory.hear(profile, *meaning);
}

}  // namespace

void meanings(ByteView bytes) {
    Input input(bytes);
    const auto& profile = device_profile_by(input.byte());
    const ByteView line = input.rest();
    Memory memory;
    std::size_t heard = 0;
    const Ear::Sink sink = [&](const Ear::Heard& one) {
        ++heard;
        check(one.profile == 0 && one.frame.shape < profile.shapes.size(), "a frame of no profile");
        hear_one(profile, one.frame, memory);
    };
    Ear ear({&profile}, [](std::uint32_t) { return std::optional<std::size_t>{}; });
    ear.feed(line, sink);
    ear.end_of_burst(sink);
    check(!ear.pending(), "something is held behind the end of a burst");
    check(heard <= line.size(), "more frames than bytes");
    // For decoders: the same bytes in words.
    check(line.empty() || !device_words(profile, line).empty(), "bytes without a word for them");
}

}  // namespace jiaohao::fuzz
