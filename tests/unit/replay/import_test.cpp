// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/bench/replay_import.hpp"
#include "tests/unit/replay/replay_files.hpp"

namespace jiaohao::bench {
namespace {

constexpr std::int64_t minute = 60'000;
/// 2020-01-07.
constexpr std::int64_t day = 18'268;

class ImportTickets : public ReplayFiles {
  protected:
    Halls halls;
    Dropped dropped;
    std::string error_of(const std::string& text) {
        const auto read = read_tickets(file("e.csv", text), halls, dropped);
        return read ? "" : read.error();
    }
};

TEST_F(ImportTickets, ReadsPlainAndCompressedFiles) {
    const std::string text = std::string(ticket_header) + "H,2020-01-07,568,K,4,490.5,495.25,1,2,10\n";
    for (const std::string& name : {file("a.csv", text), zipped("a.csv.gz", text)}) {
        halls.clear();
        ASSERT_TRUE(read_tickets(name, halls, dropped));
        ASSERT_EQ(halls["H"][day].size(), 1u);
        const TicketRecord& ticket = halls["H"][day][0];
        EXPECT_EQ(ticket.line, "568");
        EXPECT_EQ(ticket.ordinal, 4);
        EXPECT_EQ(ticket.issued_ms, day * 1440 * minute + 490 * minute + minute / 2);
        EXPECT_EQ(ticket.called_ms, day * 1440 * minute + 495 * minute + minute / 4);
        EXPECT_EQ(ticket.counters, 2u);
        EXPECT_EQ(ticket.configured_min, 10);
    }
    EXPECT_TRUE(dropped.causes.empty());
}

TEST_F(ImportTickets, FindsColumnsByNameAndTakesEmptyOnesAsNotRecorded) {
    ASSERT_EQ(
        error_of("ticket,called_min,more,issued_min,date,hall,configured_service_min,open_counters_at_issue,"
                 "queue_id\n7,,x,480,2020-01-07,H,,,Q\n"),
        "");
    const TicketRecord& ticket = halls["H"][day].at(0);
    EXPECT_EQ(ticket.ordinal, 7);
    EXPECT_FALSE(ticket.called_ms);
    EXPECT_EQ(ticket.counters, 0u);
}

TEST_F(ImportTickets, RowsThatCannotBeReplayedAreCountedByCause) {
    const std::string text = std::string(ticket_header) +
                             "H,2020-13-07,1,K,4,490,495,1,2,10\n"
                             "H,2020-01-07,1,K,4,nan,495,1,2,10\n"
                             "H,2020-01-07,1,K,4,490,480,1,2,10\n"
                             "H,2020-01-07,1,K,4\n"
                             "H,2020-01-07,1,K,4,490,inf,1,2,10\n"
                             "H,2020-01-07,1,K,4,490,495,1,-2,10\n"
                             "H,2020-01-07,1,K,4,490,495,1,2,10\n";
    ASSERT_EQ(error_of(text), "");
    EXPECT_EQ(halls["H"][day].size(), 1u);
    ASSERT_EQ(dropped.causes.size(), 2u);
    EXPECT_EQ(dropped.causes["called before it was issued"].rows, 1u);
    EXPECT_NE(dropped.causes["called before it was issued"].first.find("e.csv row 4"), std::string::npos);
    EXPECT_EQ(dropped.causes["a date, time or count that cannot be read"].rows, 5u);
}

TEST_F(ImportTickets, FilesOfAnotherKindAreRefusedByName) {
    EXPECT_NE(error_of("hall,day\nH,1\n").find("e.csv: row 1: no column 'date'; expected are: hall, date"),
              std::string::npos);
    EXPECT_NE(error_of(std::string(ticket_header) + "H,\"2020").find("cut off inside quotes"),
              std::string::npos);
    EXPECT_NE(error_of(std::string(ticket_header) + std::string(5000, 'x') + "\n").find("row 2: longer than"),
              std::string::npos);
    EXPECT_NE(error_of(std::string(ticket_header) + "H,20\"20\n").find("no valid csv"), std::string::npos);
    const auto gone = read_tickets(path("gone.csv"), halls, dropped);
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().find("gone.csv: cannot be opened"), std::string::npos);
}

TEST_F(ImportTickets, ACompressedFileThatIsCutOffIsRefused) {
    std::string text = ticket_header;
    for (int i = 0; i < 3000; ++i) {
        text += "H,2020-01-07,1,K," + std::to_string(i * 7919 % 3001) + ",490,495,1,2,10\n";
    }
    const std::string name = zipped("cut.csv.gz", text);
    std::filesystem::resize_file(name, std::filesystem::file_size(name) / 2);
    const auto read = read_tickets(name, halls, dropped);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().find("damaged or cut off"), std::string::npos) << read.error();
}

