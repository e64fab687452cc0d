// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/pty.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace jiaohao::drivers::sim {
namespace {

namespace fs = std::filesystem;

std::string errno_text() {
    return std::generic_category().message(errno);
}

Result<void, std::string> place_link(const fs::path& link, const std::string& target) {
    std::error_code problem;
    if (fs::exists(fs::symlink_status(link, problem)) && !fs::is_symlink(link, problem)) {
        return fail(fmt::format("{} exists and is no symlink; give another --link", link.string()));
    }
    const fs::path fresh = link.string() + ".new";
    fs::remove(fresh, problem);
    fs::create_symlink(target, fresh, problem);
    if (!problem) {
        // Renamed over the old one, so that a host never sees a moment without either.
        fs::rename(fresh, link, problem);
    }
    if (problem) {
        return fail(fmt::format("cannot make the link {}: {}", link.string(), problem.message()));
    }
    return {};
}

void make_raw(int fd) {
    termios settings{};
    if (tcgetattr(fd, &settings) == 0) {
        cfmakeraw(&settings);
        tcsetattr(fd, TCSANOW, &settings);
    }
}

}  // namespace

Result<Pty, std::string> Pty::open(const fs::path& link) {
    Pty pty;
    pty.master_ = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (pty.master_ < 0 || grantpt(pty.master_) != 0 || unlockpt(pty.master_) != 0) {
        return fail(fmt::format("no pseudo-terminal: {}", errno_text()));
    }
    std::string name(128, '\0');
    if (ptsname_r(pty.master_, name.data(), name.size()) != 0) {
        return fail(fmt::format("no name for the pseudo-terminal: {}", errno_text()));
    }
    name.resize(std::strlen(name.c_str()));
    pty.slave_ = ::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (pty.slave_ < 0) {
        return fail(fmt::format("cannot open {}: {}", name, errno_text()));
    }
    make_raw(pty.slave_);
    if (auto placed = place_link(link, name); !placed) {
        return fail(placed.error());
    }
    pty.slave_name_ = name;
    pty.link_ = link;
    return pty;
}

Pty& Pty::operator=(Pty&& other) noexcept {
    if (this != &other) {
        close();
        master_ = std::exchange(other.master_, -1);
        slave_ = std::exchange(other.slave_, -1);
        slave_name_ = std::exchange(other.slave_name_, {});
        link_ = std::exchange(other.link_, {});
    }
    return *this;
}

std::size_t Pty::waiting() const {
    int count = 0;
    return is_open() && ioctl(master_, FIONREAD, &count) == 0 && count > 0 ? static_cast<std::size_t>(count)
                                                                           : 0;
}

Bytes Pty::read(std::size_t most) {
    Bytes bytes(most);
    const auto got = ::read(master_, bytes.data(), bytes.size());
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
}

std::size_t Pty::write(ByteView bytes) {
    const auto put = is_open() ? ::write(master_, bytes.data(), bytes.size()) : 0;
    return put > 0 ? static_cast<std::size_t>(put) : 0;
}

void Pty::close() {
    std::error_code ignored;
    if (!link_.empty() && fs::read_symlink(link_, ignored) == fs::path(slave_name_)) {
        fs::remove(link_, ignored);
    }
    link_.clear();
    for (int* fd : {&master_, &slave_}) {
        if (*fd >= 0) {
            ::close(std::exchange(*fd, -1));
        }
    }
}

}  // namespace jiaohao::drivers::sim
