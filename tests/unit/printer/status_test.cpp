// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/status.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::printer {
namespace {

std::vector<Reply> parsed(const Bytes& bytes) {
    ReplyParser parser;
    return parser.feed(bytes);
}

using Replies = std::vector<Reply>;

TEST(ReplyParser, TellsTheClassesOfRepliesApart) {
    EXPECT_EQ(parsed({0x12}), Replies{RealtimeReply{0x12}});
    EXPECT_EQ(parsed({0x7E}), Replies{RealtimeReply{0x7E}});
    EXPECT_EQ(parsed({0x00}), Replies{PaperStatus{0x00}});
    EXPECT_EQ(parsed({0x0C}), Replies{PaperStatus{0x0C}});
    EXPECT_EQ(parsed({0x14, 0x00, 0x00, 0x0F}), Replies{(AutoStatus{{0x14, 0x00, 0x00, 0x0F}})});
    EXPECT_EQ(parsed({0x37, 0x22, 'A', 'B', '1', '2', 0x00}),
              Replies{(ProcessIdReply{{'A', 'B', '1', '2'}})});
    EXPECT_EQ(parsed({0x5F, 'T', 'M', 0x00}), Replies{PrinterName{"TM"}});
}

TEST(ReplyParser, SkipsXonAndXoffAnywhere) {
    EXPECT_EQ(parsed({0x11, 0x14, 0x13, 0x00, 0x11, 0x00, 0x13, 0x0F}),
              Replies{(AutoStatus{{0x14, 0x00, 0x00, 0x0F}})});
    EXPECT_EQ(parsed({0x37, 0x11, 0x22, '0', '0', 0x13, '0', '1', 0x00}),
              Replies{(ProcessIdReply{{'0', '0', '0', '1'}})});
}

TEST(ReplyParser, ToleratesAndCountsStrayBytesWithinAutomaticStatus) {
    ReplyParser parser;
    const Bytes noisy{0xFF, 0x14, 0xE5, 0x00, 0x80, 0x00, 0x0F};
    EXPECT_EQ(parser.feed(noisy), Replies{(AutoStatus{{0x14, 0x00, 0x00, 0x0F}})});
    EXPECT_EQ(parser.strays(), 3U);
}

TEST(ReplyParser, TakesARealTimeReplyFromTheMiddleOfAutomaticStatus) {
    const Replies expected{RealtimeReply{0x16}, AutoStatus{{0x1C, 0x00, 0x00, 0x00}}};
    EXPECT_EQ(parsed({0x1C, 0x00, 0x16, 0x00, 0x00}), expected);
}

TEST(ReplyParser, StartsAfreshAtASecondAutomaticStatus) {
    ReplyParser parser;
    const Bytes cut{0x14, 0x00, 0x18, 0x00, 0x0C, 0x00};
    EXPECT_EQ(parser.feed(cut), Replies{(AutoStatus{{0x18, 0x00, 0x0C, 0x00}})});
    EXPECT_EQ(parser.strays(), 2U);
}

TEST(ReplyParser, ReadsOneByteAtATimeAsWell) {
    ReplyParser parser;
    Replies all;
    for (const std::uint8_t byte : Bytes{0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00, 0x12}) {
        for (auto& reply : parser.feed(ByteView(&byte, 1))) {
            all.push_back(std::move(reply));
        }
    }
    const Replies expected{ProcessIdReply{{'A', 'B', 'C', 'D'}}, RealtimeReply{0x12}};
    EXPECT_EQ(all, expected);
}

TEST(ReplyParser, LosesOnlyTheBrokenByteOfABadBlock) {
    ReplyParser parser;
    // The block breaks at FF; the 12 within it is a reply of its own.
    const Bytes broken{0x37, 0x12, 0xFF};
    EXPECT_EQ(parser.feed(broken), Replies{RealtimeReply{0x12}});
    EXPECT_EQ(parser.strays(), 2U);
    EXPECT_FALSE(parser.incomplete());
}

TEST(ReplyParser, GivesATruncatedBlockBackWhenTheRestDoesNotCome) {
    ReplyParser parser;
    EXPECT_TRUE(parser.feed(Bytes{0x14, 0x00}).empty());
    EXPECT_TRUE(parser.incomplete());
    EXPECT_EQ(parser.expire(), Replies{PaperStatus{0x00}});
    EXPECT_FALSE(parser.incomplete());
}

TEST(ReplyParser, KeepsNoMoreThanTheLongestBlock) {
    ReplyParser parser;
    static_cast<void>(parser.feed(Bytes(100000, 0x5F)));
    EXPECT_GT(parser.strays(), 90000U);
    static_cast<void>(parser.expire());
    EXPECT_FALSE(parser.incomplete());
}

TEST(ReplyParser, RefusesAProcessIdOfTheWrongLength) {
    ReplyParser parser;
    for (const auto& reply : parser.feed(Bytes{0x37, 0x22, 'A', 'B', 0x00})) {
        EXPECT_FALSE(std::holds_alternative<ProcessIdReply>(reply));
    }
}

struct FaultCase {
    std::uint8_t n;
    std::uint8_t reply;
    Fault fault;
};

class RealtimeTable : public ::testing::TestWithParam<FaultCase> {};

TEST_P(RealtimeTable, NamesTheFault) {
    Condition condition;
    condition.apply(GetParam().n, RealtimeReply{GetParam().reply});
    EXPECT_EQ(condition.fault(), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    EpsonDleEot, RealtimeTable,
    ::testing::Values(FaultCase{1, 0x12, Fault::none}, FaultCase{1, 0x16, Fault::none},
                      FaultCase{1, 0x1A, Fault::hardware}, FaultCase{2, 0x16, Fault::cover_open},
                      FaultCase{2, 0x32, Fault::paper_out}, FaultCase{2, 0x52, Fault::hardware},
                      FaultCase{3, 0x1A, Fault::cutter}, FaultCase{3, 0x32, Fault::hardware},
                      FaultCase{3, 0x52, Fault::overheated}, FaultCase{4, 0x72, Fault::paper_out},
                      FaultCase{4, 0x7E, Fault::paper_out}, FaultCase{4, 0x1E, Fault::none}));

TEST(Condition, ClearsAFaultWhenThePrinterNoLongerTellsIt) {
    Condition condition;
    condition.apply(4, RealtimeReply{0x7E});
    EXPECT_EQ(condition.fault(), Fault::paper_out);
    condition.apply(2, RealtimeReply{0x12});
    condition.apply(4, RealtimeReply{0x12});
    EXPECT_EQ(condition.fault(), Fault::none);
    EXPECT_FALSE(condition.paper_near_end);
}

TEST(Condition, ReadsAutomaticStatus) {
    Condition condition;
    condition.apply(AutoStatus{{0x38, 0x00, 0x00, 0x00}});
    EXPECT_EQ(condition.fault(), Fault::cover_open);
    condition.apply(AutoStatus{{0x18, 0x08, 0x00, 0x00}});
    EXPECT_EQ(condition.fault(), Fault::cutter);
    condition.apply(AutoStatus{{0x10, 0x00, 0x03, 0x00}});
    EXPECT_EQ(condition.fault(), Fault::none);
    EXPECT_TRUE(condition.paper_near_end);
}

TEST(PaperStatusReply, IsBelievedOnlyWhenBothBitsOfEachPairAgree) {
    for (const std::uint8_t good : Bytes{0x00, 0x03, 0x0C, 0x0F}) {
        EXPECT_TRUE(plausible(PaperStatus{good}));
    }
    for (const std::uint8_t bad : Bytes{0x01, 0x02, 0x04, 0x08, 0x20, 0x60}) {
        EXPECT_FALSE(plausible(PaperStatus{bad}));
    }
}

}  // namespace
}  // namespace jiaohao::drivers::printer
