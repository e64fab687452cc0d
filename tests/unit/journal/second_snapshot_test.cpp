// The second file of the state: what a hall goes on from that has lost its journal.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <thread>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/journal/snapshot_file.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

using domain::RangeId;
using domain::Seq;
using std::chrono::milliseconds;

/// The event up to which the file holds the state; 0 without a file.
Seq held_by(const test::JournalRig& rig) {
    NullSink sink;
    return std::filesystem::exists(rig.file("snapshot.json"))
               ? journal::read_snapshot_file(rig.file("snapshot.json"), Log(sink, "test")).seq
               : Seq{0};
}

bool comes(const std::function<bool()>& true_at_last) {
    for (int i = 0; i < 3000 && !true_at_last(); ++i) {
        std::this_thread::sleep_for(milliseconds{10});
    }
    return true_at_last();
}

/// Another hall on what is left when journal.db and its log are deleted under a living one.
void expect_goes_on(const test::JournalRig& lost) {
    test::JournalRig rig;
    for (const char* name : {"high-water", "snapshot.json"}) {
        std::filesystem::copy_file(lost.file(name), rig.file(name));
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.previous, lost.start.epoch);
    EXPECT_FALSE(rig.start.state.tickets.empty());
    EXPECT_TRUE(rig.start.state.tickets == lost.expected.tickets);
    EXPECT_TRUE(rig.start.state.services == lost.expected.services);
    EXPECT_GE(rig.start.floors[RangeId{"a"}], lost.expected.last_ordinal.at(RangeId{"a"}));
}

TEST(SecondSnapshot, KeepsTheStateAsItStandsAndIsWholeWhereTheStateIsNot) {
    test::JournalRig rig;
    NullSink sink;
    domain::HallState state;
    state.epoch = domain::EpochId{"e"};
    state.seq = Seq{7};
    state.last_ordinal[RangeId{"a"}] = 31;
    for (const bool whole : {true, false}) {
        const std::string text = journal::encode_state(state);
        journal::write_synced(rig.file("snapshot.json"),
                              journal::encode_snapshot_file(state.epoch, state.seq,
                                                            whole ? text : text.substr(0, text.size() / 2)));
        const auto mark = journal::read_snapshot_mark(rig.file("snapshot.json"));
        ASSERT_TRUE(mark);
        EXPECT_EQ(mark->epoch, state.epoch);
        EXPECT_EQ(mark->seq, state.seq);
        EXPECT_TRUE(journal::read_snapshot_file(rig.file("snapshot.json"), Log(sink, "test")) ==
                    (whole ? state : domain::HallState{}));
    }
}

TEST(SecondSnapshot, HoldsTheWaitingListOfTheLastQuietSpell) {
    test::JournalRig rig;
    auto options = rig.options();
    options.quiet = milliseconds{1};
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    for (const int commits : {5, 1}) {
        for (int i = 0; i < commits; ++i) {
            ASSERT_TRUE(rig.commit(3));
        }
        ASSERT_TRUE(comes([&] { return held_by(rig) == rig.expected.seq; })) << held_by(rig).get();
        expect_goes_on(rig);
    }
}

TEST(SecondSnapshot, HoldsTheWaitingListOfACleanStop) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(rig.commit(3));
    }
    EXPECT_EQ(held_by(rig), Seq{0}) << "nobody was quiet for half a minute";
    rig.close();
    EXPECT_EQ(held_by(rig), rig.expected.seq);
    expect_goes_on(rig);
}

TEST(SecondSnapshot, IsRenewedInAHallThatIsNeverQuiet) {
    test::JournalRig rig;
    auto options = rig.options();
    options.checkpoint_pages = 6;
    // Longer than this test waits: what it finds was not written in a quiet spell.
    options.quiet = std::chrono::minutes{5};
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(rig.commit(3));
        rig.clock().turn(options.quiet / 3);
    }
    EXPECT_TRUE(comes([&] { return held_by(rig) > Seq{30}; })) << held_by(rig).get();
}

TEST(SecondSnapshot, IsOfTheNewEpochAfterASecondLoss) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(9));
    rig.close();
    std::filesystem::remove(rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(9));
    rig.close();
    expect_goes_on(rig);
}

TEST(SecondSnapshot, SaysNothingBeforeTheFirstEvent) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.close();
    EXPECT_FALSE(std::filesystem::exists(rig.file("snapshot.json")));
}

}  // namespace
}  // namespace jiaohao
