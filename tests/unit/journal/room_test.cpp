// The journal says that room is ending before it has to refuse anything.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/room.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

using journal::Room;

/// Upkeep runs on the journal's thread between commits.
bool becomes(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    return condition();
}

TEST(JournalRoom, IsLowNearTheQuotaAndOnlyClearlyBelowItNotLowAgain) {
    Room room(std::filesystem::temp_directory_path(), 1600, 1);
    EXPECT_FALSE(room.look(1500));
    EXPECT_TRUE(room.look(1501));
    EXPECT_FALSE(room.short_of_room()) << "something may be dropped first";
    room.nothing_to_drop();
    EXPECT_TRUE(room.short_of_room());
    EXPECT_TRUE(room.look(1400));
    EXPECT_TRUE(room.short_of_room());
    EXPECT_FALSE(room.look(1399));
    EXPECT_FALSE(room.short_of_room());
}

TEST(JournalRoom, IsLowOnADiskWithLessThanTheBallastFree) {
    const auto folder = std::filesystem::temp_directory_path();
    const auto free = std::filesystem::space(folder).available;
    EXPECT_TRUE(Room(folder, 0, free * 2).look(0));
    EXPECT_FALSE(Room(folder, 0, free / 8).look(0));
}

/// In real quotas a sixteenth is megabytes; here it must hold what is written between two looks.
TEST(JournalRoom, IsShortBeforeAnythingIsRefusedAndAgainWideOnceHeadOfficeHasTheEvents) {
    test::JournalRig rig;
    auto options = rig.options();
    options.quota_bytes = 2'000'000;
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    int commits = 0;
    while (!rig.journal->short_of_room() && commits < 2000) {
        ASSERT_TRUE(rig.commit_chatter(9, ++commits % 100 == 0)) << "refused without having been short";
    }
    ASSERT_LT(commits, 2000);
    ASSERT_TRUE(rig.commit_chatter(9, true));
    ASSERT_TRUE(rig.commit_chatter(9, true));
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, rig.expected.seq));
    EXPECT_TRUE(becomes([&] { return rig.commit_chatter(9, false) && !rig.journal->short_of_room(); }))
        << "what head office has goes before its time";
}

}  // namespace
}  // namespace jiaohao
