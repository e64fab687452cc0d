// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "tests/crash/journal_rig.hpp"

namespace jiaohao::test {

/// A journal as a killed process leaves it, in a folder of its own, so that it can be hurt again and again.
class KilledJournal {
  public:
    explicit KilledJournal(int commits, bool with_snapshot = true) {
        EXPECT_TRUE(rig_.open());
        rig_.adopt(rig_.start);
        ends_.push_back(domain::Seq{0});
        for (int i = 0; i < commits; ++i) {
            EXPECT_TRUE(rig_.commit(3, with_snapshot && i == commits / 4));
            ends_.push_back(rig_.expected.seq);
        }
    }
    [[nodiscard]] const domain::HallState& expected() const { return rig_.expected; }
    [[nodiscard]] const domain::EpochId& epoch() const { return rig_.start.epoch; }
    /// What was durable after the n-th last commit.
    [[nodiscard]] domain::Seq end(std::size_t before_last) const {
        return ends_[ends_.size() - 1 - before_last];
    }
    void copy_to(const JournalRig& other) const {
        for (const char* name : {"journal.db", "journal.db-wal", "high-water", "snapshot.json"}) {
            if (std::filesystem::exists(rig_.folder() / name)) {
                std::filesystem::copy_file(rig_.folder() / name, other.file(name),
                                           std::filesystem::copy_options::overwrite_existing);
            }
        }
    }
    [[nodiscard]] std::streamoff log_size() const {
        return static_cast<std::streamoff>(std::filesystem::file_size(rig_.folder() / "journal.db-wal"));
    }

  private:
    JournalRig rig_;
    std::vector<domain::Seq> ends_;
};

}  // namespace jiaohao::test
