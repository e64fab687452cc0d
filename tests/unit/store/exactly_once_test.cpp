// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kiosk/base/random.hpp"
#include "tests/unit/store/fixture.hpp"

namespace jiaohao::headoffice::testing {
namespace {

using Kind = IngestAnswer::Kind;

IngestAnswer sent(Store& store, const IngestBatch& batch) {
    auto answer = store.ingest(batch);
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().detail);
    return answer.value_or(IngestAnswer{});
}

std::vector<std::uint64_t> stored_seqs(Store& store, const Source& source, std::uint64_t most) {
    std::vector<std::uint64_t> seqs;
    for (std::uint64_t seq = 2; seq <= most + 100; seq += 100) {
        const auto day = event_at(source, seq).envelope.day.value();
        const auto events = store.events_of({domain::HallId{source.hall}, day}).value();
        for (const auto& event : events) {
            if (event.envelope.terminal.get() == source.terminal &&
                event.envelope.epoch.get() == source.epoch) {
                seqs.push_back(event.envelope.seq.get());
                EXPECT_EQ(event, event_at(source, event.envelope.seq.get()));
            }
        }
    }
    return seqs;
}

std::vector<std::uint64_t> from_2_to(std::uint64_t last) {
    std::vector<std::uint64_t> seqs;
    for (std::uint64_t seq = 2; seq <= last; ++seq) {
        seqs.push_back(seq);
    }
    return seqs;
}

TEST(ExactlyOnce, ARepeatedBatchGetsTheSameAnswerAndIsStoredOnce) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    const IngestBatch batch = batch_of({}, 1, 50);
    const IngestAnswer first = sent(*store, batch);
    EXPECT_EQ(first.kind, Kind::stored);
    EXPECT_EQ(first.stored_to.get(), 50U);
    EXPECT_EQ(first.newly_stored, 50U);
    const IngestAnswer again = sent(*store, batch);
    EXPECT_EQ(again.kind, Kind::stored);
    EXPECT_EQ(again.stored_to.get(), 50U);
    EXPECT_EQ(again.newly_stored, 0U);
    EXPECT_EQ(stored_seqs(*store, {}, 50), from_2_to(50));
    EXPECT_EQ(store->counts()->events, 50U);
    EXPECT_EQ(store->counts()->repeated, 50U);
}

TEST(ExactlyOnce, AGapIsAnsweredWithTheSeqThatIsWantedAndStoresNothing) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    EXPECT_EQ(sent(*store, batch_of({}, 5, 9)).kind, Kind::gap);
    static_cast<void>(sent(*store, batch_of({}, 1, 3)));
    const IngestAnswer gap = sent(*store, batch_of({}, 5, 9));
    EXPECT_EQ(gap.kind, Kind::gap);
    EXPECT_EQ(gap.want.get(), 4U);
    EXPECT_EQ(store->counts()->events, 3U);
    EXPECT_EQ(store->counts()->refused_gap, 2U);
}

TEST(ExactlyOnce, AnotherEventAtAStoredSeqIsACloneAndNothingOfTheBatchIsStored) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    static_cast<void>(sent(*store, batch_of({}, 1, 20)));
    IngestBatch batch = batch_of({}, 15, 30);
    batch.events[4] = incoming(event_at({}, 19, 1));
    EXPECT_EQ(sent(*store, batch).kind, Kind::clone);
    EXPECT_EQ(store->counts()->events, 20U);
    EXPECT_EQ(store->counts()->refused_clone, 1U);
    EXPECT_EQ(sent(*store, batch_of({}, 15, 30)).stored_to.get(), 30U);
}

TEST(ExactlyOnce, TheFirstAndTheLastStoredSeqAreComparedToo) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    static_cast<void>(sent(*store, batch_of({}, 1, 20)));
    EXPECT_EQ(sent(*store, batch_of({}, 1, 1, 1)).kind, Kind::clone);
    EXPECT_EQ(sent(*store, batch_of({}, 20, 20, 1)).kind, Kind::clone);
    EXPECT_EQ(sent(*store, batch_of({}, 21, 21, 1)).kind, Kind::stored);
}

