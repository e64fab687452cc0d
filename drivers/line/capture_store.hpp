// Writes recordings of lines to files without ever holding up who records.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "drivers/line/capture.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::drivers::capture {

struct Limits {
    std::filesystem::path folder;
    /// A file that has reached this is followed by the next.
    std::uint64_t file_bytes = std::uint64_t{4} << 20U;
    /// Kept for each line; the oldest go. At least 1.
    std::uint32_t files = 8;
    /// What may wait for the disk, over all lines. Records beyond it are dropped and counted in the file.
    std::size_t buffer_bytes = std::size_t{1} << 20U;
};

/// Thread-safe. All calls return at once; a thread of its own does the writing. Nothing is opened or made before the
/// first open().
class Store {
  public:
    Store(Limits limits, Log log);
    /// Writes what waits; blocks on the disk.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Begins a recording of header.line in a new file, ending one under way.
    void open(Header header);
    void put(const std::string& line, Record record);
    void close(const std::string& line);

    struct Status {
        bool recording = false;
        /// The file written last; empty before the first byte reached the disk.
        std::string file;
        /// Written to files, and dropped for want of room in the buffer, since the recording began.
        std::uint64_t bytes = 0;
        std::uint64_t dropped_records = 0;
        /// Why nothing is written any more ("/x: No space left on device"); empty when all is well.
        std::string trouble;
    };
    [[nodiscard]] Status status(const std::string& line) const;
    [[nodiscard]] const Limits& limits() const;

  private:
    class Writer;
    std::unique_ptr<Writer> writer_;
};

}  // namespace jiaohao::drivers::capture
