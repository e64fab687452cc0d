// A process that commits is killed at random moments, again and again, in one folder.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

constexpr int kKills = 200;
constexpr std::chrono::seconds kMostTime{20};

/// The child: commits for ever and tells each acknowledged seq through the pipe. Never returns.
[[noreturn]] void commit_for_ever(test::JournalRig& rig, int pipe, std::uint64_t seed) {
    if (!rig.open()) {
        ::_exit(3);
    }
    rig.adopt(rig.start);
    SeededRandom random(seed);
    while (rig.commit(1 + random.below(4), random.below(8) == 0)) {
        const std::uint64_t seq = rig.expected.seq.get();
        if (::write(pipe, &seq, sizeof seq) != sizeof seq) {
            break;
        }
    }
    ::_exit(4);
}

/// The highest seq that the child was told is durable.
std::uint64_t run_and_kill(test::JournalRig& rig, SeededRandom& random) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        commit_for_ever(rig, ends[1], random.next());
    }
    ::close(ends[1]);
    std::uint64_t acknowledged = 0;
    for (auto left = random.below(25); left > 0; --left) {
        if (::read(ends[0], &acknowledged, sizeof acknowledged) != sizeof acknowledged) {
            ADD_FAILURE() << "the child ended by itself";
            break;
        }
    }
    ::kill(child, SIGKILL);
    // What it had told before it died still stands in the pipe.
    while (::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return acknowledged;
}

TEST(Kill, LosesNothingAcknowledgedAndLeavesNoGap) {
    test::JournalRig rig;
    SeededRandom random(42);
    const auto until = std::chrono::steady_clock::now() + kMostTime;
    std::uint64_t acknowledged = 0;
    domain::EpochId epoch;
    int kills = 0;
    for (; kills < kKills && std::chrono::steady_clock::now() < until; ++kills) {
        acknowledged = std::max(acknowledged, run_and_kill(rig, random));
        ASSERT_TRUE(rig.open());
        if (acknowledged > 0 && !epoch.get().empty()) {
            ASSERT_EQ(rig.start.epoch, epoch);
        }
        epoch = rig.start.epoch;
        const auto last = rig.start.state.seq.get();
        ASSERT_GE(last, acknowledged);
        ASSERT_EQ(test::all_events(*rig.journal, epoch, domain::Seq{1}).size(), last);
        // Each batch has its request in the same commit: the last event belongs to one.
        ASSERT_TRUE(last == 0 || rig.start.requests.back().last_seq.get() == last);
        rig.close();
    }
    EXPECT_GE(kills, 20);
    std::printf("%d kills, %llu events acknowledged, none lost\n", kills,
                static_cast<unsigned long long>(acknowledged));
}

}  // namespace
}  // namespace jiaohao