TEST(ExactlyOnce, AnUnreadableElementIsStoredAtItsSeqAndWhatIsBehindItPasses) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    IngestBatch batch = batch_of({}, 1, 10);
    batch.events[4] = unreadable(5, "{\"seq\":5,\"type\":7}");
    const IngestAnswer answer = sent(*store, batch);
    EXPECT_EQ(answer.stored_to.get(), 10U);
    ASSERT_EQ(answer.quarantined.size(), 1U);
    EXPECT_EQ(answer.quarantined[0].get(), 5U);
    EXPECT_EQ(store->counts()->quarantined, 1U);
    EXPECT_EQ(store->coverage()->at(0).quarantined, 1U);
    // Cut anew, the text of such an element may differ: that is no clone, and the answer names it again.
    IngestBatch recut = batch_of({}, 4, 12);
    recut.events[1] = unreadable(5, "{\"seq\":5,\"type\":7,\"hall\":\"north\"}");
    const IngestAnswer again = sent(*store, recut);
    EXPECT_EQ(again.kind, Kind::stored);
    EXPECT_EQ(again.stored_to.get(), 12U);
    EXPECT_EQ(again.quarantined.size(), 1U);
    EXPECT_EQ(store->counts()->quarantined, 1U);
}

/// What cannot be read is compared as well, whichever of the two it is.
TEST(ExactlyOnce, AnotherEventAtAStoredSeqIsACloneAlsoWhenOneOfTheTwoCannotBeRead) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    IngestBatch batch = batch_of({}, 1, 8);
    batch.events[3] = unreadable(4, R"({"seq":4,"type":7})");
    batch.events[4] = unreadable(5, "\x01\x02");
    batch.events[5] = unreadable(
        6, R"({"at":1,"data":{},"epoch":"e","hall":"north","mono":1,"seq":6,"terminal":"t1","type":"new"})");
    EXPECT_EQ(sent(*store, batch).kind, Kind::stored);
    EXPECT_EQ(sent(*store, batch).kind, Kind::stored) << "a true repeat";
    const auto with = [&](std::uint64_t seq, const std::string& text) {
        IngestBatch other = batch;
        other.events[seq - 1] = unreadable(seq, text);
        return sent(*store, other).kind;
    };
    EXPECT_EQ(with(2, "garbage"), Kind::clone) << "unreadable where a readable one is stored";
    EXPECT_EQ(with(4, R"({"seq":4,"type":8})"), Kind::clone);
    EXPECT_EQ(with(4, R"({"seq":4,"type":7,"dt":12,"boot":"b","hall":"north"})"), Kind::stored)
        << "the same, cut anew";
    EXPECT_EQ(with(5, "\x01\x03"), Kind::clone);
    EXPECT_EQ(
        with(
            6,
            R"({"at":2,"data":{},"epoch":"e","hall":"north","mono":1,"seq":6,"terminal":"t1","type":"new"})"),
        Kind::clone);
    batch.events[3] = incoming(event_at({}, 4));
    EXPECT_EQ(sent(*store, batch).kind, Kind::clone) << "readable where an unreadable one is stored";
    EXPECT_EQ(store->counts()->events, 8U);
    EXPECT_EQ(store->counts()->quarantined, 3U);
}

TEST(ExactlyOnce, WhatWasSetApartIsStoredAtItsSeqAndInNoDay) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    IngestBatch batch = batch_of({}, 1, 10);
    const HallDay far{batch.hall, std::chrono::year{9999} / 12 / 31};
    for (const std::size_t i : {3U, 4U}) {
        batch.events[i].day = far.day;
        batch.events[i].set_apart = true;
    }
    const std::vector<domain::Seq> expected{domain::Seq{4}, domain::Seq{5}};
    const IngestAnswer answer = sent(*store, batch);
    EXPECT_EQ(answer.stored_to.get(), 10U);
    EXPECT_EQ(answer.set_apart, expected);
    EXPECT_TRUE(answer.quarantined.empty());
    EXPECT_EQ(sent(*store, batch).set_apart, expected) << "the same answer when sent again";
    EXPECT_EQ(store->counts()->events, 10U);
    EXPECT_EQ(store->counts()->set_apart, 2U);
    EXPECT_EQ(store->coverage()->at(0).set_apart, 2U);
    EXPECT_TRUE(store->events_of(far)->empty());
    const auto dirty = store->dirty_days(10).value();
    EXPECT_EQ(dirty, (std::vector<HallDay>{{batch.hall, event_at({}, 2).envelope.day.value()}}));
    // Sameness is judged of these as of all others.
    batch.events[3] = incoming(event_at({}, 4, 1));
    EXPECT_EQ(sent(*store, batch).kind, Kind::clone);
}

