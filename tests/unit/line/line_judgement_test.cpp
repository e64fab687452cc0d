// Watches and judgements over a line, looked at by hand.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "drivers/line/line_doctor.hpp"
#include "drivers/line/line_watch.hpp"
#include "drivers/line/speed_search.hpp"

namespace jiaohao::drivers {
namespace {

using Verdict = ProgressWatch::Verdict;

TEST(ProgressWatch, BytesThatNeverLeaveAreSwallowedAfterTenLooks) {
    ProgressWatch watch(false);
    EXPECT_EQ(watch.look(100, 100), Verdict::well);
    EXPECT_EQ(watch.look(100, 60), Verdict::well) << "40 have left";
    for (std::uint32_t i = 1; i < ProgressWatch::kPatience; ++i) {
        ASSERT_EQ(watch.look(100, 60), Verdict::well) << i;
    }
    EXPECT_EQ(watch.look(100, 60), Verdict::swallowed);
}

TEST(ProgressWatch, NewBytesBehindStuckOnesAreNoProgress) {
    ProgressWatch watch(false);
    std::uint64_t written = 100;
    std::size_t waiting = 60;
    Verdict verdict = watch.look(written, waiting);
    for (std::uint32_t i = 0; i < ProgressWatch::kPatience; ++i) {
        written += 5;
        waiting += 5;
        verdict = watch.look(written, waiting);
    }
    EXPECT_EQ(verdict, Verdict::swallowed);
}

TEST(ProgressWatch, ASlowLineThatMovesIsWell) {
    ProgressWatch watch(false);
    for (std::size_t waiting = 1000; waiting > 0; --waiting) {
        ASSERT_EQ(watch.look(1000, waiting), Verdict::well);
    }
}

TEST(ProgressWatch, FlowControlMayHoldBackForMinutes) {
    ProgressWatch watch(true);
    Verdict verdict = watch.look(100, 60);
    for (std::uint32_t i = 0; i < ProgressWatch::kFlowPatience - 1; ++i) {
        verdict = watch.look(100, 60);
        ASSERT_NE(verdict, Verdict::swallowed);
    }
    EXPECT_EQ(verdict, Verdict::held_off);
    EXPECT_EQ(watch.look(100, 60), Verdict::swallowed);
    watch.reopened();
    EXPECT_EQ(watch.look(0, 0), Verdict::well);
}

TEST(AnswerWatch, ADeviceThatNeverAnswersIsTriedAfterThirtyLooksThenEverMoreRarely) {
    AnswerWatch watch;
    std::vector<int> tried;
    for (int i = 1; i <= 30 + 60 + 120; ++i) {
        if (watch.look(10, 0, 0)) {
            tried.push_back(i);
            watch.reopened();
        }
    }
    EXPECT_EQ(tried, (std::vector<int>{30, 90, 210}));
}

TEST(AnswerWatch, NothingIsCutOffAndAWordEndsTheWait) {
    AnswerWatch watch;
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(watch.look(10, 5, 0)) << "bytes still wait";
    }
    EXPECT_TRUE(watch.look(10, 0, 0));
    EXPECT_FALSE(watch.look(10, 0, 1));
    for (int i = 0; i < 29; ++i) {
        ASSERT_FALSE(watch.look(10, 0, 0)) << "patience is as at first";
    }
    EXPECT_TRUE(watch.look(10, 0, 0));
    AnswerWatch unasked;
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(unasked.look(0, 0, 0)) << "nothing was written, so nothing is owed";
    }
}

SerialSetting setting() {
    SerialSetting setting;
    setting.path = "/dev/pads";
    setting.parity = Parity::even;
    setting.data_bits = 7;
    return setting;
}

TEST(LineDoctor, BytesThatNeverFittedSayThatTheSpeedMayBeWrong) {
    LineDoctor doctor(setting());
    doctor.look({31, 31, 0});
    EXPECT_EQ(doctor.fault(), std::nullopt) << "one disturbed frame is no news";
    doctor.look({40, 38, 3});
    ASSERT_TRUE(doctor.fault().has_value());
    EXPECT_EQ(doctor.fault()->code, LineFaultCode::no_sense);
    EXPECT_EQ(to_string(*doctor.fault()),
              "no_sense bytes=40 errors=3 path=/dev/pads rejected=38 settings=9600 7E1");
}

TEST(LineDoctor, NoiseOnALineThatMadeSenseIsNoise) {
    LineDoctor doctor(setting());
    doctor.look({100, 2, 0});
    EXPECT_EQ(doctor.fault(), std::nullopt);
    doctor.look({140, 40, 0});
    ASSERT_TRUE(doctor.fault().has_value());
    EXPECT_EQ(doctor.fault()->code, LineFaultCode::noisy);
}

