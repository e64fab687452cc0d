// How a simulator is told what to do and says what happens: lines on stdin, JSON lines on stdout.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace jiaohao::drivers::sim {

/// Whole lines on stdout, flushed, from any thread.
class EventWriter {
  public:
    void line(const std::string& json);

  private:
    std::mutex mutex_;
};

/// Reads stdin (when `stdin_too`) and SIGTERM/SIGINT on a thread of its own. block_signals() must have been
/// called before any thread was made.
class Control {
  public:
    /// `command` gets each line and gives the answer for stdout ("" for none); `quit` is called on "quit",
    /// end of input or a signal. Both on the control thread.
    Control(bool stdin_too, EventWriter& out, std::function<std::string(const std::string&)> command,
            std::function<void()> quit);
    ~Control();
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    static void block_signals();

  private:
    void run();
    bool read_input();

    bool stdin_too_;
    EventWriter& out_;
    std::function<std::string(const std::string&)> command_;
    std::function<void()> quit_;
    int stop_fd_;
    int signal_fd_;
    std::string pending_;
    std::thread thread_;
};

}  // namespace jiaohao::drivers::sim
