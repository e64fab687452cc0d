// A child process with its standard input and output in our hands; its log goes to a file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"
#include "showroom/reactor.hpp"

namespace jiaohao::showroom {

class Process {
  public:
    struct Setting {
        std::string name;
        std::vector<std::string> command;
        /// Standard error (and output, unless piped) is appended here.
        std::string log;
        /// Standard input and output are pipes; lines of output go to on_line.
        bool piped = false;
        std::vector<std::string> environment;
    };
    [[nodiscard]] static Result<std::unique_ptr<Process>, std::string> start(
        Setting setting, Reactor& reactor, std::function<void(std::string)> on_line);
    /// Ends the child (SIGTERM, then SIGKILL after 5 s) and reaps it.
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// Writes a line to its standard input; false when it is gone.
    bool tell(const std::string& line);
    void signal(int number) const;
    /// SIGTERM, wait up to `patience`, SIGKILL. The exit status text ("exit 0", "signal 9").
    std::string stop(std::chrono::milliseconds patience);
    /// Whether it still runs; reaps it when it ended.
    [[nodiscard]] bool running();
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] const std::string& name() const { return setting_.name; }

  private:
    Process(Setting setting, Reactor& reactor) : setting_(std::move(setting)), reactor_(reactor) {}
    void read_lines(const std::function<void(std::string)>& on_line);
    void close_pipes();
    [[nodiscard]] bool ended_within(std::chrono::milliseconds patience);

    Setting setting_;
    Reactor& reactor_;
    pid_t pid_ = -1;
    int in_ = -1;
    int out_ = -1;
    std::string partial_;
    std::optional<int> status_;
};

}  // namespace jiaohao::showroom
