// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/pty_link.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <system_error>

namespace jiaohao::drivers::sim_bus {
namespace {

std::string errno_text() {
    return std::error_code(errno, std::generic_category()).message();
}

/// Raw, so that the line discipline of a host that sets nothing does not echo our frames back.
bool make_raw(const std::string& slave) {
    const int fd = ::open(slave.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    termios setting{};
    bool done = ::tcgetattr(fd, &setting) == 0;
    ::cfmakeraw(&setting);
    done = done && ::tcsetattr(fd, TCSANOW, &setting) == 0;
    ::close(fd);
    return done;
}

/// By rename, so that a host never finds the link missing or half made.
std::string put_link(const std::string& slave, const std::filesystem::path& link) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(link, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_symlink(status)) {
        return fmt::format("{} is there and is no symbolic link", link.string());
    }
    auto fresh = link;
    fresh += fmt::format(".{}", ::getpid());
    std::filesystem::remove(fresh, error);
    std::filesystem::create_symlink(slave, fresh, error);
    if (!error) {
        std::filesystem::rename(fresh, link, error);
    }
    return error ? fmt::format("{}: {}", link.string(), error.message()) : "";
}

}  // namespace

Result<std::unique_ptr<PtyLink>, std::string> PtyLink::plug_in(const std::filesystem::path& link) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) {
        return fail(fmt::format("no pseudo-terminal: {}", errno_text()));
    }
    std::array<char, 128> name{};
    if (::grantpt(master) != 0 || ::unlockpt(master) != 0 ||
        ::ptsname_r(master, name.data(), name.size()) != 0 || !make_raw(name.data())) {
        const std::string text = errno_text();
        ::close(master);
        return fail(fmt::format("pseudo-terminal cannot be set up: {}", text));
    }
    if (const std::string wrong = put_link(name.data(), link); !wrong.empty()) {
        ::close(master);
        return fail(wrong);
    }
    return std::unique_ptr<PtyLink>(new PtyLink(master, name.data(), link));
}

PtyLink::PtyLink(int master, std::string slave, std::filesystem::path link)
    : master_(master), slave_(std::move(slave)), link_(std::move(link)) {}

PtyLink::~PtyLink() {
    std::error_code error;
    if (std::filesystem::read_symlink(link_, error) == slave_) {
        std::filesystem::remove(link_, error);
    }
    ::close(master_);
}

bool PtyLink::host_present() const {
    pollfd state{master_, POLLIN, 0};
    return ::poll(&state, 1, 0) >= 0 && (state.revents & POLLHUP) == 0;
}

Bytes PtyLink::read() {
    Bytes bytes(4096);
    const ssize_t count = ::read(master_, bytes.data(), bytes.size());
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
}

void PtyLink::write(ByteView bytes) {
    if (!bytes.empty() && host_present()) {
        [[maybe_unused]] const ssize_t taken = ::write(master_, bytes.data(), bytes.size());
    }
}

}  // namespace jiaohao::drivers::sim_bus
