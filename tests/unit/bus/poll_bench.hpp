// A driver on a real pseudo-terminal against the simulator as a process of its own, in one poll loop.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "drivers/sim/bus/program.hpp"
#include "tests/unit/bus/bench.hpp"

namespace jiaohao::drivers::bus {

class PollTimers final : public Timers {
  public:
    explicit PollTimers(const Clock& clock) : clock_(clock) {}
    [[nodiscard]] Id start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                           std::function<void()> fire) override {
        const auto span = std::max(clock_.to_real(after), least_real);
        due_[{real_.boot() + span, ++last_}] = std::move(fire);
        return last_;
    }
    void cancel(Id id) override {
        std::erase_if(due_, [id](const auto& entry) { return entry.first.second == id; });
    }
    [[nodiscard]] const Clock& clock() const override { return clock_; }
    void fire_due() {
        while (!due_.empty() && due_.begin()->first.first <= real_.boot()) {
            auto node = due_.extract(due_.begin());
            node.mapped()();
        }
    }

  private:
    const Clock& clock_;
    SystemClock real_;
    std::map<std::pair<BootTime, Id>, std::function<void()>> due_;
    Id last_ = 0;
};

/// Opens the path whenever it is there.
class PollLine final : public ByteLine {
  public:
    PollLine(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}
    ~PollLine() override { lose(""); }
    void start(LineListener& listener) override { listener_ = &listener; }
    void stop() override {
        listener_ = nullptr;
        lose("");
    }
    [[nodiscard]] bool write(ByteView bytes) override {
        return fd_ >= 0 && ::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    }
    [[nodiscard]] std::size_t backlog() const override { return 0; }
    [[nodiscard]] bool up() const override { return fd_ >= 0; }
    [[nodiscard]] std::string name() const override { return path_; }

    [[nodiscard]] int fd() const { return fd_; }
    void step() {
        if (fd_ < 0 && listener_ != nullptr) {
            open();
            return;
        }
        std::uint8_t buffer[512];
        const ssize_t count = ::read(fd_, buffer, sizeof buffer);
        if (count > 0) {
            listener_->on_bytes(ByteView{buffer, static_cast<std::size_t>(count)}, clock_.boot());
        } else if (count == 0 || errno != EAGAIN) {
            lose("hung up");
        }
    }

  private:
    void open() {
        fd_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        if (fd_ >= 0) {
            listener_->on_line_up();
        }
    }
    void lose(const std::string& reason) {
        if (fd_ >= 0) {
            ::close(fd_);
            fd_ = -1;
            if (listener_ != nullptr) {
                listener_->on_line_down(reason);
            }
        }
    }
    std::string path_;
    const Clock& clock_;
    LineListener* listener_ = nullptr;
    int fd_ = -1;
};

/// The simulator in a child process, its stdin and stdout at our end.
class SimProcess {
  public:
    explicit SimProcess(std::vector<std::string> arguments) {
        int in[2];
        int out[2];
        EXPECT_EQ(::pipe2(in, O_CLOEXEC), 0);
        EXPECT_EQ(::pipe2(out, O_CLOEXEC | O_NONBLOCK), 0);
        ::signal(SIGPIPE,
                 SIG_IGN);  // a simulator that died is a failed expectation, not the end of the suite
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            ::close(in[1]);
            std::vector<char*> argv;
            for (std::string& argument : arguments) {
                argv.push_back(argument.data());
            }
            ::_exit(run_hall_bus(static_cast<int>(argv.size()), argv.data()));
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = in[1];
        from_ = out[0];
    }
    ~SimProcess() {
        if (child_ > 0) {
            ::kill(child_, SIGTERM);
            static_cast<void>(wait());
        }
        ::close(to_);
        ::close(from_);
    }
    SimProcess(const SimProcess&) = delete;
    SimProcess& operator=(const SimProcess&) = delete;

    void say(const std::string& line) {
        const std::string text = line + "\n";
        EXPECT_EQ(::write(to_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    void read() {
        char buffer[4096];
        for (ssize_t count = 0; (count = ::read(from_, buffer, sizeof buffer)) > 0;) {
            output_.append(buffer, static_cast<std::size_t>(count));
        }
    }
    [[nodiscard]] std::size_t said(const std::string& part) const {
        std::size_t count = 0;
        for (auto at = output_.find(part); at != std::string::npos; at = output_.find(part, at + 1)) {
            ++count;
        }
        return count;
    }
    [[nodiscard]] const std::string& output() const { return output_; }
    [[nodiscard]] int fd() const { return from_; }
    int wait() {
        int status = 0;
        ::waitpid(std::exchange(child_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_ = 0;
    int to_ = -1;
    int from_ = -1;
    std::string output_;
};

}  // namespace jiaohao::drivers::bus
