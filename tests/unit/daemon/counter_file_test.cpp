// Press counters that outlive the process: what is believed, and for how long.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/counter_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/manual_timers.hpp"
#include "tests/unit/http/certificates.hpp"

namespace jiaohao::daemon {
namespace {

using namespace std::chrono_literals;
using drivers::bus::CounterPosition;
using Positions = std::vector<CounterPosition>;

class PressCounterFile : public testing::Test {
  protected:
    [[nodiscard]] CounterFile process() const { return {path, clock, Log(sink, "test")}; }

    test::TempFolder folder;
    const std::filesystem::path path = folder.path() + "/press-counters.json";
    drivers::testing::HandClock clock;
    mutable NullSink sink;
    const domain::DeviceId bus{"bus"};
    const domain::DeviceId other{"other"};
    const Positions some{{1, "handset-armfly-counter", "count", 0, 41},
                         {2, "handset-armfly-counter", "count", 0, 65535}};
};

TEST_F(PressCounterFile, TheNextProcessFindsWhatTheLastOneKept) {
    process().keep(bus, some);
    clock.turn(CounterFile::kLongestAbsence);
    EXPECT_EQ(process().recall(bus), some);
    EXPECT_EQ(process().recall(other), Positions{});
}

TEST_F(PressCounterFile, AfterTooLongItIsNotBelieved) {
    process().keep(bus, some);
    clock.turn(CounterFile::kLongestAbsence + 1ms);
    EXPECT_EQ(process().recall(bus), Positions{});
}

TEST_F(PressCounterFile, ABeatKeepsItFreshForAsLongAsTheProcessLives) {
    auto living = process();
    living.beat();
    EXPECT_FALSE(std::filesystem::exists(path)) << "no counters, no file";
    living.keep(bus, some);
    for (int i = 0; i < 600; ++i) {
        clock.turn(2s);
        living.beat();
    }
    clock.turn(CounterFile::kLongestAbsence - CounterFile::kBeatEvery);
    EXPECT_EQ(process().recall(bus), some);
}

TEST_F(PressCounterFile, ALineThatWasNotHeardYetKeepsWhatItHad) {
    process().keep(bus, some);
    process().keep(other, {{9, "p", "r", 1, 7}});
    EXPECT_EQ(process().recall(bus), some);
    EXPECT_EQ(process().recall(other).size(), 1U);
}

TEST_F(PressCounterFile, WhatIsNotItsOwnCountsForNothing) {
    const std::string boot = clock.boot_id();
    const std::string counter =
        R"([{"line":"bus","address":1,"profile":"p","rule":"r","place":0,"value":4}])";
    const std::string sound =
        R"({"version":1,"boot":")" + boot + R"(","boot_ms":3600000,"counters":)" + counter + "}";
    std::ofstream(path, std::ios::binary | std::ios::trunc) << sound;
    EXPECT_EQ(process().recall(bus).size(), 1U) << "this is one";
    for (const std::string& text :
         {std::string{}, std::string("{"), std::string("[]"), std::string("{\"version\":1}"),
          "{\"version\":2,\"boot\":\"" + boot + "\",\"boot_ms\":3600000,\"counters\":" + counter + "}",
          "{\"version\":1,\"boot\":\"" + boot + "\",\"boot_ms\":3600000,\"counters\":7}",
          "{\"version\":1,\"boot\":\"" + boot + "\",\"boot_ms\":3600000,\"counters\":[{\"line\":\"bus\"}]}",
          "{\"version\":1,\"boot\":\"" + boot + "\",\"boot_ms\":\"x\",\"counters\":[]}",
          // No whole number; the library would make one of it.
          "{\"version\":1,\"boot\":\"" + boot + "\",\"boot_ms\":3599999.5,\"counters\":" + counter + "}",
          sound + std::string(1 << 20, ' ')}) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
        EXPECT_EQ(process().recall(bus), Positions{}) << text.substr(0, 100);
    }
    process().keep(bus, some);
    EXPECT_EQ(process().recall(bus), some) << "it is written anew";
}

/// A lasting sink of what is said.
class SaidSink final : public LogSink {
  public:
    void write(const LogRecord& record) override { said.emplace_back(record.event); }
    std::vector<std::string> said;
};

TEST_F(PressCounterFile, ACounterWhoseNumberIsNoneStartsAnewAndTheOthersGoOn) {
    for (const char* wrong :
         {"\"address\":-1,\"place\":0,\"value\":4", "\"address\":1,\"place\":-1,\"value\":4",
          "\"address\":1,\"place\":0,\"value\":-1", "\"address\":1,\"place\":0,\"value\":4.5",
          "\"address\":4294967296,\"place\":0,\"value\":4"}) {
        std::ofstream(path, std::ios::trunc)
            << R"({"version":1,"boot":")" << clock.boot_id() << R"(","boot_ms":3600000,"counters":[)"
            << R"({"line":"bus","profile":"p","rule":"r",)" << wrong << "},"
            << R"({"line":"bus","profile":"p","rule":"r","address":2,"place":0,"value":7}]})";
        SaidSink said;
        CounterFile read(path, clock, Log(said, "test"));
        EXPECT_EQ(read.recall(bus), (Positions{{2, "p", "r", 0, 7}})) << wrong;
        EXPECT_EQ(said.said, std::vector<std::string>{"counter.unreadable"}) << wrong;
    }
}

TEST_F(PressCounterFile, AFileFromTheFutureOrAnotherBootIsNotBelieved) {
    const auto with = [this](const std::string& boot, const std::string& at) {
        std::ofstream(path, std::ios::trunc)
            << "{\"version\":1,\"boot\":\"" << boot << "\",\"boot_ms\":" << at
            << ",\"counters\":[{\"line\":\"bus\",\"address\":1,\"profile\":\"p\",\"rule\":\"r\",\"place\":0,"
               "\"value\":4}]}";
        return process().recall(bus).size();
    };
    EXPECT_EQ(with(clock.boot_id(), "3600000"), 1U);
    EXPECT_EQ(with(clock.boot_id(), "3600001"), 0U);
    EXPECT_EQ(with("00000000-0000-4000-8000-00000000000f", "3600000"), 0U);
}

TEST_F(PressCounterFile, OldPositionsGoWhenNewOnesCannotBeKept) {
    auto living = process();
    living.keep(bus, some);
    // A folder in the place of the file that is written first: as good as a full disk, for every user.
    std::filesystem::create_directory(path.string() + ".new");
    living.keep(bus, {{1, "handset-armfly-counter", "count", 0, 42}});
    EXPECT_FALSE(std::filesystem::exists(path)) << "a press would come twice";
    living.keep(bus, some);
    EXPECT_EQ(process().recall(bus), some) << "and back it is";
}

}  // namespace
}  // namespace jiaohao::daemon
