// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/control.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace jiaohao::drivers::sim {
namespace {

constexpr std::size_t kLongestLine = 4096;

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

void EventWriter::line(const std::string& json) {
    const std::lock_guard lock(mutex_);
    std::fwrite(json.data(), 1, json.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

void Control::block_signals() {
    const auto set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

Control::Control(bool stdin_too, EventWriter& out, std::function<std::string(const std::string&)> command,
                 std::function<void()> quit)
    : stdin_too_(stdin_too),
      out_(out),
      command_(std::move(command)),
      quit_(std::move(quit)),
      stop_fd_(eventfd(0, EFD_CLOEXEC)) {
    const auto set = ending_signals();
    signal_fd_ = signalfd(-1, &set, SFD_CLOEXEC);
    thread_ = std::thread([this] { run(); });
}

Control::~Control() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto put = ::write(stop_fd_, &one, sizeof one);
    thread_.join();
    ::close(stop_fd_);
    ::close(signal_fd_);
}

void Control::run() {
    for (;;) {
        std::array<pollfd, 3> wait{pollfd{stop_fd_, POLLIN, 0}, pollfd{signal_fd_, POLLIN, 0},
                                   pollfd{stdin_too_ ? STDIN_FILENO : -1, POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), -1) < 0) {
            continue;
        }
        if (wait[0].revents != 0) {
            return;
        }
        if (wait[1].revents != 0 || (wait[2].revents != 0 && !read_input())) {
            quit_();
            return;
        }
    }
}

bool Control::read_input() {
    std::array<char, 1024> room{};
    const auto got = ::read(STDIN_FILENO, room.data(), room.size());
    if (got <= 0) {
        return false;
    }
    pending_.append(room.data(), static_cast<std::size_t>(got));
    for (auto end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
        const std::string line = pending_.substr(0, end);
        pending_.erase(0, end + 1);
        if (line == "quit") {
            return false;
        }
        if (const auto answer = line.empty() ? std::string{} : command_(line); !answer.empty()) {
            out_.line(answer);
        }
    }
    if (pending_.size() > kLongestLine) {
        pending_.clear();
        out_.line(R"({"error":"line too long"})");
    }
    return true;
}

}  // namespace jiaohao::drivers::sim
