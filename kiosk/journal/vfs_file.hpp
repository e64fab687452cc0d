// A file read through SQLite's own door to the disk, so that both see the same: also the same bad sectors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace jiaohao::journal {

/// Read-only. One thread.
class VfsFile {
  public:
    enum class Read : std::uint8_t {
        whole,
        /// The file ends before.
        end,
        /// The disk does not give it back.
        unreadable,
    };
    /// `vfs` empty: the system's files. A file that is not there is empty.
    VfsFile(const std::filesystem::path& path, const std::string& vfs);
    ~VfsFile();
    VfsFile(const VfsFile&) = delete;
    VfsFile& operator=(const VfsFile&) = delete;

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Bytes that cannot be read are left as zeros.
    [[nodiscard]] Read read(std::uint64_t offset, unsigned char* to, std::size_t bytes);

  private:
    /// SQLite wants the name to live as long as the file.
    std::string name_;
    std::unique_ptr<std::byte[]> room_;
    sqlite3_file* file_ = nullptr;
    std::uint64_t size_ = 0;
};

}  // namespace jiaohao::journal
