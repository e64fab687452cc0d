// Tests that mostly wait for another thread's clock: run in several processes at once, each with its share. With a
// filter or as a share (GTEST_TOTAL_SHARDS) it runs plainly. The last lines are the sums, as ./test reads them.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern char** environ;

namespace {

namespace fs = std::filesystem;
constexpr int kShares = 8;

struct Share {
    pid_t pid = -1;
    fs::path output;
};

Share begin_share(int index, const fs::path& folder, char** argv) {
    Share share;
    share.output = folder / std::to_string(index);
    std::vector<std::string> texts;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        texts.emplace_back(*entry);
    }
    texts.push_back("GTEST_TOTAL_SHARDS=" + std::to_string(kShares));
    texts.push_back("GTEST_SHARD_INDEX=" + std::to_string(index));
    std::vector<char*> environment;
    for (auto& text : texts) {
        environment.push_back(text.data());
    }
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, share.output.c_str(), O_CREAT | O_WRONLY, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    if (posix_spawn(&share.pid, "/proc/self/exe", &actions, nullptr, argv, environment.data()) != 0) {
        share.pid = -1;
    }
    posix_spawn_file_actions_destroy(&actions);
    return share;
}

/// Of the last line that begins so: "[  PASSED  ] 12 tests."
int count_of(const std::string& text, const std::string& word) {
    // The words are filled up to eight characters.
    const std::string start = "[  " + word + std::string(8 - word.size(), ' ') + "] ";
    std::istringstream lines(text);
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        // Others of the same beginning name one test each.
        if (line.starts_with(start) && line.find(" test") != std::string::npos &&
            line.find_first_not_of("0123456789", start.size()) == line.find(" test")) {
            count = std::atoi(line.c_str() + start.size());
        }
    }
    return count;
}

int run_shares(char** argv) {
    std::string pattern = (fs::temp_directory_path() / "jiaohao-shares-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        return 1;
    }
    std::vector<Share> shares;
    for (int i = 0; i < kShares; ++i) {
        shares.push_back(begin_share(i, pattern, argv));
    }
    std::array<int, 3> sums{};
    bool failed = false;
    for (const auto& share : shares) {
        int status = -1;
        const bool ended = share.pid > 0 && waitpid(share.pid, &status, 0) == share.pid;
        failed = failed || !ended || status != 0;
        std::ostringstream text;
        text << std::ifstream(share.output).rdbuf();
        std::fputs(text.str().c_str(), stdout);
        sums[0] += count_of(text.str(), "PASSED");
        sums[1] += count_of(text.str(), "FAILED");
        sums[2] += count_of(text.str(), "SKIPPED");
    }
    fs::remove_all(pattern);
    std::printf("\nin %d processes:\n[  PASSED  ] %d tests.\n", kShares, sums[0]);
    if (sums[2] > 0) {
        std::printf("[  SKIPPED ] %d tests.\n", sums[2]);
    }
    if (failed) {
        std::printf("[  FAILED  ] %d tests.\n", sums[1]);
    }
    return failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool plain = argc > 1 && (std::string(argv[1]).find("filter") != std::string::npos ||
                                    std::string(argv[1]).find("list_tests") != std::string::npos);
    if (!plain && getenv("GTEST_TOTAL_SHARDS") == nullptr) {
        return run_shares(argv);
    }
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
