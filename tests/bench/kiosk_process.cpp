// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/kiosk_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace jiaohao::bench {
namespace {

constexpr std::chrono::seconds kMostToStop{20};

/// The number after `name:` in one of /proc's status files; 0 when the process is gone.
std::uint64_t field_of(const std::filesystem::path& file, const std::string& name) {
    std::ifstream status(file);
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name + ":")) {
            return std::stoull(line.substr(name.size() + 1));
        }
    }
    return 0;
}

}  // namespace

KioskProcess::KioskProcess(const std::filesystem::path& program, const std::filesystem::path& config,
                           const std::filesystem::path& log) {
    const int messages = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (messages < 0 || ::access(program.c_str(), X_OK) != 0) {
        throw std::runtime_error(fmt::format("cannot start {}: {}", program.string(), std::strerror(errno)));
    }
    pid_ = ::fork();
    if (pid_ == 0) {
        // Should the benchmark be killed, it leaves nothing behind.
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::dup2(messages, STDOUT_FILENO);
        ::dup2(messages, STDERR_FILENO);
        ::execl(program.c_str(), program.c_str(), "--config", config.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(messages);
    if (pid_ < 0) {
        throw std::runtime_error(fmt::format("cannot fork: {}", std::strerror(errno)));
    }
}

KioskProcess::~KioskProcess() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

bool KioskProcess::running() {
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
        pid_ = -1;
    }
    return pid_ > 0;
}

bool KioskProcess::stop() {
    if (pid_ <= 0) {
        return false;
    }
    ::kill(pid_, SIGTERM);
    const auto until = std::chrono::steady_clock::now() + kMostToStop;
    while (std::chrono::steady_clock::now() < until) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return false;
}

std::uint64_t KioskProcess::resident_kib() const {
    return field_of(fmt::format("/proc/{}/status", pid_), "VmRSS");
}

std::chrono::nanoseconds KioskProcess::cpu_time() const {
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) {
        throw std::runtime_error("kioskd has gone");
    }
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

std::uint64_t KioskProcess::switches() const {
    std::uint64_t sum = 0;
    std::error_code gone;
    for (const auto& task : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", pid_), gone)) {
        sum += field_of(task.path() / "status", "voluntary_ctxt_switches");
    }
    return sum;
}

}  // namespace jiaohao::bench
