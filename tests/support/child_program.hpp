// A program started beside the test or benchmark: told things on its standard input, ended by a signal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace jiaohao::test {

class Child {
  public:
    /// `words`: the program's path and its arguments. What it says is added to `log`. Throws std::runtime_error.
    Child(std::vector<std::string> words, const std::string& log) {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe for " + words.at(0));
        }
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(ends[0], STDIN_FILENO);
            const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
            ::dup2(file, STDOUT_FILENO);
            ::dup2(file, STDERR_FILENO);
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        ::close(ends[0]);
        input_ = ends[1];
        if (pid_ < 0) {
            ::close(input_);
            throw std::runtime_error("cannot start " + words.at(0));
        }
    }
    ~Child() { end(SIGTERM); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void say(const std::string& line) const {
        const std::string whole = line + "\n";
        if (::write(input_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) {
            throw std::runtime_error("the program does not listen to: " + line);
        }
    }
    /// Lives on: SIGSTOP, SIGCONT.
    void signal(int number) const {
        if (pid_ > 0) {
            ::kill(pid_, number);
        }
    }
    /// Never with the id of nobody: kill(-1) would end every process of this user.
    void end(int signal) {
        if (pid_ > 0) {
            ::kill(pid_, signal);
            ::waitpid(pid_, nullptr, 0);
            ::close(input_);
            pid_ = -1;
        }
    }

  private:
    pid_t pid_ = -1;
    int input_ = -1;
};

}  // namespace jiaohao::test
