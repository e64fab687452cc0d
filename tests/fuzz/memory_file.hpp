// A file that was never on a disk, for readers that want a path.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::fuzz {

class MemoryFile {
  public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    void fill(ByteView bytes);
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    int fd_;
    std::string path_;
};

}  // namespace jiaohao::fuzz