class ImportCalls : public ReplayFiles {
  protected:
    Pools pools;
    Dropped dropped;
    static std::string row(const std::string& type, const std::string& vru, const std::string& queue,
                           const std::string& outcome, const std::string& service) {
        return "AA01\t1\t2\t2\t" + type + "\t990201\t7:00:00\t7:00:05\t" + vru + "\t" + queue + "\t" +
               outcome + "\t" + service + "\r\n";
    }
};

TEST_F(ImportCalls, ReadsPoolsAndTimes) {
    const std::string text =
        call_header + row("PS", "5", "7:00:05\t7:01:05\t60", "AGENT", "7:01:04\t7:03:00\t116\tTOVA") +
        row("NE", "5", "0:00:00\t0:00:00\t0", "AGENT", "7:00:05\t7:03:00\t175\tNO_SERVER") +
        row("IN", "5", "23:59:50\t0:00:10\t20", "HANG", "0:00:00\t0:00:00\t0\tNO_SERVER");
    ASSERT_TRUE(read_calls(zipped("c.txt.gz", text), pools, dropped));
    ASSERT_EQ(pools.size(), 3u);
    const CallRecord& main = pools["main"].at(0);
    const std::int64_t midnight = main.day * 1440 * minute;
    EXPECT_EQ(date_text(main.day), "1999-02-01");
    EXPECT_TRUE(main.priority);
    EXPECT_TRUE(main.served);
    EXPECT_EQ(main.queued_ms, midnight + 420 * minute + 5'000);
    EXPECT_EQ(main.left_ms, main.queued_ms + minute);
    EXPECT_EQ(main.start_ms, midnight + 421 * minute + 4'000);
    EXPECT_EQ(main.end_ms, midnight + 423 * minute);
    EXPECT_EQ(main.clerk, "TOVA");
    EXPECT_EQ(pools["stock"].at(0).left_ms, pools["stock"].at(0).queued_ms);
    EXPECT_EQ(pools["stock"].at(0).clerk, "");
    EXPECT_FALSE(pools["internet"].at(0).served);
    EXPECT_EQ(pools["internet"].at(0).left_ms - pools["internet"].at(0).queued_ms, 20'000) << "past midnight";
}

TEST_F(ImportCalls, LeavesOutPhantomsAndNegativeTimesAndCountsThem) {
    const std::string text =
        call_header + row("PS", "-5", "7:00:05\t7:01:05\t60", "AGENT", "7:01:04\t7:03:00\t116\tTOVA") +
        row("PS", "5", "7:00:05\t7:01:05\t-60", "AGENT", "7:01:04\t7:03:00\t116\tTOVA") +
        row("PS", "5", "7:00:05\t7:01:05\t60", "PHANTOM", "7:01:04\t7:03:00\t116\tTOVA") +
        row("PS", "5", "7:0:05\t7:01:05\t60", "AGENT", "7:01:04\t7:03:00\t116\tTOVA") +
        row("PS", "5", "7:00:05\t7:01:05\t60", "AGENT", "7:01:04\t7:03:00\t116") +
        row("PS", "5", "7:00:05\t7:01:05\t60", "AGENT", "0:00:00\t0:00:00\t0\tTOVA");
    ASSERT_TRUE(read_calls(file("c.txt", text), pools, dropped));
    EXPECT_EQ(dropped.causes["a negative time"].rows, 2u);
    EXPECT_EQ(dropped.causes["phantom call"].rows, 1u);
    EXPECT_EQ(dropped.causes["not 17 fields"].rows, 1u);
    EXPECT_EQ(dropped.causes["a date, time or count that cannot be read"].rows, 1u);
    ASSERT_EQ(pools["main"].size(), 1u);
    EXPECT_FALSE(pools["main"][0].served) << "no service has a time";
}

TEST_F(ImportCalls, TheHeaderTellsTheKindOfAFile) {
    EXPECT_EQ(kind_of(file("c.txt", call_header)), FileKind::calls);
    EXPECT_EQ(kind_of(zipped("t.csv.gz", ticket_header)), FileKind::tickets);
    const auto other = kind_of(file("o.csv", "a,b\n"));
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().find("o.csv: the header is neither"), std::string::npos);
    EXPECT_FALSE(kind_of(file("empty.csv", "")));
    EXPECT_FALSE(kind_of(path("gone.csv")));
}

}  // namespace
}  // namespace jiaohao::bench
