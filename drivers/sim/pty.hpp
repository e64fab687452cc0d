// A pseudo-terminal behind a stable path, as a USB serial port behind its udev link.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

/// Movable handle. The link is taken away when the pty goes, as at unplugging; the host then sees a hang-up.
class Pty {
  public:
    /// Makes `link` a symlink to the new slave, replacing an older symlink (never a file of another kind).
    [[nodiscard]] static Result<Pty, std::string> open(const std::filesystem::path& link);

    Pty() = default;
    ~Pty() { close(); }
    Pty(Pty&& other) noexcept { *this = std::move(other); }
    Pty& operator=(Pty&& other) noexcept;
    Pty(const Pty&) = delete;
    Pty& operator=(const Pty&) = delete;

    [[nodiscard]] bool is_open() const { return master_ >= 0; }
    /// To poll for input.
    [[nodiscard]] int fd() const { return master_; }
    [[nodiscard]] const std::string& slave() const { return slave_name_; }
    /// Bytes the host has written and nobody has taken.
    [[nodiscard]] std::size_t waiting() const;
    /// Never blocks; at most `most` bytes.
    [[nodiscard]] Bytes read(std::size_t most);
    /// Never blocks; what the host does not take is lost, as on a wire. Returns the bytes taken.
    std::size_t write(ByteView bytes);
    void close();

  private:
    int master_ = -1;
    /// Held open so that a host closing its end is no hang-up for us.
    int slave_ = -1;
    std::string slave_name_;
    std::filesystem::path link_;
};

}  // namespace jiaohao::drivers::sim
