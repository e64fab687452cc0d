// A printer switched off and on under a line that stays up: it comes back alive, with an empty buffer and noise.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/printer/driver_rig.hpp"

namespace jiaohao::drivers::printer {
namespace {

using namespace std::chrono_literals;

/// Holds the ticket it was given until the test answers for it or it loses power.
struct Holding : Rig {
    explicit Holding(bool process_id) : Rig(process_id ? with_process_id() : PrinterProfile{}) {
        ready();
        answer(false);
        print(1);
    }
    void answer(bool on) {
        printer.answers_status = on;
        printer.answers_id = on;
    }
    void open_cover(bool open) {
        printer.status[0] = open ? 0x1A : 0x12;
        printer.status[1] = open ? 0x16 : 0x12;
    }
    void switch_off() {
        printer.answers_hello = false;
        answer(false);
    }
    void switch_on(const Bytes& noise) {
        line.feed(noise);
        printer.answers_hello = true;
        answer(true);
    }
    /// The answers that its own ticket asked for.
    void come_out() {
        line.feed({0x00});
        if (!printer.asked_ids.empty()) {
            printer.send_id();
        }
        answer(true);
    }
    [[nodiscard]] std::string ended() const {
        if (heard.told.size() != 1) {
            return std::to_string(heard.told.size()) + " outcomes";
        }
        const auto kind = heard.told[0].outcome.kind;
        return kind == Kind::printed ? "printed" : kind == Kind::unknown ? "unknown" : "not printed";
    }
};

const std::vector<Bytes> kNoises{{},
                                 {0x00},
                                 {0xFF},
                                 {0xFF, 0x00},
                                 {0x00, 0xFF},
                                 {0xFF, 0x00, 0xFE, 0xE0, 0x80},
                                 {0xFF, 0x00, 0x00, 0x00},
                                 {0x00, 0x00}};

class PowerCycle : public ::testing::TestWithParam<bool> {};

TEST_P(PowerCycle, OfAStoppedTicketEndsItUnknownThoughThePrinterAnswersAgain) {
    for (const auto& noise : kNoises) {
        SCOPED_TRACE(to_hex(noise));
        Holding rig(GetParam());
        rig.open_cover(true);
        rig.timers.advance(3s);
        ASSERT_EQ(rig.last_fault(), "cover_open");
        rig.switch_off();
        rig.timers.advance(6s);
        rig.open_cover(false);
        rig.switch_on(noise);
        rig.timers.advance(30s);
        EXPECT_EQ(rig.ended(), "unknown");
    }
}

TEST_P(PowerCycle, OfATicketThatWasNotStoppedEndsItUnknown) {
    for (const auto& noise : kNoises) {
        for (auto at = 0ms; at < 6s; at += 150ms) {
            SCOPED_TRACE(to_hex(noise) + " at " + std::to_string(at.count()));
            Holding rig(GetParam());
            rig.timers.advance(at);
            rig.switch_off();
            rig.timers.advance(1600ms);
            rig.switch_on(noise);
            rig.timers.advance(30s);
            EXPECT_EQ(rig.ended(), "unknown");
        }
    }
}

TEST_P(PowerCycle, HeardAtItsBeginningProvesNothingEither) {
    Holding rig(GetParam());
    rig.switch_off();
    rig.line.feed({0x00});  // the line drops: one byte that looks like an answer
    rig.timers.advance(4s);
    rig.switch_on({0xFF, 0x00});
    rig.timers.advance(30s);
    EXPECT_EQ(rig.ended(), "unknown");
}

TEST_P(PowerCycle, DoesNotMakeTheNextTicketLoseItsProof) {
    Holding rig(GetParam());
    rig.open_cover(true);
    rig.timers.advance(3s);
    rig.switch_off();
    rig.timers.advance(5s);
    rig.open_cover(false);
    rig.switch_on({0xFF, 0x00});
    rig.timers.advance(30s);
    rig.print(2);
    rig.timers.advance(10s);
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[1].outcome.kind, Kind::printed);
    EXPECT_EQ(rig.heard.told[1].outcome.proof, GetParam() ? Proof::process_id : Proof::status_after_cut);
}

TEST_P(PowerCycle, IsNotSuspectedWhenACoverIsOpenedAndClosed) {
    Holding rig(GetParam());
    rig.open_cover(true);
    rig.timers.advance(20s);
    EXPECT_EQ(rig.ended(), "0 outcomes");
    rig.open_cover(false);
    rig.timers.advance(2s);
    rig.come_out();
    rig.timers.advance(3s);
    EXPECT_EQ(rig.ended(), "printed");
    EXPECT_EQ(rig.heard.told.at(0).outcome.proof, GetParam() ? Proof::process_id : Proof::status_after_cut);
}

TEST_P(PowerCycle, IsNotSuspectedWhenTheTicketComesOutBeforeTheClosedCoverIsSeen) {
    Holding rig(GetParam());
    rig.open_cover(true);
    rig.timers.advance(5500ms);
    rig.open_cover(false);
    rig.come_out();
    rig.timers.advance(3s);
    EXPECT_EQ(rig.ended(), "printed");
}

TEST_P(PowerCycle, AndNoAnswerOfItsOwnLeavesAStoppedTicketUnknown) {
    Holding rig(GetParam());
    rig.open_cover(true);
    rig.timers.advance(5s);
    rig.open_cover(false);
    rig.timers.advance(30s);
    EXPECT_EQ(rig.ended(), "unknown");
}
INSTANTIATE_TEST_SUITE_P(ProcessId, PowerCycle, ::testing::Bool());

TEST(TheProcessIdOfATicket, ProvesItAlsoWhenAnswersWereMissedOrNoisyOnceItHadArrived) {
    Holding rig(true);
    rig.timers.advance(1500ms);  // a poll behind the ticket was answered: all of it is there
    rig.printer.answers_hello = false;
    rig.timers.advance(2s);
    rig.printer.answers_hello = true;
    rig.line.feed({0xFF, 0xE5});
    rig.printer.send_id();
    EXPECT_EQ(rig.ended(), "printed");
}

TEST(TheProcessIdOfATicket, ProvesNothingWhenThePrinterWasSilentBeforeAllOfItHadArrived) {
    Holding rig(true);
    rig.printer.answers_hello = false;  // XOFF; then off and on; then the end of the ticket arrives
    rig.timers.advance(4s);
    rig.printer.answers_hello = true;
    rig.come_out();
    rig.timers.advance(30s);
    EXPECT_EQ(rig.ended(), "unknown");
}

/// 2,200 bytes: more than two seconds on the line, in which no poll can be answered.
ports::PrintJob long_job() {
    ports::PrintJob job;
    job.paper.head.assign(40, {"0123456789012345678901234567890123456789"});
    return job;
}

TEST_P(PowerCycle, WhileALongTicketIsOnItsWayIsNoticedThoughItsEndIsAnswered) {
    for (const Bytes& noise : {Bytes{}, Bytes{0xFF, 0x00}}) {
        Rig rig(GetParam() ? with_process_id() : PrinterProfile{});
        rig.ready();
        rig.printer.answers_status = false;
        rig.printer.answers_id = false;
        rig.driver.print(long_job());
        rig.timers.advance(1s);  // the beginning is lost with the power, the end arrives after it
        rig.line.feed(noise);
        rig.timers.advance(1s);
        rig.line.feed({0x00});
        if (GetParam()) {
            rig.printer.send_id();
        }
        rig.printer.answers_status = true;
        rig.timers.advance(30s);
        ASSERT_EQ(rig.heard.told.size(), 1U);
        EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    }
}

TEST_P(PowerCycle, IsNotSuspectedWhenALongTicketIsAnsweredAllAlong) {
    Rig rig(GetParam() ? with_process_id() : PrinterProfile{});
    rig.ready();
    rig.driver.print(long_job());
    rig.timers.advance(10s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    EXPECT_EQ(rig.heard.told[0].outcome.proof, GetParam() ? Proof::process_id : Proof::status_after_cut);
}

TEST(APaperStatus, CountsOnlyWhenThePrinterStillAnswersAfterIt) {
    Holding rig(false);
    rig.timers.advance(500ms);
    rig.printer.answers_hello = false;
    rig.line.feed({0x00});
    EXPECT_EQ(rig.ended(), "0 outcomes");
    rig.timers.advance(30s);
    EXPECT_EQ(rig.ended(), "unknown");
}

}  // namespace
}  // namespace jiaohao::drivers::printer
