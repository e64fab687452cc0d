// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/event_codec.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "kiosk/wire/json_text.hpp"
#include "tests/unit/wire/event_examples.hpp"

namespace jiaohao::wire {
namespace {

using nlohmann::json;
using test::recorded;

const std::filesystem::path kSamples = JIAOHAO_SOURCE_DIR "/kiosk/wire/samples/v1";

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

json sample(const std::string& type) {
    return json::parse(file_text(kSamples / (type + ".json")));
}

std::string refusal_of(const json& event) {
    const auto decoded = decode(event);
    return decoded ? "accepted" : decoded.error().field + " " + decoded.error().problem;
}

json changed(const std::string& type, const std::string& pointer, const json& value) {
    json event = sample(type);
    event[json::json_pointer(pointer)] = value;
    return event;
}

TEST(EventSamples, EveryTypeHasOneThatDecodesToTheSameEventAndBack) {
    for (const domain::Event& event : test::one_of_each()) {
        const auto whole = recorded(event);
        const std::string type(domain::type_name(event));
        SCOPED_TRACE(type);
        const std::string text = file_text(kSamples / (type + ".json"));
        ASSERT_FALSE(text.empty()) << "add kiosk/wire/samples/v1/" << type << ".json:\n"
                                   << encode(whole).dump(2);
        const auto decoded = decode(json::parse(text));
        ASSERT_TRUE(decoded) << decoded.error().field << " " << decoded.error().problem;
        EXPECT_EQ(*decoded, whole);
        EXPECT_EQ(encode(*decoded), json::parse(text));
    }
}

TEST(EventSamples, NoTypeIsMissingAndNoFileIsLeftOver) {
    std::set<std::string> types;
    for (const domain::Event& event : test::one_of_each()) {
        types.insert(std::string(domain::type_name(event)));
    }
    EXPECT_EQ(types.size(), std::variant_size_v<domain::Event>);
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(kSamples)) {
        files.insert(entry.path().stem().string());
    }
    EXPECT_EQ(files, types);
}

TEST(EventCodec, RoundTripsAnyEvent) {
    SeededRandom random(20260102);
    for (std::uint64_t i = 1; i <= 3000; ++i) {
        const auto event = test::random_event(random, i);
        const auto parsed = parse_json(canonical(event));
        ASSERT_TRUE(parsed) << parsed.error();
        const auto decoded = decode(*parsed);
        ASSERT_TRUE(decoded) << canonical(event) << "\n" << decoded.error().field << decoded.error().problem;
        ASSERT_EQ(*decoded, event) << canonical(event);
    }
}

TEST(EventCodec, CanonicalFormAndHashAreThoseOfTheProtocolDocument) {
    const auto decoded = decode(sample("ticket.called"));
    ASSERT_TRUE(decoded);
    const std::string form = canonical(*decoded);
    const Hash hash = hash_of(form);
    const std::string document = file_text(JIAOHAO_SOURCE_DIR "/kiosk/wire/PROTOCOL.md");
    EXPECT_EQ(
        form,
        R"({"at":1767323045678,"boot":"0f3b7a52-1111-4222-8333-444455556666","data":{"channel":"handset",)"
        R"("clerk":"zhang","counter":"c1","counters_open":2,"ticket":9},"day":"2026-01-02",)"
        R"("epoch":"6f1c2a7e-0000-4000-8000-000000000001","hall":"demo","mono":123456,"seq":17,)"
        R"("terminal":"t1","type":"ticket.called","v":1})");
    EXPECT_EQ(to_hex(hash), "023f7bbc316fae820d78109765ac06e612239b19ae2c68731bd7508d2aa45a6c");
    EXPECT_EQ(to_hex(chain(Hash{}, hash)),
              "504b9c781dd173e81cc856a841df6bd018b7ba1f5da7b06ab522ea502d156170");
    EXPECT_EQ(to_hex(chain(chain(Hash{}, hash), hash)),
              "2d15012a4c9e78cb64aeeab8acb802d8b166fd3f2a09687b4155899d4c7236d2");
    EXPECT_NE(document.find(form), std::string::npos);
    EXPECT_NE(document.find(to_hex(hash)), std::string::npos);
    EXPECT_NE(document.find(to_hex(chain(Hash{}, hash))), std::string::npos);
}

TEST(EventCodec, WritesStringsWithTheShortestEscapes) {
    const auto event =
        recorded(domain::AlertResolved{domain::AlertId{"1"}, std::string("\x01\b\t\n\f\r\"\\/\x7f办", 13)});
    EXPECT_NE(canonical(event).find("\"done\":\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\/\x7f办\""), std::string::npos)
        << canonical(event);
}

TEST(EventCodec, BytesThatAreNoUtf8AreReplacedAndNothingThrows) {
    const auto event = recorded(domain::AlertResolved{domain::AlertId{"1"},
                                                      "a\xff"
                                                      "b"});
    EXPECT_NE(canonical(event).find("a\xEF\xBF\xBD"
                                    "b"),
              std::string::npos);
}

TEST(EventCodec, OwnTicketsAreBareSeqsAndOthersAreNamedInFull) {
    EXPECT_EQ(sample("ticket.called")["data"]["ticket"], 9);
    EXPECT_EQ(sample("ticket.expired")["data"]["ticket"], "t2/6f1c2a7e-0000-4000-8000-000000000002/4");
}

TEST(EventCodec, IgnoresUnknownFields) {
    json event = changed("ticket.called", "/data/mood", {{"x", 1.5}});
    event["colour"] = "red";
    const auto decoded = decode(event);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, *decode(sample("ticket.called")));
}

