// One process per store file: a lock file beside it that names the owner.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice {

/// Held until destroyed; the kernel frees it when the process dies, however it dies.
class FileLock {
  public:
    /// Locks `<file>.lock`. Refused (unavailable) with the owner's process id when another has it.
    [[nodiscard]] static Result<FileLock, StoreError> take(const std::filesystem::path& file);
    FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace jiaohao::headoffice
