// Meanings, sayings and the ear, on real profiles.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/profile_toml.hpp"
#include "drivers/engine/saying.hpp"

namespace jiaohao::drivers::engine {
namespace {

DeviceProfile profile(const std::string& name) {
    auto loaded = load_device_profile(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles" /
                                      (name + ".toml"));
    EXPECT_TRUE(loaded) << loaded.error();
    return loaded ? *loaded : DeviceProfile{};
}

struct Talk {
    frames::Frame frame;
    Meaning meaning;
};

Talk heard(const DeviceProfile& profile, const std::string& hex) {
    Talk talk;
    Ear ear({&profile}, {});
    const auto keep = [&](const Ear::Heard& h) {
        talk.frame = h.frame;
        talk.meaning = meaning_of(profile, h.frame).value_or(Meaning{});
    };
    ear.feed(bytes_from_hex(hex).value(), keep);
    ear.end_of_burst(keep);
    return talk;
}

TEST(Meaning, TellsKeyAndLevelAndWhoseAnswerItIs) {
    const DeviceProfile bus = profile("bus-hall-a");
    const Talk call = heard(bus, "FF 68 03 03 68 07 01 0C 14 16");
    EXPECT_EQ(call.frame.address, 7U);
    EXPECT_EQ(call.meaning.press, (Press{Role::handset, ports::HandsetKey::call, 0}));
    EXPECT_EQ(press_key(bus, call.frame, call.meaning), (PressKey{7, Role::handset}));
    const Talk face = heard(bus, "FF 68 03 03 68 6B 11 03 7F 16");
    EXPECT_EQ(face.meaning.press->level, 1U);
    EXPECT_EQ(face.meaning.key, 3U);
    EXPECT_EQ(to_hex(answer_to(bus, face.frame, face.meaning)->at(0).bytes), "ff 68 03 03 68 6b 01 03 6f 16");
    EXPECT_TRUE(refusal_of(bus, face.frame, face.meaning)->empty());
}

TEST(Meaning, OfAKeyTheProfileDoesNotKnowStillTellsWhoseKeyItWas) {
    const DeviceProfile bus = profile("bus-hall-a");
    const Talk unknown = heard(bus, "FF 68 03 03 68 6B 11 09 85 16");
    EXPECT_EQ(unknown.meaning.press, std::nullopt);
    EXPECT_EQ(unknown.meaning.key, 9U);
    EXPECT_EQ(press_key(bus, unknown.frame, unknown.meaning), (PressKey{0x6B, Role::pad}));
}

TEST(Saying, ShowsANumberAtAnAddress) {
    const DeviceProfile bus = profile("bus-hall-a");
    Values values;
    values.address = 7;
    values.number = "A027";
    const auto said = say(bus, sayings::kNumber, values);
    ASSERT_TRUE(said);
    ASSERT_EQ(said->size(), 1U);
    EXPECT_EQ(to_hex(said->front().bytes), "ff 68 08 08 68 07 02 0a 0a 0a 00 02 07 30 16");
    EXPECT_FALSE(said->front().wants_reply);
}

TEST(Saying, RefusesByNameWhatTheDeviceCannotDoOrWhoItIsNot) {
    const DeviceProfile box = profile("handset-modbus-buttons");
    Values values;
    values.address = 7;
    EXPECT_EQ(say(box, sayings::kNumber, values).error(), SayError::unknown_saying);
    values.address = 248;
    EXPECT_EQ(say(box, sayings::kPoll, values).error(), SayError::bad_address);
    values.address = 0;
    EXPECT_TRUE(say(box, sayings::kBeep, values));
}

TEST(Saying, ToADeviceWithoutAddressesKnowsOnlyTheOne) {
    const DeviceProfile pole = profile("display-led8n");
    Values values;
    values.number = "27";
    EXPECT_TRUE(say(pole, sayings::kNumber, values));
    values.address = 5;
    EXPECT_EQ(say(pole, sayings::kNumber, values).error(), SayError::bad_address);
}

TEST(Saying, CannotBeBrokenOutOfByATextWithTheEndInIt) {
    const DeviceProfile panel = profile("pad-nextion");
    Values values;
    values.text = "a\"\\b";
    const Bytes bytes = say(panel, sayings::kText, values)->front().bytes;
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "t0.txt=\"a??b\"\xFF\xFF\xFF");
}

TEST(Saying, KnowsWhatCountsAsTheReplyToAPoll) {
    const DeviceProfile box = profile("handset-modbus-buttons");
    Values values;
    values.address = 7;
    const Utterance poll = say(box, sayings::kPoll, values)->front();
    EXPECT_TRUE(poll.wants_reply);
    const std::vector<std::pair<std::string, bool>> rows{
        {"07 03 02 00 01 F0 44", true},      // the latches
        {"07 83 02 E0 F0", true},            // an exception
        {"07 10 00 01 00 01 50 6F", false},  // the reply to a write
    };
    for (const auto& [hex, counts] : rows) {
        Bytes bytes = bytes_from_hex(hex).value();
        bytes.resize(bytes.size() - 2);
        const auto crc = frames::check_value(frames::CheckKind::crc16_modbus, bytes);
        bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
        bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
        const Talk reply = heard(box, to_hex(bytes));
        EXPECT_EQ(is_reply(box, poll, reply.frame, reply.meaning), counts) << hex;
        Talk other = reply;
        other.frame.address = 8;
        EXPECT_FALSE(is_reply(box, poll, other.frame, other.meaning)) << "another address";
    }
}

TEST(Ear, GivesAFrameThatTwoProfilesShareToTheOneOfItsAddress) {
    const DeviceProfile buttons = profile("handset-modbus-buttons");
    const DeviceProfile counter = profile("handset-armfly-counter");
    Ear ear({&buttons, &counter}, [](std::uint32_t address) -> std::optional<std::size_t> {
        return address == 9 ? std::optional<std::size_t>{1} : std::nullopt;
    });
    std::vector<Ear::Heard> all;
    for (const std::uint8_t address : {std::uint8_t{7}, std::uint8_t{9}}) {
        Bytes reply{address, 0x03, 0x02, 0x00, 0x05};
        const auto crc = frames::check_value(frames::CheckKind::crc16_modbus, reply);
        reply.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
        reply.push_back(static_cast<std::uint8_t>(crc >> 8U));
        ear.feed(reply, [&all](const Ear::Heard& h) { all.push_back(h); });
    }
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].profile, 0U);
    EXPECT_EQ(meaning_of(buttons, all[0].frame)->what, What::latched);
    EXPECT_EQ(all[1].profile, 1U);
    EXPECT_EQ(meaning_of(counter, all[1].frame)->what, What::counters);
    EXPECT_EQ(press_of(counter, meaning_of(counter, all[1].frame)->rule, 0),
              (Press{Role::handset, ports::HandsetKey::call, 0}));
}

}  // namespace
}  // namespace jiaohao::drivers::engine