TEST(EventCodec, KeepsAnUnknownTypeRaw) {
    json event = changed("ticket.called", "/type", "ticket.teleported");
    event["data"] = json::parse(R"({"z":1,"a":[1.5,{"b":null}]})");
    const auto decoded = decode(event);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->event,
              domain::Event(domain::UnknownEvent{"ticket.teleported", R"({"a":[1.5,{"b":null}],"z":1})"}));
    EXPECT_EQ(encode(*decoded), event);
}

TEST(EventCodec, KeepsAnEventOfANewerVersionRaw) {
    const auto decoded = decode(changed("ticket.called", "/v", 2));
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(std::holds_alternative<domain::UnknownEvent>(decoded->event));
    EXPECT_EQ(encode(*decoded), changed("ticket.called", "/v", 2));
}

TEST(EventCodec, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/level", "4")), "data.level is not a whole number");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/level", 1.5)), "data.level is not a whole number");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/level", -1)),
              "data.level is -1, outside 0 to 4294967295");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/level", 4294967296)),
              "data.level is 4294967296, outside 0 to 4294967295");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/scale", "six")),
              "data.scale is \"six\", a code this version does not know");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/ticket", "t1/x")),
              "data.ticket is not \"terminal/epoch/seq\"");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/ticket", 0)),
              "data.ticket is 0, outside 1 to 9223372036854775807");
    EXPECT_EQ(refusal_of(changed("rating.given", "/data/clerk", 7)), "data.clerk is not a string");
    EXPECT_EQ(refusal_of(changed("day.opened", "/data/day", "2026-02-30")),
              "data.day is not a day such as \"2020-01-07\"");
    EXPECT_EQ(refusal_of(changed("gap", "/data/dropped", {{"press.raw", "x"}})),
              "data.dropped has \"press.raw\", which is not a whole number");
    EXPECT_EQ(refusal_of(changed("ticket.issued", "/data/promised", {{"p50_s", 1}})),
              "data.promised is not {\"p50_s\":…,\"p90_s\":…}");
    EXPECT_EQ(refusal_of(changed("serving.finished", "/data/implied", 1)),
              "data.implied is neither true nor false");
    json missing = sample("rating.given");
    missing["data"].erase("service");
    EXPECT_EQ(refusal_of(missing), "data.service is missing");
}

TEST(EventCodec, NamesTheEnvelopeFieldThatIsWrong) {
    const std::string type = "ticket.called";
    EXPECT_EQ(refusal_of(changed(type, "/seq", 0)), "seq is 0; the first event has 1");
    EXPECT_EQ(refusal_of(changed(type, "/seq", -4)), "seq is -4, outside 0 to 9223372036854775807");
    EXPECT_EQ(refusal_of(changed(type, "/seq", 9223372036854775808ULL)),
              "seq is 9223372036854775808, outside 0 to 9223372036854775807");
    EXPECT_EQ(refusal_of(changed(type, "/at", 1e300)), "at is not a whole number");
    EXPECT_EQ(refusal_of(changed(type, "/hall", "../x")), "hall is not 1 to 32 of A-Z a-z 0-9 _ -");
    EXPECT_EQ(refusal_of(changed(type, "/terminal", std::string(65, 'a'))),
              "terminal is not 1 to 32 of A-Z a-z 0-9 _ -");
    EXPECT_EQ(refusal_of(changed(type, "/epoch", "")), "epoch is not 1 to 64 of A-Z a-z 0-9 _ -");
    EXPECT_EQ(refusal_of(changed(type, "/type", 5)), "type is not a string");
    EXPECT_EQ(refusal_of(changed(type, "/v", 0)), "v is 0; the first version is 1");
    EXPECT_EQ(refusal_of(changed(type, "/data", json::array())), "data is not an object");
    EXPECT_EQ(refusal_of(json(4)), " is not an object");
    json missing = sample(type);
    missing.erase("mono");
    EXPECT_EQ(refusal_of(missing), "mono is missing");
}

TEST(EventCodec, RefusesABombOfBrackets) {
    const std::string bomb = std::string(200'000, '[') + std::string(200'000, ']');
    EXPECT_EQ(parse_json(bomb).error(), "is nested deeper than 32 levels at byte 32");
    EXPECT_EQ(parse_json(std::string(5'000'000, '{')).error(), "is nested deeper than 32 levels at byte 32");
    EXPECT_TRUE(parse_json("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\""));
    json deep = 1;
    for (int i = 0; i < 40; ++i) {
        deep = json::array({deep});
    }
    EXPECT_EQ(refusal_of(changed("robot.greeted", "/data", deep)), "data is nested deeper than 32 levels");
}

TEST(EventCodec, RefusesTextThatIsNoJson) {
    EXPECT_FALSE(parse_json(""));
    EXPECT_FALSE(parse_json("{\"a\":"));
    EXPECT_FALSE(parse_json("\"\xff\""));
    EXPECT_FALSE(parse_json("\"\xed\xa0\x80\""));
    EXPECT_FALSE(parse_json("1e999999"));
    EXPECT_FALSE(parse_json("{} {}"));
}

TEST(Base64, RoundTripsAndRefusesGarbage) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(from_base64("Zm8=").value(), "fo");
    EXPECT_EQ(from_base64("").value(), "");
    for (const char* bad : {"Zg", "Zg=", "Z===", "====", "Zm9v Zm9v", "Z=9v", "Zm9vYmF\n", "Zm9-"}) {
        EXPECT_FALSE(from_base64(bad)) << bad;
    }
}

}  // namespace
}  // namespace jiaohao::wire
