// Names inside the journal's folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace jiaohao::journal {

struct Places {
    explicit Places(const std::filesystem::path& folder)
        : database(folder / "journal.db"),
          high_water(folder / "high-water"),
          snapshot(folder / "snapshot.json"),
          ballast(folder / "ballast"),
          lock(folder / "lock"),
          old(folder / "old") {}
    std::filesystem::path database;
    std::filesystem::path high_water;
    std::filesystem::path snapshot;
    std::filesystem::path ballast;
    std::filesystem::path lock;
    std::filesystem::path old;
};

}  // namespace jiaohao::journal
