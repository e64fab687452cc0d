// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/batch.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "kiosk/wire/json_text.hpp"
#include "tests/unit/wire/event_examples.hpp"

namespace jiaohao::wire {
namespace {

using nlohmann::json;

const domain::TerminalId kTerminal{"t1"};
const domain::EpochId kEpoch{"6f1c2a7e-0000-4000-8000-000000000001"};

std::vector<domain::RecordedEvent> random_run(std::uint64_t seed, std::uint64_t first, std::size_t count) {
    SeededRandom random(seed);
    std::vector<domain::RecordedEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(test::random_event(random, first + i));
    }
    return events;
}

Result<Batch, CodecError> decode_from(std::string_view body, std::uint64_t first) {
    return decode_batch(body, kTerminal, kEpoch, domain::Seq{first});
}

json three() {
    auto called = test::recorded(test::one_of_each().at(11));
    std::vector<domain::RecordedEvent> events{called, called, called};
    events[1].envelope.seq = domain::Seq{18};
    events[1].envelope.at += domain::Milliseconds{1500};
    events[1].envelope.mono_ms += domain::Milliseconds{1500};
    events[2].envelope.seq = domain::Seq{19};
    events[2].envelope.at -= domain::Milliseconds{3'600'000};
    events[2].envelope.mono_ms += domain::Milliseconds{2000};
    events[2].envelope.day.reset();
    return json::parse(encode_batch(events));
}

std::string refusal_of(const json& batch, std::uint64_t first = 17) {
    const auto decoded = decode_from(batch.dump(), first);
    return decoded ? "accepted" : decoded.error().field + " " + decoded.error().problem;
}

std::string problem_of(const json& batch, std::size_t element) {
    const auto decoded = decode_from(batch.dump(), 17);
    return decoded ? decoded->elements.at(element).problem : "batch refused";
}

TEST(Batch, RoundTripsAnyRunOfEventsWithTheirCanonicalForms) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto events = random_run(seed, seed * 100, 1 + seed % 40);
        const auto batch = decode_from(encode_batch(events), seed * 100);
        ASSERT_TRUE(batch) << batch.error().field << batch.error().problem;
        ASSERT_EQ(batch->elements.size(), events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            ASSERT_TRUE(batch->elements[i].event) << batch->elements[i].problem;
            ASSERT_EQ(*batch->elements[i].event, events[i]);
            ASSERT_EQ(batch->elements[i].canonical, canonical(events[i]));
            ASSERT_EQ(batch->elements[i].seq, events[i].envelope.seq);
        }
    }
}

TEST(Batch, SharedValuesStandOnceAndElementsCarryDifferences) {
    const json batch = three();
    EXPECT_EQ(batch["day"], "2026-01-02");
    EXPECT_EQ(batch["first"], 17);
    EXPECT_EQ(batch["events"][0].size(), 2U) << batch["events"][0];
    EXPECT_EQ(batch["events"][1],
              json({{"type", "ticket.called"}, {"dt", 1500}, {"data", batch["events"][0]["data"]}}));
    EXPECT_EQ(batch["events"][2]["dt"], -3'600'000);
    EXPECT_EQ(batch["events"][2]["dm"], 2000);
    EXPECT_TRUE(batch["events"][2]["day"].is_null());
}

TEST(Batch, IsTheExampleOfTheProtocolDocument) {
    std::ifstream file(JIAOHAO_SOURCE_DIR "/kiosk/wire/PROTOCOL.md");
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    EXPECT_NE(document.find(to_text(three())), std::string::npos) << to_text(three());
}

TEST(Batch, KeepsFieldsThatThisVersionDoesNotKnowInTheCanonicalForm) {
    json batch = three();
    batch["events"][0]["data"]["mood"] = "good";
    batch["events"][1]["weather"] = 7;
    const auto decoded = decode_from(batch.dump(), 17);
    ASSERT_TRUE(decoded && decoded->elements[0].event && decoded->elements[1].event);
    EXPECT_NE(decoded->elements[0].canonical.find("\"mood\":\"good\""), std::string::npos);
    EXPECT_NE(decoded->elements[1].canonical.find("\"weather\":7"), std::string::npos);
}

TEST(Batch, AnElementCannotChangeItsIdentity) {
    json batch = three();
    batch["events"][1]["hall"] = "other";
    batch["events"][1]["terminal"] = "t2";
    batch["events"][1]["epoch"] = "e";
    batch["events"][1]["at"] = 5;
    const auto decoded = decode_from(batch.dump(), 17);
    ASSERT_TRUE(decoded && decoded->elements[1].event);
    EXPECT_EQ(decoded->elements[1].event->envelope.hall.get(), "demo");
    EXPECT_EQ(decoded->elements[1].event->envelope.terminal, kTerminal);
    EXPECT_EQ(decoded->elements[1].event->envelope.epoch, kEpoch);
    EXPECT_EQ(decoded->elements[1].canonical, canonical(*decoded->elements[1].event));
}

