// The journal's small files: whole or not at all, whatever happens to the power. Inside this room a failure
// is the exception FileError.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

class FileError : public std::runtime_error {
  public:
    /// "what path: errno text".
    FileError(int error, std::string_view doing, const std::filesystem::path& path);
    [[nodiscard]] int error() const { return error_; }

  private:
    int error_;
};

/// Temporary file, fsync, rename over `path`, fsync of the folder.
void write_synced(const std::filesystem::path& path, std::string_view bytes);
void sync_folder(const std::filesystem::path& folder);
/// fsync of a file that was written by other means.
void sync_file(const std::filesystem::path& path);
/// Nothing when it is not there, cannot be read, or is larger than `most` bytes.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most);

/// Holds `path` for this process; freed by the kernel however the process ends.
class LockFile {
  public:
    /// JournalError::locked with the holder's process id.
    [[nodiscard]] static Result<LockFile, ports::JournalFailure> take(const std::filesystem::path& path);
    ~LockFile();
    LockFile(LockFile&& other) noexcept;
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    LockFile& operator=(LockFile&&) = delete;

  private:
    explicit LockFile(int fd) : fd_(fd) {}
    int fd_;
};

/// Room set aside: without it SQLite cannot even delete on a full disk.
class Ballast {
  public:
    Ballast(std::filesystem::path path, std::uint64_t bytes) : path_(std::move(path)), bytes_(bytes) {}
    /// Makes it when it is missing and four times its size is free. False: not there.
    bool ensure() const noexcept;
    /// True: room was given back to the disk.
    bool release() const noexcept;

  private:
    std::filesystem::path path_;
    std::uint64_t bytes_;
};

[[nodiscard]] ports::JournalFailure failure_of_errno(int error, std::string detail);

}  // namespace jiaohao::journal
