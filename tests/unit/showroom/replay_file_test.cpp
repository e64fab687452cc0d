// SPDX-License-Identifier: Apache-2.0
#include "showroom/replay_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "showroom/synthetic_day.hpp"

namespace jiaohao::showroom {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHeader =
    "hall,date,queue_id,letter,ticket,issued_min,called_min,ahead_at_issue,open_counters_at_issue,"
    "configured_service_min\n";

class ReplayFile : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("jiaohao-replay-" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string plain(const std::string& text) {
        const fs::path path = folder_ / "day.csv";
        std::ofstream(path) << text;
        return path.string();
    }
    std::string zipped(const std::string& text) {
        const fs::path path = folder_ / "day.csv.gz";
        gzFile file = gzopen(path.c_str(), "wb");
        gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
        gzclose(file);
        return path.string();
    }
    static std::string error_of(const std::string& path) {
        const auto day = read_recorded_day(path, "H", "2020-01-07");
        return day ? "" : day.error();
    }
    fs::path folder_;
};

TEST_F(ReplayFile, ReadsOneHallAndDateInOrderOfIssue) {
    const std::string text = std::string(kHeader) +
                             "H,2020-01-07,168,K,4,490.5,495,1,2,10\n"
                             "H,2020-01-07,168,K,3,479.31,480,0,1,10\n"
                             "H,2020-01-08,168,K,5,479,480,0,1,10\n"
                             "X,2020-01-07,168,K,6,479,480,0,1,10\n";
    for (const std::string& path : {plain(text), zipped(text)}) {
        const auto day = read_recorded_day(path, "H", "2020-01-07");
        ASSERT_TRUE(day) << day.error();
        ASSERT_EQ(day->tickets.size(), 2U);
        EXPECT_EQ(day->tickets[0].number, "3");
        EXPECT_DOUBLE_EQ(day->tickets[0].issued_min, 479.31);
        EXPECT_EQ(day->tickets[1].open_counters, 2U);
    }
}

TEST_F(ReplayFile, NamesFileLineAndColumnOfWhatIsWrong) {
    const auto wrong = [&](const std::string& row) { return error_of(plain(kHeader + row + "\n")); };
    EXPECT_NE(wrong("H,2020-01-07,168,K,4,x,495,1,2,10").find("line 2: column issued_min: 'x'"),
              std::string::npos);
    EXPECT_NE(wrong("H,2020-01-07,168,K,4,490,nan,1,2,10").find("column called_min"), std::string::npos);
    EXPECT_NE(wrong("H,2020-01-07,168,K,4,490,480,1,2,10").find("before issued"), std::string::npos);
    EXPECT_NE(wrong("H,2020-01-07,168,K,4,490,495,1,2").find("9 columns"), std::string::npos);
    EXPECT_NE(wrong("H,2020-01-07,16 8\",K,4,490,495,1,2,10").find("line 2"), std::string::npos);
    EXPECT_NE(wrong("H,2020-01-07,168,\"\nrm\",4,490,495,1,2,10").find("column letter"), std::string::npos);
    EXPECT_NE(error_of(plain("hall,day\n")).find("should be headed 'date'"), std::string::npos);
    EXPECT_NE(error_of(plain("")).find("no hall 'H'"), std::string::npos);
}

TEST_F(ReplayFile, SaysWhichHallsAndDatesThereAre) {
    const std::string path = plain(std::string(kHeader) + "A,2020-01-07,1,K,4,490,495,1,2,10\n");
    EXPECT_NE(read_recorded_day(path, "B", "2020-01-07").error().find("it holds: A"), std::string::npos);
    EXPECT_NE(read_recorded_day(path, "A", "2020-01-09").error().find("it has: 2020-01-07"),
              std::string::npos);
}

TEST_F(ReplayFile, ADamagedOrCutOffArchiveIsSaidSo) {
    std::string text = kHeader;
    for (int i = 0; i < 5000; ++i) {
        text += "H,2020-01-07,168,K," + std::to_string(i * 7919 % 5003) + ",490,495,1,2,10\n";
    }
    const std::string path = zipped(text);
    fs::resize_file(path, fs::file_size(path) / 2);
    EXPECT_NE(error_of(path).find("damaged or cut off"), std::string::npos);
}

TEST_F(ReplayFile, AnEndlessLineIsRefused) {
    EXPECT_NE(error_of(plain(kHeader + std::string(100'000, 'x') + ",1\n")).find("longer than"),
              std::string::npos);
    EXPECT_NE(error_of(plain(kHeader + std::string(100'000, ',') + "\n")).find("longer than"),
              std::string::npos);
}

TEST_F(ReplayFile, AMissingFileIsAnError) {
    EXPECT_NE(error_of("/nowhere/day.csv").find("cannot be opened"), std::string::npos);
}

TEST_F(ReplayFile, AMadeUpDaySurvivesTheWayThroughAFile) {
    const RecordedDay made = make_synthetic_day({.seed = 3, .tickets = 50});
    const std::string path = (folder_ / "made.csv").string();
    ASSERT_TRUE(write_recorded_day(path, made));
    const auto read = read_recorded_day(path, made.hall, made.date);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->tickets.size(), 50U);
}

}  // namespace
}  // namespace jiaohao::showroom
