// A whole hall from the real programs: the books must balance, without and with faults.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

extern char** environ;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kBin = std::string(JIAOHAO_BINARY_DIR) + "/bin/";

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Day : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jh-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override {
        if (HasFailure()) {
            std::cerr << "kept for a look: " << folder_ << "\n" << text_of(folder_ / "out.txt");
        } else {
            fs::remove_all(folder_);
        }
    }
    pid_t start(const std::string& program, const std::vector<std::string>& arguments) {
        std::vector<std::string> all{kBin + program};
        all.insert(all.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (std::string& one : all) {
            pointers.push_back(one.data());
        }
        pointers.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, (folder_ / "out.txt").c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, 0644);
        posix_spawn_file_actions_adddup2(&actions, 1, 2);
        pid_t pid = -1;
        EXPECT_EQ(posix_spawn(&pid, pointers[0], &actions, nullptr, pointers.data(), environ), 0) << all[0];
        posix_spawn_file_actions_destroy(&actions);
        return pid;
    }
    static int wait_for(pid_t pid) {
        int status = 0;
        waitpid(pid, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }
    int run_day(std::vector<std::string> arguments) {
        for (const std::string& one :
             {std::string("--headless"), std::string("--lang"), std::string("en"), std::string("--folder"),
              (folder_ / "hall").string(), std::string("--root"), std::string(JIAOHAO_SOURCE_DIR),
              std::string("--summary"), (folder_ / "summary.json").string()}) {
            arguments.push_back(one);
        }
        return wait_for(start("showroom", arguments));
    }
    [[nodiscard]] json summary() const {
        return json::parse(text_of(folder_ / "summary.json"), nullptr, false);
    }
    [[nodiscard]] std::string output() const { return text_of(folder_ / "out.txt"); }

    fs::path folder_;
};

TEST_F(Day, ASyntheticDayWithoutFaultsBalances) {
    ASSERT_EQ(run_day({"--tickets", "150", "--speed", "900", "--seed", "11"}), 0);
    const json told = summary();
    EXPECT_EQ(told["tickets_issued"], 150);
    EXPECT_EQ(told["papers"]["printed"], 150);
    EXPECT_EQ(told["calls"], 150);
    EXPECT_EQ(told["imbalances"], json::array());
    EXPECT_GT(told["ratings"]["given"], 20);
}

TEST_F(Day, WithEveryFaultTheBooksStillBalance) {
    ASSERT_EQ(run_day({"--tickets", "150", "--speed", "700", "--seed", "12", "--faults", "all"}), 0);
    const json told = summary();
    EXPECT_EQ(told["tickets_issued"], 150);
    EXPECT_EQ(told["numbers_seen_twice"], 0);
    EXPECT_EQ(told["calls_seen_twice"], 0);
    EXPECT_EQ(told["restarts"]["kioskd_killed"], 20);
    EXPECT_EQ(told["restarts"]["headofficed_killed"], 1);
    EXPECT_GT(told["papers"]["not_printed"], 0);
    EXPECT_EQ(told["imbalances"], json::array());
    EXPECT_EQ(told["faults"]["kill"], 20);
    EXPECT_EQ(told["faults"]["headoffice"], 1);
    EXPECT_NE(output().find("head office was killed (1), the hall was killed (20), "), std::string::npos)
        << output();
}

TEST_F(Day, ARecordedDayBalances) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread.
    const char* data = std::getenv("JIAOHAO_DATA");
    if (data == nullptr) {
        GTEST_SKIP() << "JIAOHAO_DATA names no folder with recorded days";
    }
    ASSERT_EQ(run_day({"--replay", std::string(data) + "/warsaw_tickets_dev.csv.gz", "--hall", "UD_Bielany",
                       "--date", "2020-01-07", "--speed", "300"}),
              0);
    const json told = summary();
    EXPECT_EQ(told["tickets_issued"], 989);
    EXPECT_EQ(told["papers"]["printed"], 989);
    EXPECT_EQ(told["served"].get<int>() + told["no_shows"].get<int>(), 989);
    EXPECT_EQ(told["imbalances"], json::array());
}

TEST_F(Day, AReplayThatCannotBeReadSaysWhatToDo) {
    const fs::path file = folder_ / "day.csv";
    std::ofstream(file) << "hall,date\nH,2020\n";
    EXPECT_EQ(run_day({"--replay", file.string(), "--hall", "H", "--date", "2020-01-07"}), 2);
    EXPECT_NE(output().find("day.csv line 1: column 3 should be headed 'queue_id'"), std::string::npos)
        << output();
    EXPECT_EQ(run_day({"--replay", file.string()}), 2);
    EXPECT_NE(output().find("--replay needs --hall and --date"), std::string::npos);
}

