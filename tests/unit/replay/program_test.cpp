// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "tests/support/run_program.hpp"
#include "tests/unit/replay/replay_files.hpp"

namespace jiaohao::bench {
namespace {

class ReplayProgram : public ReplayFiles {
  protected:
    static test::Ran run(const std::string& arguments) {
        return test::run_program(std::string(JIAOHAO_BINARY_DIR) + "/bin/replay_waits " + arguments +
                                 " 2>&1");
    }
    /// `days` of one line, everybody called two minutes after the one before.
    static std::string tickets(int first_day, int days) {
        std::ostringstream text;
        text << ticket_header;
        for (int day = first_day; day < first_day + days; ++day) {
            for (int n = 1; n <= 60; ++n) {
                text << "H,2020-03-" << (day < 10 ? "0" : "") << day << ",1,A," << n << ',' << 480 + n << ','
                     << 481 + 2 * n << ",0,1,10\n";
            }
        }
        return text.str();
    }
    static std::string calls(const std::string& month) {
        std::ostringstream text;
        text << call_header;
        for (int n = 10; n < 60; ++n) {
            text << "AA01\t1\t2\t0\tPS\t99" << month << "01\t7:00:00\t7:00:05\t5\t7:" << n << ":00\t7:" << n
                 << ":30\t30\tAGENT\t7:" << n << ":30\t7:" << n << ":55\t25\tTOVA\r\n";
        }
        return text.str();
    }
};

TEST_F(ReplayProgram, PrintsFiguresOfEveryMethodWithTheLimitsAndWritesThemAsJson) {
    const auto ran =
        run("--tickets " + zipped("t.csv.gz", tickets(1, 9)) + " --bank " + file("feb.txt", calls("02")) +
            " --warm " + file("jan.txt", calls("01")) + " --json " + path("o.json"));
    ASSERT_EQ(ran.code, 0) << ran.output;
    EXPECT_NE(
        ran.output.find("Tickets of 2020-03-01, cold start (minutes; relative error of waits of at least 5 "
                        "min; n = 59)"),
        std::string::npos)
        << ran.output;
    EXPECT_NE(ran.output.find("limit: MAE at most 45.0 s"), std::string::npos);
    const auto all = nlohmann::json::parse(std::ifstream(path("o.json")));
    ASSERT_EQ(all["populations"].size(), 6u);
    EXPECT_EQ(all["populations"][0]["id"], "calls/main");
    EXPECT_EQ(all["populations"][0]["n"], 50);
    EXPECT_EQ(all["populations"][0]["unit"], "s");
    EXPECT_EQ(all["populations"][0]["limits"][0]["verdict"], "met");
    EXPECT_EQ(all["populations"][1]["limits"][0]["verdict"], "no data");
    EXPECT_EQ(all["populations"][3]["id"], "tickets/warm");
    EXPECT_EQ(all["populations"][3]["n"], 2 * 59);
    for (const char* method : {"configured", "mean", "LES", "HOL", "QL", "geometric mean", "estimator"}) {
        const auto& figures = all["populations"][3]["methods"][method];
        for (const char* figure :
             {"n", "mae", "rmse", "median_relative_error", "median_relative_error_n", "p90_coverage"}) {
            EXPECT_TRUE(figures[figure].is_number()) << method << " " << figure;
        }
    }
}

TEST_F(ReplayProgram, WarmFilesAreLearntFromAndNotScored) {
    const auto ran = run("--tickets " + file("b.csv", tickets(5, 3)) + " --warm " +
                         file("a.csv", tickets(1, 4)) + " --json " + path("o.json"));
    ASSERT_EQ(ran.code, 0) << ran.output;
    const auto all = nlohmann::json::parse(std::ifstream(path("o.json")));
    EXPECT_EQ(all["populations"][0]["id"], "tickets/warm");
    EXPECT_EQ(all["populations"][0]["n"], 3 * 59);
}

TEST_F(ReplayProgram, WhatIsWrongIsNamed) {
    const auto none = run("");
    EXPECT_EQ(none.code, 2);
    EXPECT_NE(none.output.find("--tickets or --bank"), std::string::npos) << none.output;
    const auto gone = run("--tickets " + path("gone.csv"));
    EXPECT_EQ(gone.code, 1);
    EXPECT_NE(gone.output.find("gone.csv: cannot be opened"), std::string::npos) << gone.output;
    const auto empty = run("--tickets " + file("e.csv", ticket_header));
    EXPECT_EQ(empty.code, 1);
    EXPECT_NE(empty.output.find("no row"), std::string::npos) << empty.output;
    const auto late =
        run("--tickets " + file("a.csv", tickets(1, 2)) + " --warm " + file("b.csv", tickets(2, 2)));
    EXPECT_EQ(late.code, 1);
    EXPECT_NE(late.output.find("would be told by what came after it"), std::string::npos) << late.output;
    const auto other = run("--tickets " + file("t.csv", tickets(1, 1)) + " --warm " + file("x.csv", "a,b\n"));
    EXPECT_EQ(other.code, 1);
    EXPECT_NE(other.output.find("x.csv: the header is neither"), std::string::npos) << other.output;
    const auto folder = run("--tickets " + file("u.csv", tickets(1, 1)) + " --json /nowhere/o.json");
    EXPECT_EQ(folder.code, 1);
    EXPECT_NE(folder.output.find("/nowhere/o.json: cannot be written"), std::string::npos) << folder.output;
}

}  // namespace
}  // namespace jiaohao::bench
