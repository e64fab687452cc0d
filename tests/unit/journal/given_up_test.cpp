// A journal that was set aside stays to be taken up again, but not at the price of the hall that goes on.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "tests/crash/fault_vfs.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

namespace fs = std::filesystem;
using domain::Seq;

constexpr std::uint64_t kPlenty = 1ULL << 30U;

class GivenUp : public testing::Test {
  protected:
    /// Three names that the terminal had for a while, the second without head office.
    GivenUp() {
        first_ = leave("t1", true);
        unsent_ = leave("t5", false);
        second_ = leave("t6", true);
    }
    fs::path leave(const char* terminal, bool acknowledged) {
        auto options = rig_.options();
        options.terminal = domain::TerminalId{terminal};
        EXPECT_TRUE(rig_.open(options));
        rig_.adopt(rig_.start);
        EXPECT_TRUE(rig_.commit(6));
        if (acknowledged) {
            EXPECT_TRUE(rig_.journal->outbox().acknowledge(rig_.start.epoch, Seq{6}));
        }
        rig_.close();
        rig_.clock().turn(std::chrono::minutes{1});
        return rig_.folder() / "old" / (rig_.start.epoch.get() + ".db");
    }
    /// Under the right name at last, on a disk that has `free()` left.
    void go_on(std::function<std::uint64_t()> free) {
        auto options = rig_.options();
        options.terminal = domain::TerminalId{"t7"};
        options.vfs = vfs_.name();
        options.free_bytes = std::move(free);
        ASSERT_TRUE(rig_.open(options));
        rig_.adopt(rig_.start);
        ASSERT_TRUE(rig_.commit(2));
    }
    [[nodiscard]] std::uint64_t given_up() const { return rig_.journal->counters().given_up; }
    /// Those that wait for head office, the current one among them.
    [[nodiscard]] std::size_t epochs() const { return rig_.journal->outbox().backlog()->size(); }

    test::FaultVfs vfs_{"given_up", 1};
    // Before the rig, whose thread asks for free room until it is closed.
    std::atomic<bool> full_ = false;
    fs::path first_;
    fs::path unsent_;
    fs::path second_;
    test::JournalRig rig_;
};

TEST_F(GivenUp, TheOldestThatHeadOfficeHasGoesSoThatNothingIsRefusedOnAFullDisk) {
    go_on([this] {
        if (full_ && !fs::exists(first_)) {
            vfs_.set_full(false);
            full_ = false;
        }
        return full_ ? 0 : kPlenty;
    });
    EXPECT_TRUE(fs::exists(first_)) << "kept while there is room";
    full_ = true;
    vfs_.set_full(true);
    const auto committed = rig_.commit(3);
    EXPECT_TRUE(committed) << committed.error().detail;
    EXPECT_FALSE(fs::exists(first_));
    EXPECT_TRUE(fs::exists(second_)) << "no more than it takes";
    EXPECT_TRUE(fs::exists(unsent_));
    EXPECT_EQ(given_up(), 1U);
}

TEST_F(GivenUp, WhatHeadOfficeDoesNotHaveStaysHoweverFullTheDisk) {
    go_on([this] { return full_ ? 0 : kPlenty; });
    full_ = true;
    vfs_.set_full(true);
    const auto refused = rig_.commit(3);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error, ports::JournalError::full);
    EXPECT_FALSE(fs::exists(first_));
    EXPECT_FALSE(fs::exists(second_));
    EXPECT_TRUE(fs::exists(unsent_));
    EXPECT_EQ(given_up(), 2U);
    vfs_.set_full(false);
    ASSERT_TRUE(rig_.journal->reopen());
    EXPECT_EQ(epochs(), 2U);
    EXPECT_EQ(rig_.journal->outbox().backlog()->front().last, Seq{6});
}

TEST_F(GivenUp, AQuotaIsNoReasonForFilesDoNotCountInIt) {
    // Not much, but more than the ballast.
    const auto some = 2 * rig_.options().ballast_bytes;
    go_on([some] { return some; });
    vfs_.set_full(true);
    EXPECT_FALSE(rig_.commit(3));
    EXPECT_TRUE(fs::exists(first_));
    EXPECT_TRUE(fs::exists(second_));
    EXPECT_EQ(given_up(), 0U);
}

TEST_F(GivenUp, ItGoesBeforeAnythingIsRefusedOrShed) {
    go_on([this] { return fs::exists(first_) ? 1U : kPlenty; });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (given_up() == 0 && std::chrono::steady_clock::now() < deadline) {
        ASSERT_TRUE(rig_.commit(1));
        EXPECT_FALSE(rig_.journal->short_of_room());
    }
    EXPECT_FALSE(fs::exists(first_));
    EXPECT_TRUE(fs::exists(second_));
    EXPECT_TRUE(fs::exists(unsent_));
    EXPECT_EQ(given_up(), 1U);
    EXPECT_FALSE(rig_.journal->short_of_room());
}

TEST_F(GivenUp, OneWithoutTheOthersIsTakenUpNoLonger) {
    full_ = true;
    go_on([this] { return full_ && fs::exists(first_) ? 0 : kPlenty; });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (given_up() == 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    rig_.close();
    ASSERT_TRUE(rig_.open());
    EXPECT_EQ(rig_.start.reason, domain::EpochReason::moved) << "t1 begins anew";
    EXPECT_FALSE(rig_.start.taken_up);
    EXPECT_GE(rig_.start.floors.at(domain::RangeId{"a"}), 20U) << "above the numbers given all the same";
    rig_.close();
    auto options = rig_.options();
    options.terminal = domain::TerminalId{"t6"};
    ASSERT_TRUE(rig_.open(options));
    EXPECT_TRUE(rig_.start.taken_up);
}

}  // namespace
}  // namespace jiaohao
