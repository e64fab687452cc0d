// What Qt's serial port has no call for, on its file descriptor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace jiaohao::drivers::tty {

/// Bytes the kernel has taken and not yet sent; 0 where it does not tell (a pty).
[[nodiscard]] std::size_t unsent(int fd);
/// Framing and parity errors since the port's driver was loaded; nothing where it does not count.
[[nodiscard]] std::optional<std::uint64_t> receive_errors(int fd);
/// False when another program has locked it (flock, as picocom, minicom and pyserial do). Root passes TIOCEXCL,
/// which Qt sets, but not this.
[[nodiscard]] bool take_alone(int fd);
/// Qt sets IXANY along with XON/XOFF: then a status byte of the device would end its XOFF, and what is sent into its
/// full buffer is lost.
[[nodiscard]] bool only_xon_goes_on(int fd);
/// Drops what has not left: closing a port whose device holds everything back waits 30 s for it otherwise.
void drop_unsent(int fd);

}  // namespace jiaohao::drivers::tty
