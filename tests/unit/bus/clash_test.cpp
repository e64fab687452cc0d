// Two devices at one address of a line on which devices are not polled, and what only looks like it.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

/// Panels of Modbus RTU confirm a write of one register with the same bytes.
class Panels : public BusBench {
  protected:
    Panels() {
        line.peer = [this](ByteView bytes) {
            const int answers = bytes[0] == 1 ? of_first : of_second;
            for (int i = 0; i < answers; ++i) {
                line.feed(bytes);
            }
            if (answers == 0 && garbled && bytes[0] == 1) {
                line.feed({0x01, 0x06, 0x80, 0x13, 0x55});
            }
        };
        make(settings_of(load_shipped("display-armfly-modbus"), {1, 2}));
    }
    void show(int times) {
        for (int i = 0; i < times; ++i) {
            number_ = number_ % 900 + 1;
            driver->show_number(1, "A" + std::to_string(number_));
            driver->show_number(2, "A" + std::to_string(number_));
            timers.advance(3s);
        }
    }
    [[nodiscard]] std::string fault_of(std::size_t place) const {
        return driver->report().devices[place].health.fault;
    }
    int of_first = 1;
    int of_second = 1;
    bool garbled = false;

  private:
    int number_ = 0;
};

TEST_F(Panels, AReplyWithTheBytesOfTheCommandIsAReplyAndNoOwnEcho) {
    show(5);
    EXPECT_EQ(driver->counts().missed, 0U);
    EXPECT_EQ(driver->counts().retries, 0U);
    EXPECT_EQ(driver->counts().own_echoes, 0U);
    EXPECT_EQ(driver->report().health.fault, "");
}

TEST_F(Panels, OnALineThatGivesEverythingBackTheSecondOfTwoIsTheReply) {
    auto settings = settings_of(load_shipped("display-armfly-modbus"), {1, 2});
    settings.own_echo = true;
    make(settings);
    of_first = 2;
    of_second = 2;
    show(5);
    EXPECT_EQ(driver->counts().own_echoes, 10U);
    EXPECT_EQ(driver->counts().missed, 0U);
    EXPECT_EQ(fault_of(0), "");
}

TEST_F(Panels, TwoAtOneAddressAreNamedByTheSecondReplyAndTheOtherIsWell) {
    of_first = 2;
    show(2);
    EXPECT_EQ(fault_of(0), "") << "once or twice it is a mistake";
    show(2);
    EXPECT_EQ(fault_of(0), "address_clash");
    EXPECT_EQ(fault_of(1), "");
    EXPECT_EQ(driver->report().devices[0].counts.second_answers, 4U);
    of_first = 1;
    show(9);
    EXPECT_EQ(fault_of(0), "address_clash");
    show(2);
    EXPECT_EQ(fault_of(0), "") << "ten good answers end it";
}

TEST_F(Panels, TwoThatTalkOverEachOtherAreNamedWhileOthersAnswerWell) {
    show(1);
    of_first = 0;
    garbled = true;
    show(4);
    EXPECT_EQ(fault_of(0), "address_clash");
    EXPECT_EQ(fault_of(1), "");
}

TEST_F(Panels, ALateReplyIsNoClash) {
    Bytes late;
    line.peer = [&](ByteView bytes) {
        if (!late.empty()) {
            line.feed(ByteView{late});  // the answer to what was asked before
        }
        late.assign(bytes.begin(), bytes.end());
    };
    for (int i = 0; i < 12; ++i) {
        driver->show_number(1, "A00" + std::to_string(i % 10));
        timers.advance(5s);
        if (!late.empty()) {
            line.feed(ByteView{std::exchange(late, {})});
        }
        timers.advance(5s);
    }
    EXPECT_EQ(driver->report().devices[0].counts.second_answers, 0U);
    EXPECT_NE(fault_of(0), "address_clash");
}

class Versions : public BusBench {
  protected:
    /// "$007,03&", the version; what the panels answer.
    void ask(const std::vector<std::string>& versions) {
        line.peer = [versions, this](ByteView) {
            for (const std::string& version : versions) {
                const std::string frame = "$007," + version + "#";
                line.feed(ByteView{Bytes(frame.begin(), frame.end())});
            }
        };
        make(settings_of(load_shipped("display-armfly-ascii"), {7}));
        timers.advance(2s);
    }
};

TEST_F(Versions, TwoThatDifferProveAClashAtOnce) {
    ask({"V1.0", "V2.3"});
    EXPECT_EQ(driver->report().devices[0].health.fault, "address_clash");
}

TEST_F(Versions, OneAnswerOrTwoAlikeAreNone) {
    ask({"V1.0"});
    EXPECT_EQ(driver->report().devices[0].health.fault, "");
    EXPECT_EQ(driver->report().devices[0].version, "V1.0");
    ask({"V1.0", "V1.0"});
    EXPECT_EQ(driver->report().devices[0].health.fault, "");
    EXPECT_EQ(driver->report().devices[0].counts.second_answers, 1U);
}

}  // namespace
}  // namespace jiaohao::drivers::bus
