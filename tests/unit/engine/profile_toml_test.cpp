// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/engine/sample_profile.hpp"

namespace jiaohao::drivers::engine {
namespace {

using sample::problems_of;
using sample::with;

TEST(ProfileToml, ReadsASoundProfile) {
    EXPECT_EQ(problems_of(sample::kProfile), "");
}

struct Mistake {
    std::string old;
    std::string now;
    /// Line of the file, key, and the allowed.
    std::string says;
};

TEST(ProfileToml, RefusesAMistakeWithFileLineKeyAndWhatIsAllowed) {
    const std::vector<Mistake> mistakes{
        {"kind = \"device\"", "kind = \"thing\"",
         "sample.toml:3:8: kind: is \"thing\"; allowed: one of device"},
        {"roles = [\"handset\"", "roles = [\"dog\"",
         ":4:10: roles[1]: is \"dog\"; allowed: one of handset, pad, display"},
        {"baud = 9600", "baud = 1", ":7:8: line.baud: is 1; allowed: a whole number from 300 to 921600"},
        {"baud = 9600", "baud = 9600\nparity = \"no\"",
         ":8:10: line.parity: is \"no\"; allowed: one of none, even, odd"},
        {"baud = 9600", "bauds = 9600", "line.baud: missing; needed: a whole number"},
        {"baud = 9600", "baud = 9600\nbits = 8",
         ":8:1: line.bits: unknown key; allowed here: baud, break_ms, data_bits"},
        {"most = 200", "most = 200\nbroadcast = 256",
         ":12:13: address.broadcast: is 256; allowed: 0 to 255, which the address of shape"},
        {"most = 200", "most = 0", "address.most: is 0; allowed: 1 (least) or more"},
        {"[address]\nleast = 1\nmost = 200", "", "address: missing; a shape has an address"},
        {"turn = \"event\"", "turn = \"loud\"",
         "talk.turn: is \"loud\"; allowed: one of event, poll, prompt"},
        {"turn = \"event\"", "turn = \"poll\"", "saying: turn = \"poll\" needs a [[saying]] called \"poll\""},
        {"turn = \"event\"", "turn = \"prompt\"", "needs a [[saying]] called \"rating_start\""},
        {"turn = \"event\"", "turn = \"event\"\nkeep_alive_s = 5",
         "needs a [[saying]] called \"keep_alive\""},
        {"turn = \"event\"", "turn = \"event\"\nstale_after_s = 9\nlost_after_s = 9",
         "talk.lost_after_s: is 9; allowed: 0"},
        {"repeat_window_ms = 700", "repeat_window_ms = 400",
         "talk.repeat_window_ms: is 400; must be longer than retry_ms"},
        {"is = \"constant\"", "is = \"stone\"",
         "shape[1].part[1].is: is \"stone\"; allowed: one of constant, address"},
        {"bytes = \"AA BB\"", "bytes = \"AABB\"", "shape[1].part[1].bytes: needed: pairs of hex digits"},
        {"first = \"address\", last", "first = \"adress\", last",
         "shape[1].part[2].first: no part is called \"adress\"; allowed: constant, length, address"},
        {"kind = \"xor8\"", "kind = \"md5\"", "shape[1].part[6].kind: is \"md5\"; allowed: one of sum8"},
        {"most = 20 ", "most = 20, allowed = \"letters\" ",
         "part[5].allowed: is \"letters\"; allowed: one of any, digits"},
        {"{ is = \"address\" }", "{ is = \"address\", width = 9 }",
         "part[3].width: is 9; allowed: a whole number from 1 to 8"},
        {"{ is = \"address\" }", "{ is = \"address\", width = 5 }",
         "part[3].width: is 5; allowed for big: 1 to 4"},
        {"plain = 0xAA, stuffed = \"AA 00\"", "plain = 0xAA, stuffed = \"AB 00\"",
         "shape[1].escape: \"ab 00\" for AA"},
        {"most_bytes = 60", "most_bytes = 3", "shape[1].most_bytes: is 3; allowed: 6 (the shortest frame)"},
        {"command = 0x10", "command = 0x1000", "meaning[1].command: is 0x1000, which no frame of the shape"},
        {"command = 0x10", "shape = \"freme\"",
         "meaning[1].shape: no shape from the device is called \"freme\"; allowed: frame"},
        {"data = \"{key}\"\nmeans", "data = \"{kay}\"\nmeans",
         "meaning[1].data: {kay} is not known; allowed: key, count"},
        {"data = \"{key}\"\nmeans", "data = \"01\"\nmeans", "meaning[1].press: a press is either fixed"},
        {"data = \"{key}\"\nmeans",
         "data = \"{key:4} 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\"\nmeans",
         "meaning[1].data: fits 21 bytes; frames of the shape \"frame\" have 0 to 20"},
        {"means = \"press\"", "means = \"push\"",
         "meaning[1].means: is \"push\"; allowed: one of press, latched"},
        {"means = \"press\"", "means = \"latched\"",
         "meaning[1].data: a meaning that is latched needs {bits}"},
        {"means = \"press\"", "means = \"ack\"", "meaning[1].key: has no place in a meaning that is ack"},
        {"means = \"pad.1\" }", "means = \"pad.9\" }", "key[1].means: is \"pad.9\"; allowed: handset.call"},
        {"\"pad\", \"display\"]", "\"display\"]",
         "key[1].means: is \"pad.1\", but \"pad\" is not among the roles"},
        {"[{ sends = 1, means = \"pad.1\" }]",
         "[{ sends = 1, means = \"pad.1\" }, { sends = 1, means = \"pad.2\" }]",
         "key[2].sends: another key of this meaning has the same number"},
        {"answer = \"taken\"\n\n", "answer = \"token\"\n\n",
         "meaning[1].answer: no saying is called \"token\"; allowed: echo, none, taken"},
        {"answer = \"taken\"\n\n", "answer = \"echo\"\n\n",
         "saying[1].name: \"taken\" is never said; allowed: number, blank"},
        {"answer = \"taken\"\n\n", "modulus = 5\n\n", "meaning[1].modulus: is for counters only"},
        {"name = \"number\"", "name = \"taken\"", "saying[2].name: another saying has this name"},
        {"{number:ascii:4}", "{waiting:ascii:4}",
         "frame[1].data: {waiting} is not known when \"number\" is said; allowed: address, number"},
        {"{number:ascii:4}", "{number:ascii:40}", "saying[2].frame: no frame of its shape can hold this"},
        {"command = 0x20,", "command = 0x20, reply = [\"fase\"],",
         "frame[1].reply[1]: no meaning is called \"fase\"; allowed: face"},
        {"hex = \"AA BB 03", "hex = \"AA BB 0", "example[1].hex: needed: pairs of hex digits"},
        {"means = \"pad.1\"\nanswer", "means = \"pad.2\"\nanswer",
         "example[1].means: is \"pad.2\", but these bytes mean \"pad.1\""},
        {"05 06 01 01\"", "05 06 01 02\"",
         "example[1].answer: is \"aa bb 03 05 06 01 02\", but the host answers"},
        {"37 57\"", "37 58\"", "example[2].hex: the host says \"aa bb 06 05 20 41 30 32 37 57\""},
        {"means = \"number.A027\"", "means = \"nomber.A027\"",
         "example[2].means: \"nomber.A027\" cannot be said; allowed: number.A027"},
        {"name = \"show\"", "name = \"worst\"", "example[2].name: another example has this name"},
    };
    for (const Mistake& mistake : mistakes) {
        const std::string text = with(mistake.old, mistake.now);
        ASSERT_EQ(text.find("no such text"), std::string::npos) << text;
        const std::string problems = problems_of(text);
        EXPECT_NE(problems.find(mistake.says), std::string::npos) << mistake.now << "\n"
                                                                  << mistake.says << "\n"
                                                                  << problems;
    }
}

/// A wide address in the sample's frame, and one more shape.
std::string broadcast_problems(const std::string& of_shape, const std::string& from) {
    std::string text = with("{ is = \"address\" }", "{ is = \"address\", width = 2 }");
    const auto put = [&text](const std::string& old, const std::string& now) {
        text.replace(text.find(old), old.size(), now);
    };
    put("most = 200", "most = 200\nbroadcast = " + of_shape);
    put("[[meaning]]",
        "[[shape]]\nname = \"key\"\nfrom = \"" + from +
            "\"\nmost_bytes = 4\npart = [{ is = \"constant\", bytes = \"01\" }, { is = \"address\" }, "
            "{ is = \"data\", size = 1 }, { is = \"constant\", bytes = \"07\" }]\n\n[[meaning]]");
    return problems_of(text);
}

TEST(ProfileToml, ABroadcastAddressMustFitEveryFrameOfTheHostAndNoneOfADevice) {
    EXPECT_EQ(broadcast_problems("65535", "device").find("address.broadcast"), std::string::npos)
        << "no device speaks to all";
    EXPECT_NE(
        broadcast_problems("65536", "device")
            .find("address.broadcast: is 65536; allowed: 0 to 65535, which the address of shape \"frame\""),
        std::string::npos);
    EXPECT_EQ(broadcast_problems("255", "host").find("address.broadcast"), std::string::npos);
    EXPECT_NE(broadcast_problems("256", "host")
                  .find("address.broadcast: is 256; allowed: 0 to 255, which the address of shape \"key\""),
              std::string::npos);
}

TEST(ProfileToml, RefusesAMeaningOrSayingWithoutAnExample) {
    const std::string cut = sample::kProfile.substr(0, sample::kProfile.find("[[example]]"));
    const std::string problems = problems_of(cut);
    EXPECT_NE(problems.find("meaning[1].name: \"face\" has no example"), std::string::npos) << problems;
    EXPECT_NE(problems.find("saying[2].name: \"number\" has no example"), std::string::npos) << problems;
}

TEST(ProfileToml, RefusesARuleThatIsNeverReached) {
    const std::string problems =
        problems_of(with("[[saying]]\nname = \"taken\"",
                         "[[meaning]]\nname = \"again\"\ncommand = 0x10\ndata = \"{key}\"\n"
                         "means = \"press\"\nkey = [{ sends = 2, means = \"pad.2\" }]\n\n"
                         "[[saying]]\nname = \"taken\""));
    EXPECT_NE(problems.find("meaning[2].data: never reached: \"face\" above takes the same frames"),
              std::string::npos)
        << problems;
}

TEST(ProfileToml, SaysWhichFileIsNotThere) {
    const auto loaded = load_device_profile("/nonexistent/pad.toml");
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().find("/nonexistent/pad.toml"), std::string::npos);
}

TEST(ProfileToml, SurvivesAnyCutOfAProfile) {
    for (std::size_t length = 0; length < sample::kProfile.size(); length += 7) {
        EXPECT_NE(problems_of(sample::kProfile.substr(0, length)), "") << length;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::engine