TEST(Batch, AnUnreadableElementIsKeptRawAtItsSeqAndBlocksNothing) {
    json batch = three();
    batch["events"][0]["data"]["channel"] = 5;
    batch["events"][1] = "garbage";
    const auto decoded = decode_from(batch.dump(), 17);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(decoded->elements.size(), 3U);
    EXPECT_EQ(decoded->elements[0].problem, "data.channel is not a string");
    EXPECT_EQ(json::parse(decoded->elements[0].raw)["seq"], 17);
    EXPECT_EQ(decoded->elements[1].seq.get(), 18U);
    EXPECT_EQ(decoded->elements[1].raw, "\"garbage\"");
    EXPECT_EQ(decoded->elements[1].problem, "is not an object");
    EXPECT_TRUE(decoded->elements[2].event);
}

TEST(Batch, NamesWhatIsWrongWithTimesAndSharedFields) {
    json batch = three();
    batch["events"][1]["dt"] = "x";
    EXPECT_EQ(problem_of(batch, 1), "dt is not a whole number");
    batch["events"][1]["dt"] = 18446744073709551615ULL;
    EXPECT_EQ(problem_of(batch, 1),
              "dt is 18446744073709551615, outside -9007199254740991 to 9007199254740991");
    batch["at"] = 9007199254740991;
    batch["events"][1]["dt"] = 9007199254740991;
    EXPECT_EQ(problem_of(batch, 1), "at is 18014398509481982, outside -9007199254740991 to 9007199254740991");
    batch["at"] = 1e99;
    EXPECT_EQ(problem_of(batch, 0), "at is not a whole number");
    batch.erase("at");
    EXPECT_EQ(problem_of(batch, 0), "has no base: at of the batch is missing");
    batch = three();
    batch["boot"] = 5;
    EXPECT_EQ(problem_of(batch, 2), "boot is not a string");
}

TEST(Batch, RawElementBringsTheBytesOfTheCanonicalForm) {
    const auto event = test::recorded(test::one_of_each().back());
    const auto decoded = decode_from(encode_raw_batch(event), 17);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(decoded->elements.size(), 1U);
    EXPECT_FALSE(decoded->elements[0].event);
    EXPECT_EQ(decoded->elements[0].raw, canonical(event));
    EXPECT_EQ(decoded->elements[0].problem, "sent raw by the terminal");
    json broken = json::parse(encode_raw_batch(event));
    broken["events"][0]["raw"] = "!!";
    EXPECT_EQ(problem_of(broken, 0), "raw is not base64");
    broken["events"][0]["raw"] = 4;
    EXPECT_EQ(problem_of(broken, 0), "raw is not a string");
}

TEST(Batch, IsRefusedWhenItsEnvelopeCannotBeRead) {
    EXPECT_EQ(refusal_of(json::array()), " is not an object");
    json batch = three();
    EXPECT_EQ(refusal_of(batch, 16), "first is not 16, the seq of the address");
    EXPECT_EQ(refusal_of(batch, 0), "first is not 0, the seq of the address");
    batch["first"] = 0;
    EXPECT_EQ(refusal_of(batch, 0), "first is not 0, the seq of the address");
    batch = three();
    batch["batch"] = 2;
    EXPECT_EQ(refusal_of(batch), "batch is not 1, the version of batches known here");
    batch = three();
    batch["hall"] = 7;
    EXPECT_EQ(refusal_of(batch), "hall is not a name");
    batch = three();
    batch["events"] = json::array();
    EXPECT_EQ(refusal_of(batch), "events is not a list of at least one event");
    batch["events"] = json(kMostBatchEvents + 1, 1);
    EXPECT_EQ(refusal_of(batch), "events holds more than 10000");
}

TEST(Batch, IsRefusedWhenSeqsAreNotConsecutive) {
    json batch = three();
    batch["events"][1]["seq"] = 18;
    EXPECT_EQ(refusal_of(batch), "accepted");
    batch["events"][2]["seq"] = 20;
    EXPECT_EQ(refusal_of(batch), "events[2].seq is not 19, the next one");
    batch["events"][2]["seq"] = "19";
    EXPECT_EQ(refusal_of(batch), "events[2].seq is not a whole number");
    batch["events"][2]["seq"] = 1e80;
    EXPECT_EQ(refusal_of(batch), "events[2].seq is not a whole number");
}

TEST(Batch, RefusesOversizeDepthAndGarbageWithoutHarm) {
    EXPECT_EQ(decode_from(std::string(kMostBatchBytes + 1, ' '), 17).error().problem,
              "is 8388609 bytes, more than 8388608");
    EXPECT_EQ(decode_from(std::string(1'000'000, '['), 17).error().problem,
              "is nested deeper than 32 levels at byte 32");
    EXPECT_FALSE(decode_from("{\"hall\":\"\xff\"}", 17));
}

TEST(Batch, AnyTruncationOrFlippedByteIsRefusedOrQuarantinedAndNeverCrashes) {
    const std::string body = encode_batch(random_run(7, 17, 6));
    for (std::size_t size = 0; size < body.size(); ++size) {
        ASSERT_FALSE(decode_from(std::string_view(body).substr(0, size), 17)) << size;
    }
    SeededRandom random(99);
    for (int i = 0; i < 3000; ++i) {
        std::string damaged = body;
        for (auto n = 1 + random.below(4); n > 0; --n) {
            damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
        }
        const auto decoded = decode_from(damaged, 17);
        if (decoded) {
            for (const BatchElement& element : decoded->elements) {
                ASSERT_TRUE(element.event || !element.problem.empty());
            }
        }
    }
}

}  // namespace
}  // namespace jiaohao::wire
