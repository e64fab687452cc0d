// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/vfs_file.hpp"

#include <cerrno>
#include <cstring>

#include "kiosk/journal/files.hpp"

namespace jiaohao::journal {

VfsFile::VfsFile(const std::filesystem::path& path, const std::string& vfs) : name_(path.string()) {
    if (!std::filesystem::exists(path)) {
        return;
    }
    sqlite3_vfs* const door = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
    // SQLite's names end with two zeros.
    name_.push_back('\0');
    room_ = std::make_unique<std::byte[]>(static_cast<std::size_t>(door->szOsFile));
    file_ = reinterpret_cast<sqlite3_file*>(room_.get());
    int flags = 0;
    // Not as a log: that door opens only where the log's database still stands.
    if (door->xOpen(door, name_.c_str(), file_, SQLITE_OPEN_READONLY | SQLITE_OPEN_SUPER_JOURNAL, &flags) !=
        SQLITE_OK) {
        file_ = nullptr;
        throw FileError(errno, "cannot open", path);
    }
    sqlite3_int64 size = 0;
    if (file_->pMethods->xFileSize(file_, &size) == SQLITE_OK) {
        size_ = static_cast<std::uint64_t>(size);
    }
}

VfsFile::~VfsFile() {
    if (file_ != nullptr) {
        file_->pMethods->xClose(file_);
    }
}

VfsFile::Read VfsFile::read(std::uint64_t offset, unsigned char* to, std::size_t bytes) {
    std::memset(to, 0, bytes);
    if (offset + bytes > size_) {
        return Read::end;
    }
    const int code =
        file_->pMethods->xRead(file_, to, static_cast<int>(bytes), static_cast<sqlite3_int64>(offset));
    if (code == SQLITE_OK) {
        return Read::whole;
    }
    std::memset(to, 0, bytes);
    return code == SQLITE_IOERR_SHORT_READ ? Read::end : Read::unreadable;
}

}  // namespace jiaohao::journal
