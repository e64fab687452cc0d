// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

namespace jiaohao::ctl {
namespace {

Result<std::string, std::string> first_line(std::istream& in) {
    // No further than a PIN may be long: the file may be any, also one without an end.
    constexpr std::size_t kMostChars = 64;
    std::string line;
    for (char c = 0; line.size() <= kMostChars && in.get(c) && c != '\n';) {
        line.push_back(c);
    }
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    if (line.empty() || line.size() > kMostChars) {
        return fail(std::string(line.empty() ? "no PIN in it" : "its first line is longer than a PIN"));
    }
    return line;
}

/// The terminal's echo is back whatever happens.
class QuietTerminal {
  public:
    QuietTerminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (fd_ >= 0 && ::tcgetattr(fd_, &before_) == 0) {
            termios quiet = before_;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(fd_, TCSAFLUSH, &quiet);
        }
    }
    ~QuietTerminal() {
        if (fd_ >= 0) {
            ::tcsetattr(fd_, TCSAFLUSH, &before_);
            ::close(fd_);
        }
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    [[nodiscard]] int fd() const { return fd_; }

  private:
    int fd_;
    termios before_{};
};

}  // namespace

Result<std::string, std::string> read_pin(const std::string& file) {
    if (file == "-") {
        return first_line(std::cin);
    }
    std::ifstream in(file);
    if (!in) {
        return fail(file + ": " + std::system_category().message(errno));
    }
    auto line = first_line(in);
    return line ? line : fail(file + ": " + line.error());
}

Result<std::string, std::string> ask_pin(const std::string& prompt) {
    const QuietTerminal terminal;
    if (terminal.fd() < 0) {
        return fail(std::string("no terminal; use --pin-file"));
    }
    const std::string shown = prompt + " ";
    std::string line;
    bool ok = ::write(terminal.fd(), shown.data(), shown.size()) > 0;
    for (char c = 0; ok && c != '\n' && line.size() < 64;) {
        ok = ::read(terminal.fd(), &c, 1) == 1;
        if (ok && c != '\n' && c != '\r') {
            line.push_back(c);
        }
    }
    ok = ::write(terminal.fd(), "\n", 1) == 1 && ok;
    return ok && !line.empty() ? Result<std::string, std::string>(line)
                               : fail(std::string("no PIN was typed"));
}

}  // namespace jiaohao::ctl