TEST_F(Day, CtrlCEndsEverythingCleanly) {
    const pid_t pid =
        start("showroom", {"--headless", "--lang", "en", "--tickets", "50", "--speed", "20", "--folder",
                           (folder_ / "hall").string(), "--root", JIAOHAO_SOURCE_DIR});
    // In the middle of a day, not before it.
    for (int i = 0; i < 600 && !std::regex_search(output(), std::regex("played: [1-9]")); ++i) {
        int status = 0;
        ASSERT_EQ(waitpid(pid, &status, WNOHANG), 0) << output();
        const timespec tick{0, 100'000'000};
        nanosleep(&tick, nullptr);
    }
    kill(pid, SIGINT);
    EXPECT_EQ(wait_for(pid), 0) << output();
    EXPECT_NE(output().find("The books balance"), std::string::npos) << output();
    EXPECT_TRUE(fs::exists(folder_ / "hall/summary.json"));
    EXPECT_NE(output().find("Riverside Service Hall is open"), std::string::npos) << output();
    EXPECT_EQ(output().find("Papers as pictures"), std::string::npos) << "a headless day draws none";
    EXPECT_NE(text_of(folder_ / "hall/kiosk.toml").find("Riverside Service Hall"), std::string::npos);
    const std::string log = text_of(folder_ / "hall/logs/kioskd.log");
    EXPECT_NE(log.find("kioskd.stopped"), std::string::npos) << log;
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder_ / "hall/printer")));
}

/// Processes whose command line names this hall's folder.
std::vector<int> living(const fs::path& hall) {
    std::vector<int> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        const bool number = name.find_first_not_of("0123456789") == std::string::npos;
        if (number && std::stoi(name) != ::getpid() &&
            text_of(entry.path() / "cmdline").find(hall.string()) != std::string::npos) {
            found.push_back(std::stoi(name));
        }
    }
    return found;
}

TEST_F(Day, AHallThatCannotOpenStillLeavesASummaryAndNoProcess) {
    fs::create_directories(folder_ / "bin");
    for (const char* program : {"headofficed", "device-sim"}) {
        fs::create_symlink(kBin + program, folder_ / "bin" / program);
    }
    fs::create_symlink("/bin/false", folder_ / "bin/kioskd");
    EXPECT_EQ(run_day({"--tickets", "10", "--bin", (folder_ / "bin").string()}), 1);
    const json told = summary();
    EXPECT_NE(told["failure"].get<std::string>().find("kioskd did not open its API"), std::string::npos)
        << told;
    EXPECT_EQ(told["imbalances"].size(), 1U) << told;
    EXPECT_EQ(living(folder_), std::vector<int>{});
}

TEST_F(Day, ASecondCtrlCLeavesASummaryTooAndAKilledShowroomNoProcess) {
    for (const int signal : {SIGINT, SIGKILL}) {
        fs::remove(folder_ / "out.txt");
        const fs::path hall = folder_ / std::to_string(signal);
        const pid_t pid = start("showroom", {"--headless", "--lang", "en", "--tickets", "50", "--speed", "10",
                                             "--folder", hall.string(), "--root", JIAOHAO_SOURCE_DIR});
        const timespec tick{0, 100'000'000};
        for (int i = 0; i < 900 && output().find("is open") == std::string::npos; ++i) {
            nanosleep(&tick, nullptr);
        }
        kill(pid, signal);
        for (int i = 0; i < 900 && signal == SIGINT && output().find("Closing") == std::string::npos; ++i) {
            nanosleep(&tick, nullptr);
        }
        kill(pid, signal);
        EXPECT_EQ(wait_for(pid), signal == SIGINT ? 130 : 1000 + SIGKILL) << output();
        for (int i = 0; i < 900 && !living(hall).empty(); ++i) {
            nanosleep(&tick, nullptr);
        }
        EXPECT_EQ(living(hall), std::vector<int>{});
        if (signal == SIGINT) {
            const json told = json::parse(text_of(hall / "summary.json"), nullptr, false);
            EXPECT_EQ(told["failure"], "ended at once by a second signal") << told;
        }
    }
}

TEST_F(Day, ASecondDaemonOnTheSameJournalRefusesAndNamesTheFirst) {
    const pid_t showroom =
        start("showroom", {"--headless", "--lang", "en", "--tickets", "50", "--speed", "10", "--folder",
                           (folder_ / "hall").string(), "--root", JIAOHAO_SOURCE_DIR});
    for (int i = 0; i < 600 && output().find("is open") == std::string::npos; ++i) {
        const timespec tick{0, 100'000'000};
        nanosleep(&tick, nullptr);
    }
    EXPECT_EQ(wait_for(start("kioskd", {"--config", (folder_ / "hall/kiosk.toml").string()})), 1);
    EXPECT_NE(output().find("start.refused"), std::string::npos) << output();
    EXPECT_NE(output().find("process"), std::string::npos) << output();
    kill(showroom, SIGINT);
    EXPECT_EQ(wait_for(showroom), 0);
}

TEST_F(Day, AConfigurationWithMistakesNamesFileLineKeyAndWhatIsAllowed) {
    const fs::path file = folder_ / "kiosk.toml";
    std::ofstream(file) << "[terminal]\nid = \"T 1\"\ncolour = \"red\"\n";
    EXPECT_EQ(wait_for(start("kioskd", {"--config", file.string(), "--check"})), 2);
    EXPECT_NE(output().find("kiosk.toml:2:"), std::string::npos) << output();
    EXPECT_NE(output().find("terminal.colour"), std::string::npos) << output();
}

}  // namespace
