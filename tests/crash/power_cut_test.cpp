// The power is cut at random points of commits, checkpoints, snapshots and recovery.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/crash/fault_vfs.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

struct Tally {
    int cuts = 0;
    int lost = 0;
    int damaged = 0;
    int torn = 0;
    int wrong = 0;
    std::uint64_t acknowledged = 0;
};

/// Runs until the power goes; `boundaries` are the seqs at which a batch ended.
void run_until_cut(test::JournalRig& rig, test::FaultVfs& vfs, Random& random,
                   std::vector<std::uint64_t>& boundaries) {
    while (!vfs.cut()) {
        const auto size = 1 + random.below(5);
        boundaries.push_back(rig.expected.seq.get() + size);
        static_cast<void>(rig.commit(size, random.below(6) == 0));
    }
}

void check(test::JournalRig& rig, const ports::Recovered& before,
           const std::vector<std::uint64_t>& boundaries, Tally& tally) {
    const auto last = rig.start.state.seq.get();
    if (rig.start.epoch != before.epoch) {
        // Before the first commit a crash may leave no journal at all, and then a new one is right.
        tally.damaged += rig.expected.seq.get() > 0 ? 1 : 0;
        return;
    }
    tally.lost += last < rig.expected.seq.get() ? 1 : 0;
    const bool whole = last == rig.expected.seq.get() ||
                       std::find(boundaries.begin(), boundaries.end(), last) != boundaries.end();
    tally.torn += whole ? 0 : 1;
    bool requests = true;
    for (const auto& request : rig.start.requests) {
        requests = requests && request.last_seq.get() <= last &&
                   request.answer.number == std::to_string(request.last_seq.get());
    }
    const auto events = test::all_events(*rig.journal, rig.start.epoch, domain::Seq{1});
    tally.wrong += requests && events.size() == last ? 0 : 1;
    if (last == rig.expected.seq.get()) {
        tally.wrong += rig.start.state == rig.expected ? 0 : 1;
    }
}

Tally cut_power(int rounds, int cuts_each, bool ignore_syncs) {
    Tally tally;
    for (int round = 0; round < rounds; ++round) {
        const auto seed = static_cast<std::uint64_t>(1000 + round);
        SeededRandom random(seed);
        test::FaultVfs vfs("fault", seed);
        vfs.ignore_syncs(ignore_syncs);
        test::JournalRig rig;
        auto options = rig.options();
        options.vfs = "fault";
        options.checkpoint_pages = 6;
        for (int cut = 0; cut < cuts_each; ++cut) {
            if (!rig.open(options)) {
                return tally;
            }
            rig.adopt(rig.start);
            const auto before = rig.start;
            std::vector<std::uint64_t> boundaries;
            vfs.cut_after(1 + random.below(150));
            run_until_cut(rig, vfs, random, boundaries);
            rig.close();
            vfs.power_back();
            ++tally.cuts;
            tally.acknowledged += rig.expected.seq.get() - before.state.seq.get();
            if (!rig.open(options)) {
                return tally;
            }
            check(rig, before, boundaries, tally);
            rig.close();
        }
    }
    return tally;
}

TEST(PowerCut, LosesNothingAcknowledgedAndTearsNoBatch) {
    const Tally tally = cut_power(15, 20, false);
    EXPECT_EQ(tally.cuts, 300);
    EXPECT_EQ(tally.lost, 0);
    EXPECT_EQ(tally.damaged, 0);
    EXPECT_EQ(tally.torn, 0);
    EXPECT_EQ(tally.wrong, 0);
    RecordProperty("acknowledged", static_cast<int>(tally.acknowledged));
    std::printf("%d power cuts, %llu events acknowledged, %d cuts lost some, %d damaged the file\n",
                tally.cuts, static_cast<unsigned long long>(tally.acknowledged), tally.lost, tally.damaged);
}

TEST(PowerCut, TheSameHarnessFindsLossWithoutSyncs) {
    const Tally tally = cut_power(4, 10, true);
    EXPECT_GT(tally.lost + tally.damaged, 0);
    std::printf("without syncs: %d of %d cuts lost events, %d damaged the file\n", tally.lost, tally.cuts,
                tally.damaged);
}

TEST(PowerCut, DuringTheFirstStartLeavesAHallThatStarts) {
    for (std::uint64_t at = 1; at <= 40; ++at) {
        test::FaultVfs vfs("fault", at);
        test::JournalRig rig;
        auto options = rig.options();
        options.vfs = "fault";
        vfs.cut_after(at);
        { const auto opened = journal::SqliteJournal::open(options); }
        vfs.power_back();
        ASSERT_TRUE(rig.open(options)) << at;
        EXPECT_TRUE(rig.start.fresh) << at;
        EXPECT_EQ(rig.start.reason, domain::EpochReason::created) << at;
        EXPECT_TRUE(rig.commit(3)) << at;
        rig.close();
        for (const auto& entry : std::filesystem::directory_iterator(rig.folder())) {
            EXPECT_FALSE(entry.path().filename().string().starts_with("damaged-")) << at << entry.path();
        }
    }
}

}  // namespace
}  // namespace jiaohao
