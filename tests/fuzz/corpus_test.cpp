// Every committed input and a fixed number of mutations of them, through the functions that libFuzzer calls.
// The input at work is always in <build>/fuzz/<target>.input: whatever ends the process, it is found there.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/mutator.hpp"
#include "tests/fuzz/target.hpp"

// No parser has a reason to ask for that much at once.
extern "C" const char* __asan_default_options();   // NOLINT
extern "C" const char* __asan_default_options() {  // NOLINT
    return "max_allocation_size_mb=256";
}

namespace jiaohao::fuzz {

/// For GoogleTest.
void PrintTo(const Target& target, std::ostream* out) {
    *out << target.name;
}

namespace {

namespace fs = std::filesystem;

Bytes read_all(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::vector<fs::path> corpus_files(const Target& target) {
    std::vector<fs::path> files;
    const fs::path folder = fs::path(JIAOHAO_SOURCE_DIR) / "tests/fuzz/corpus" / target.name;
    if (fs::is_directory(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    // Folders are in no order; mutations must be the same everywhere.
    std::sort(files.begin(), files.end());
    return files;
}

class Corpus : public ::testing::TestWithParam<Target> {
  protected:
    void SetUp() override {
        fs::create_directories(last_.parent_path());
        fd_ = open(last_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        ASSERT_GE(fd_, 0) << last_;
        for (const auto& file : corpus_files(GetParam())) {
            corpus_.push_back(read_all(file));
        }
    }
    void TearDown() override {
        close(fd_);
        if (!HasFailure()) {
            fs::remove(last_);
        }
    }
    /// False: it broke a promise, and is kept.
    [[nodiscard]] bool holds(const Bytes& input, const std::string& which) {
        keep_last(input);
        try {
            // Of its own and without spare room: a byte read behind the end is seen.
            GetParam().run(Bytes(input));
            return true;
        } catch (const std::exception& broken) {
            ADD_FAILURE() << which << ": " << broken.what() << "\nthe input is " << last_;
        }
        return false;
    }

    void keep_last(const Bytes& input) {
        // Not a new file for each: that would take longer than most parsers.
        const auto written = pwrite(fd_, input.data(), input.size(), 0);
        ASSERT_EQ(written, static_cast<ssize_t>(input.size()));
        ASSERT_EQ(ftruncate(fd_, written), 0);
    }

    const fs::path last_ = fs::path(JIAOHAO_BINARY_DIR) / "fuzz" / (std::string(GetParam().name) + ".input");
    int fd_ = -1;
    std::vector<Bytes> corpus_;
};

TEST_P(Corpus, KeepsItsPromisesForEveryCommittedInput) {
    ASSERT_FALSE(corpus_.empty()) << "no inputs in tests/fuzz/corpus/" << GetParam().name;
    const auto files = corpus_files(GetParam());
    for (std::size_t i = 0; i < files.size(); ++i) {
        ASSERT_TRUE(holds(corpus_[i], files[i].filename().string()));
    }
    ASSERT_TRUE(holds({}, "nothing at all"));
}

TEST_P(Corpus, KeepsItsPromisesForInputsNearby) {
    ASSERT_FALSE(corpus_.empty()) << "no inputs in tests/fuzz/corpus/" << GetParam().name;
    Mutator mutator(corpus_, 20260122, GetParam().lines);
    for (std::size_t i = 0; i < GetParam().mutations; ++i) {
        ASSERT_TRUE(holds(mutator.next(), "mutation " + std::to_string(i)));
    }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus, ::testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace jiaohao::fuzz
