// A SQLite VFS over the system's that counts syncs, fails on demand, and remembers what a power cut would
// lose: every write since the last sync of its file is kept, dropped or torn by 512-byte sector, at random.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "kiosk/base/random.hpp"

namespace jiaohao::test {

/// Registered under its name while it lives. Thread-safe.
class FaultVfs {
  public:
    FaultVfs(std::string name, std::uint64_t seed);
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint64_t syncs() const;

    /// Syncs are said to be done and are not: what synchronous=OFF amounts to.
    void ignore_syncs(bool on);
    /// The power goes before the n-th write, truncation, deletion or sync from now; everything fails from
    /// then on.
    void cut_after(std::uint64_t operations);
    [[nodiscard]] bool cut() const;
    /// The next sync of a write-ahead log fails once, as a dying disk does.
    void fail_next_sync();
    /// Reads that touch these bytes of the file whose name ends so fail, as those of a bad sector do.
    void spoil(std::string name_end, std::int64_t from, std::int64_t size);
    /// Writes find the disk full.
    void set_full(bool on);

    /// Puts the files into the state after the cut and the power back on. Every connection must be closed.
    void power_back();

    struct File;

  private:
    friend struct FileMethods;
    struct Op {
        std::int64_t offset = 0;
        std::string bytes;
        bool truncate = false;
    };
    struct BadSector {
        std::string name_end;
        std::int64_t from = 0;
        std::int64_t size = 0;
    };
    struct Image {
        std::string durable;
        std::vector<Op> pending;
    };

    /// SQLITE_OK or what the operation fails with.
    int allow(int failure);
    [[nodiscard]] bool spoilt(const std::string& path, std::int64_t from, std::int64_t size) const;
    void track(const std::string& path);
    void forget(const std::string& path);
    void note(const std::string& path, Op op);
    int sync(const std::string& path);
    static void apply(std::string& image, const Op& op, std::int64_t from, std::int64_t size);
    void apply_torn(std::string& image, const Op& op);

    std::string name_;
    sqlite3_vfs vfs_{};
    sqlite3_vfs* real_;
    mutable std::mutex mutex_;
    SeededRandom random_;
    std::map<std::string, Image> images_;
    std::uint64_t syncs_ = 0;
    std::uint64_t left_ = UINT64_MAX;
    bool ignore_syncs_ = false;
    bool fail_sync_ = false;
    bool full_ = false;
    std::vector<BadSector> bad_;
};

}  // namespace jiaohao::test
