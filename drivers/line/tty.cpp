// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/tty.hpp"

#include <linux/serial.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>

namespace jiaohao::drivers::tty {

std::size_t unsent(int fd) {
    int waiting = 0;
    return ioctl(fd, TIOCOUTQ, &waiting) == 0 && waiting > 0 ? static_cast<std::size_t>(waiting) : 0;
}

std::optional<std::uint64_t> receive_errors(int fd) {
    serial_icounter_struct counted{};
    if (ioctl(fd, TIOCGICOUNT, &counted) != 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(counted.frame)) +
           static_cast<std::uint32_t>(counted.parity);
}

bool take_alone(int fd) {
    // A file system that knows no locks is no reason to stay closed.
    return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

bool only_xon_goes_on(int fd) {
    termios port{};
    if (tcgetattr(fd, &port) != 0) {
        return false;
    }
    port.c_iflag &= ~static_cast<tcflag_t>(IXANY);
    return tcsetattr(fd, TCSANOW, &port) == 0;
}

void drop_unsent(int fd) {
    tcflush(fd, TCOFLUSH);
}

}  // namespace jiaohao::drivers::tty