TEST(ExactlyOnce, ABatchWithoutEventsOrWithHolesIsInvalid) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    EXPECT_EQ(store->ingest(batch_of({}, 1, 0)).error().code, StoreError::Code::invalid);
    EXPECT_EQ(store->ingest(batch_of({}, 0, 3)).error().code, StoreError::Code::invalid);
    IngestBatch holes = batch_of({}, 1, 3);
    holes.events.erase(holes.events.begin() + 1);
    EXPECT_EQ(store->ingest(holes).error().code, StoreError::Code::invalid);
}

/// Sends random pieces of several terminals' events: resent, overlapping, cut anew, too early; the model
/// knows only the highest seq of each.
class RandomBatches : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomBatches, EveryEventIsStoredOnceInOrderWhateverWasSentHowOften) {
    const TemporaryFolder folder;
    SeededRandom random(GetParam());
    auto store = open_store(folder / "h.db");
    std::vector<Source> sources(3);
    sources[1].terminal = "t2";
    sources[2].epoch = "0f0e0d0c-0000-4000-8000-000000000009";
    std::map<std::size_t, std::uint64_t> stored_to;
    for (int step = 0; step < 150; ++step) {
        const std::size_t which = random.below(sources.size());
        std::uint64_t& known = stored_to[which];
        const std::uint64_t back = random.below(30);
        const std::uint64_t first =
            known + 1 > back ? known + 1 - back + random.below(3) : 1 + random.below(2);
        const std::uint64_t last = first + random.below(40);
        const IngestAnswer answer = sent(*store, batch_of(sources[which], first, last));
        if (first > known + 1) {
            EXPECT_EQ(answer.kind, Kind::gap);
            EXPECT_EQ(answer.want.get(), known + 1);
        } else {
            EXPECT_EQ(answer.kind, Kind::stored);
            EXPECT_EQ(answer.newly_stored, last > known ? last - known : 0);
            known = std::max(known, last);
            EXPECT_EQ(answer.stored_to.get(), known);
        }
        if (random.below(40) == 0) {
            store.reset();
            store = open_store(folder / "h.db");
        }
    }
    for (const auto& [which, last] : stored_to) {
        EXPECT_EQ(stored_seqs(*store, sources[which], last), from_2_to(last));
    }
}
INSTANTIATE_TEST_SUITE_P(Seeds, RandomBatches, ::testing::Range<std::uint64_t>(1, 9));

/// What one version of head office could not read the next one can: the resend of an acknowledgement that was lost
/// in between must not stop the terminal.
TEST(ExactlyOnce, AnEventThatCanBeReadSinceAnUpdateIsTheSameAsTheRawOneStoredBeforeAndTheOtherWayRound) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    const auto element = [](std::uint64_t seq, const std::string& service) {
        return unreadable(seq,
                          R"({"data":{"service":")" + service + R"("},"dt":20,"type":"service.opened"})");
    };
    IngestBatch raw = batch_of({}, 1, 6);
    raw.events[2] = element(3, "s3");
    EXPECT_EQ(sent(*store, raw).kind, Kind::stored);
    const IngestBatch readable = batch_of({}, 1, 6);
    EXPECT_EQ(sent(*store, readable).kind, Kind::stored) << "stored raw, readable now";
    EXPECT_EQ(sent(*store, raw).kind, Kind::stored) << "and raw again";
    IngestBatch older = raw;
    older.events[4] = element(5, "s5");
    EXPECT_EQ(sent(*store, older).kind, Kind::stored) << "stored readable, raw after going back a version";

    IngestBatch other = raw;
    other.events[2] = incoming(event_at({}, 3, 1));
    EXPECT_EQ(sent(*store, other).kind, Kind::clone) << "another event, readable now";
    EXPECT_EQ(sent(*store, other).differs, domain::Seq{3});
    other = raw;
    other.events[4] = element(5, "s6");
    EXPECT_EQ(sent(*store, other).kind, Kind::clone) << "another event, unreadable now";
    other = raw;
    auto later = event_at({}, 5);
    later.envelope.at += std::chrono::seconds{1};
    other.events[4] = incoming(later);
    EXPECT_EQ(sent(*store, other).kind, Kind::clone) << "of two that can be read every field counts";
    EXPECT_EQ(store->counts()->events, 6U);
    EXPECT_EQ(store->counts()->quarantined, 1U);
}

}  // namespace
}  // namespace jiaohao::headoffice::testing
