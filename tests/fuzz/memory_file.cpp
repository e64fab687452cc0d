// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/memory_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

MemoryFile::MemoryFile()
    : fd_(memfd_create("input", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(fd_)) {
    check(fd_ >= 0, "no memory for a file");
}

MemoryFile::~MemoryFile() {
    close(fd_);
}

void MemoryFile::fill(ByteView bytes) {
    const bool empty = ftruncate(fd_, 0) == 0;
    const auto written = pwrite(fd_, bytes.data(), bytes.size(), 0);
    check(empty && written == static_cast<ssize_t>(bytes.size()), "no memory for a file");
}

}  // namespace jiaohao::fuzz