TEST(LineDoctor, TurnsBackOnlyWhenItIsClearlyWell) {
    LineDoctor doctor(setting());
    doctor.look({100, 0, 0});
    doctor.look({200, 60, 0});
    ASSERT_TRUE(doctor.fault().has_value());
    doctor.look({300, 95, 0});
    EXPECT_TRUE(doctor.fault().has_value()) << "35 of 100";
    doctor.look({400, 115, 0});
    EXPECT_EQ(doctor.fault(), std::nullopt) << "20 of 100";
    doctor.look({500, 150, 0});
    EXPECT_EQ(doctor.fault(), std::nullopt) << "35 of 100 do not turn it again";
}

TEST(LineDoctor, FramingErrorsOfTheKernelCountWithoutASingleByte) {
    LineDoctor doctor(setting());
    doctor.look({0, 0, 7});
    EXPECT_EQ(doctor.fault(), std::nullopt);
    doctor.look({2, 0, 9});
    ASSERT_TRUE(doctor.fault().has_value());
    EXPECT_EQ(doctor.fault()->code, LineFaultCode::no_sense);
}

/// A device at one rate and a port that is set to what the search says.
struct Heard {
    std::int32_t device = 19200;
    SpeedSearch search{9600};
    std::int32_t port = 9600;
    LineTally totals{64, 64, 0};
    std::vector<std::int32_t> listened;

    void look(std::uint64_t bytes) {
        const std::int32_t next = search.look(totals, true);
        if (next != port) {
            listened.push_back(next);
        }
        port = next;
        totals.heard += bytes;
        totals.rejected += port == device ? 0 : bytes;
    }
};

TEST(SpeedSearch, FindsTheRateAtWhichItMakesSenseAndListensAsConfiguredAgain) {
    Heard line;
    for (int i = 0; i < 20 && !line.search.found(); ++i) {
        line.look(24);
    }
    EXPECT_EQ(line.search.found(), 19200);
    EXPECT_EQ(line.listened, (std::vector<std::int32_t>{19200, 9600}));
    EXPECT_FALSE(line.search.searching());
    Heard slow;
    slow.device = 1200;
    for (int i = 0; i < 100 && !slow.search.found(); ++i) {
        slow.look(24);
    }
    EXPECT_EQ(slow.search.found(), 1200);
    EXPECT_EQ(slow.listened.size(), 8U) << "each other rate once, then the configured one";
}

TEST(SpeedSearch, HalfAFrameIsNoSense) {
    SpeedSearch search(9600);
    EXPECT_EQ(search.look({64, 64, 0}, true), 19200);
    EXPECT_EQ(search.look({74, 64, 0}, true), 19200) << "its rest may never come";
    EXPECT_EQ(search.look({74, 74, 0}, true), 19200);
    EXPECT_EQ(search.found(), std::nullopt);
}

TEST(SpeedSearch, WaitsAtEachRateForSomebodyToPressAndRestsWhenItHasFoundNothing) {
    Heard line;
    line.device = 31250;
    for (std::uint32_t i = 0; i < 8 * SpeedSearch::kPatience; ++i) {
        line.look(0);
        EXPECT_TRUE(line.search.searching()) << i;
    }
    line.look(0);
    EXPECT_FALSE(line.search.searching()) << "at the configured rate, where it can be judged";
    for (std::uint32_t i = 0; i < SpeedSearch::kPause; ++i) {
        line.look(24);
        ASSERT_FALSE(line.search.searching()) << i;
    }
    line.look(24);
    EXPECT_TRUE(line.search.searching()) << "and then again";
    EXPECT_EQ(line.search.found(), std::nullopt);
}

TEST(SpeedSearch, WhatWasFoundIsForgottenWhenTheLineMakesSense) {
    Heard line;
    for (int i = 0; i < 20 && !line.search.found(); ++i) {
        line.look(24);
    }
    ASSERT_TRUE(line.search.found().has_value());
    EXPECT_EQ(line.search.look(line.totals, true), 9600) << "it is not searched for twice";
    EXPECT_EQ(line.search.look(line.totals, false), 9600);
    EXPECT_EQ(line.search.found(), std::nullopt);
    EXPECT_NE(line.search.look(line.totals, true), 9600);
    line.search.reopened();
    EXPECT_FALSE(line.search.searching());
}

}  // namespace
}  // namespace jiaohao::drivers
