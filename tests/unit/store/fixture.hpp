// A store in a folder of its own, and batches of well-formed events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "headoffice/store/sqlite_store.hpp"

namespace jiaohao::headoffice::testing {

class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

struct Source {
    std::string hall = "north";
    std::string terminal = "t1";
    std::string epoch = "0f0e0d0c-0000-4000-8000-000000000001";
};

/// Event `seq` of the source; the same call makes the same event. `variant` makes another event at the same
/// place.
[[nodiscard]] domain::RecordedEvent event_at(const Source& source, std::uint64_t seq, unsigned variant = 0);
[[nodiscard]] IncomingEvent incoming(const domain::RecordedEvent& event);
[[nodiscard]] IncomingEvent unreadable(std::uint64_t seq, const std::string& text);
/// Events first..last.
[[nodiscard]] IngestBatch batch_of(const Source& source, std::uint64_t first, std::uint64_t last,
                                   unsigned variant = 0);

/// Commits at once, so that tests do not wait for company.
[[nodiscard]] SqliteStoreOptions options_for(const std::filesystem::path& file);
/// Fails the test when the file does not open.
[[nodiscard]] std::unique_ptr<SqliteStore> open_store(const std::filesystem::path& file);

}  // namespace jiaohao::headoffice::testing
