// Head office's embedded store: one SQLite file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice {

struct SqliteStoreOptions {
    std::filesystem::path file;
    /// Largest size of the file; 0: no quota. Beyond it, and while the partition has less than
    /// `least_free_bytes` left, writes are refused as StoreError::full and reads go on.
    std::uint64_t quota_bytes = 0;
    std::uint64_t least_free_bytes = 64ULL << 20U;
    /// How long a commit collects further batches (real time), and how many at most.
    std::chrono::milliseconds collect{20};
    std::size_t collect_most = 64;
};

/// One writer thread does all writes and checkpoints; readers use read-only connections of their own. Keeps
/// `<file>.lock` while open: a second process is refused with the owner's process id.
class SqliteStore : public Store, public Fleet {
  public:
    using IngestDone = std::function<void(Result<IngestAnswer, StoreError>)>;

    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>, StoreError> open(
        const SqliteStoreOptions& options);

    /// As ingest(), without blocking: `done` is called once, on the writer thread or at once on the caller's,
    /// and must not call back into the store.
    virtual void ingest_async(IngestBatch batch, IngestDone done) = 0;
    /// As record(), without blocking.
    virtual void record_async(Contact contact,
                              std::function<void(Result<ContactAnswer, StoreError>)> done) = 0;
};

}  // namespace jiaohao::headoffice
