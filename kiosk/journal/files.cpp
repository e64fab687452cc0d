// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace jiaohao::journal {
namespace {

std::string errno_text(int error) {
    return std::error_code(error, std::generic_category()).message();
}

class Fd {
  public:
    Fd(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
        if (fd_ < 0) {
            throw FileError(errno, "opening", path);
        }
    }
    ~Fd() { ::close(fd_); }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

void write_all(const Fd& fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto written = ::write(fd.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            throw FileError(written < 0 ? errno : EIO, "writing", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

FileError::FileError(int error, std::string_view doing, const std::filesystem::path& path)
    : std::runtime_error(fmt::format("{} {}: {}", doing, path.string(), errno_text(error))), error_(error) {}

void sync_folder(const std::filesystem::path& folder) {
    const Fd fd(folder, O_RDONLY | O_DIRECTORY);
    if (::fsync(fd.get()) != 0) {
        throw FileError(errno, "syncing folder", folder);
    }
}

void sync_file(const std::filesystem::path& path) {
    const Fd fd(path, O_RDONLY);
    if (::fsync(fd.get()) != 0) {
        throw FileError(errno, "syncing", path);
    }
}

void write_synced(const std::filesystem::path& path, std::string_view bytes) {
    auto temporary = path;
    temporary += ".new";
    {
        const Fd fd(temporary, O_WRONLY | O_CREAT | O_TRUNC);
        write_all(fd, bytes, temporary);
        if (::fsync(fd.get()) != 0) {
            throw FileError(errno, "syncing", temporary);
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        throw FileError(errno, "renaming to", path);
    }
    sync_folder(path.parent_path());
}

std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return std::nullopt;
    }
    std::string bytes;
    std::string block(1U << 16U, '\0');
    ssize_t got = 0;
    while (bytes.size() <= most && (got = ::read(fd, block.data(), block.size())) > 0) {
        bytes.append(block, 0, static_cast<std::size_t>(got));
    }
    ::close(fd);
    if (got < 0 || bytes.size() > most) {
        return std::nullopt;
    }
    return bytes;
}

Result<LockFile, ports::JournalFailure> LockFile::take(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
        return fail(failure_of_errno(errno, fmt::format("{}: {}", path.string(), errno_text(errno))));
    }
    LockFile lock(fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        std::string holder(16, '\0');
        const auto got = ::pread(fd, holder.data(), holder.size(), 0);
        holder.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return fail(
            ports::JournalFailure{ports::JournalError::locked,
                                  fmt::format("{} is held by process {}: stop it first", path.string(),
                                              holder.empty() ? "?" : holder.substr(0, holder.find('\n')))});
    }
    const std::string pid = fmt::format("{}\n", ::getpid());
    // Only for people to read: the lock holds without it.
    static_cast<void>(!::ftruncate(fd, 0));
    static_cast<void>(!::pwrite(fd, pid.data(), pid.size(), 0));
    return lock;
}

LockFile::LockFile(LockFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

LockFile::~LockFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

bool Ballast::ensure() const noexcept {
    std::error_code error;
    if (std::filesystem::file_size(path_, error) >= bytes_ && !error) {
        return true;
    }
    struct statvfs disk {};
    if (::statvfs(path_.parent_path().c_str(), &disk) != 0 ||
        static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize < 4 * bytes_) {
        return false;
    }
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
        return false;
    }
    const bool made = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes_)) == 0;
    ::close(fd);
    if (!made) {
        release();
    }
    return made;
}

bool Ballast::release() const noexcept {
    return ::unlink(path_.c_str()) == 0;
}

ports::JournalFailure failure_of_errno(int error, std::string detail) {
    using ports::JournalError;
    if (error == ENOSPC || error == EDQUOT) {
        return {JournalError::full, std::move(detail) + "; make room on this disk"};
    }
    if (error == EROFS || error == EACCES || error == EPERM || error == ENOENT || error == ENOTDIR) {
        return {JournalError::unwritable, std::move(detail) + "; give this user a writable folder"};
    }
    return {JournalError::failed, std::move(detail)};
}

}  // namespace jiaohao::journal
