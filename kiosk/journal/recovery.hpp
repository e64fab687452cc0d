// Opening a journal whatever its state: lift an old one, put a damaged one aside, begin a new epoch.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/journal/high_water.hpp"
#include "kiosk/journal/load.hpp"
#include "kiosk/journal/options.hpp"
#include "kiosk/journal/store.hpp"

namespace jiaohao::journal {

/// A journal that was set aside stands in a folder of this name, followed by "<epoch>-<time>".
inline constexpr std::string_view kSetAside = "damaged-";

/// Names inside the journal's folder.
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

struct Opened {
    std::unique_ptr<Store> store;
    Loaded loaded;
};

/// A damaged or foreign file is put aside and a new epoch begun; fails only when the disk or a newer version
/// leaves no choice. `no_later_than`: events after it were refused by a failed commit and are removed.
[[nodiscard]] Result<Opened, ports::JournalFailure> open_or_begin(const Options& options,
                                                                  HighWater& high_water,
                                                                  std::optional<domain::Seq> no_later_than);

[[nodiscard]] ports::JournalFailure failure_of(const sqlite::Error& error, const std::filesystem::path& file);

/// The content of the second file of the last good snapshot.
[[nodiscard]] std::string encode_snapshot_file(const domain::EpochId& epoch, domain::Seq seq,
                                               std::string_view state);

}  // namespace jiaohao::journal
