// The files of one line's recordings: numbered, bounded, the oldest go. Blocks on the disk. Only for capture_store.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <string>

#include "drivers/line/capture_store.hpp"

namespace jiaohao::drivers::capture {

class Ring {
  public:
    Ring(const Limits& limits, Header header) : limits_(limits), header_(std::move(header)) {}

    /// "" or why it could not be written.
    [[nodiscard]] std::string write(const std::string& text);
    [[nodiscard]] std::string flush();
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    [[nodiscard]] std::string next_file();

    const Limits& limits_;
    Header header_;
    std::ofstream out_;
    std::string file_;
    std::uint64_t in_file_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace jiaohao::drivers::capture
