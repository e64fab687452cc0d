// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace jiaohao::headoffice {
namespace {

std::string owner_of(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
    std::string owner(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    while (!owner.empty() && owner.back() == '\n') {
        owner.pop_back();
    }
    return owner.empty() ? "unknown" : owner;
}

}  // namespace

Result<FileLock, StoreError> FileLock::take(const std::filesystem::path& file) {
    const std::string name = file.string() + ".lock";
    const int descriptor = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (descriptor < 0) {
        return fail(StoreError{StoreError::Code::unavailable,
                               fmt::format("cannot create {}: {}; make the folder and give it to this user",
                                           name, std::error_code(errno, std::generic_category()).message())});
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string owner = owner_of(descriptor);
        close(descriptor);
        return fail(
            StoreError{StoreError::Code::unavailable,
                       fmt::format("{} is in use by process {}: stop it first, or name another store file",
                                   file.string(), owner)});
    }
    const std::string pid = fmt::format("{}\n", getpid());
    // The process id is a courtesy to whoever is refused; the lock holds without it.
    if (ftruncate(descriptor, 0) == 0) {
        static_cast<void>(!pwrite(descriptor, pid.data(), pid.size(), 0));
    }
    return FileLock(descriptor);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) {
        close(descriptor_);
    }
}

}  // namespace jiaohao::headoffice
