// SPDX-License-Identifier: Apache-2.0
#include "showroom/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace jiaohao::showroom {
namespace {

constexpr std::size_t kMostLineBytes = 1U << 20U;

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

std::string error_text(int error) {
    return std::error_code(error, std::generic_category()).message();
}

/// How a child starts: in a group of its own, so that Ctrl-C in the terminal reaches only us and we end the
/// children in order; and with none of the signals that we block or ignore.
class Attributes {
  public:
    Attributes() {
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(&attributes_,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        sigset_t pipe_only;
        sigemptyset(&pipe_only);
        sigaddset(&pipe_only, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &pipe_only);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

/// Error of posix_spawn(), 0 for none.
int spawn(const Process::Setting& setting, const posix_spawn_file_actions_t& actions, pid_t& pid) {
    const Attributes attributes;
    std::vector<std::string> command = setting.command;
    auto arguments = pointers(command);
    std::vector<std::string> variables = setting.environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        variables.emplace_back(*variable);
    }
    auto environment = pointers(variables);
    return posix_spawn(&pid, arguments[0], &actions, attributes.get(), arguments.data(), environment.data());
}

}  // namespace

Result<std::unique_ptr<Process>, std::string> Process::start(Setting setting, Reactor& reactor,
                                                             std::function<void(std::string)> on_line) {
    std::unique_ptr<Process> process(new Process(std::move(setting), reactor));
    std::array<int, 2> in{-1, -1};
    std::array<int, 2> out{-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (process->setting_.piped) {
        if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) {
            return fail(fmt::format("{}: no pipe: {}", process->name(), error_text(errno)));
        }
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    } else {
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, process->setting_.log.c_str(),
                                         O_WRONLY | O_CREAT | O_APPEND, 0644);
    }
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, process->setting_.log.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int error = spawn(process->setting_, actions, process->pid_);
    posix_spawn_file_actions_destroy(&actions);
    for (const int child_end : {in[0], out[1]}) {
        if (child_end >= 0) {
            close(child_end);
        }
    }
    process->in_ = in[1];
    process->out_ = out[0];
    if (error != 0) {
        process->pid_ = -1;
        return fail(fmt::format("{}: {} cannot be started: {}", process->name(), process->setting_.command[0],
                                error_text(error)));
    }
    if (process->out_ >= 0) {
        fcntl(process->out_, F_SETFL, O_NONBLOCK);
        reactor.watch(process->out_,
                      [raw = process.get(), on_line = std::move(on_line)] { raw->read_lines(on_line); });
    }
    return process;
}

Process::~Process() {
    static_cast<void>(stop(std::chrono::seconds{5}));
    close_pipes();
}

void Process::close_pipes() {
    if (out_ >= 0) {
        reactor_.forget(out_);
        close(out_);
        out_ = -1;
    }
    if (in_ >= 0) {
        close(in_);
        in_ = -1;
    }
}

void Process::read_lines(const std::function<void(std::string)>& on_line) {
    std::array<char, 65536> buffer{};
    const ssize_t got = read(out_, buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        reactor_.forget(out_);
        close(out_);
        out_ = -1;
        return;
    }
    partial_.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = partial_.find('\n', begin)) != std::string::npos; begin = end + 1) {
        on_line(partial_.substr(begin, end - begin));
    }
    partial_.erase(0, begin);
    if (partial_.size() > kMostLineBytes) {
        partial_.clear();
    }
}

bool Process::tell(const std::string& line) {
    if (in_ < 0) {
        return false;
    }
    const std::string text = line + "\n";
    std::size_t sent = 0;
    while (sent < text.size()) {
        const ssize_t wrote = write(in_, text.data() + sent, text.size() - sent);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return false;
        }
        sent += static_cast<std::size_t>(wrote);
    }
    return true;
}

void Process::signal(int number) const {
    if (pid_ > 0 && !status_) {
        ::kill(pid_, number);
    }
}

bool Process::running() {
    if (pid_ > 0 && !status_) {
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) == pid_) {
            status_ = status;
        }
    }
    return pid_ > 0 && !status_;
}

bool Process::ended_within(std::chrono::milliseconds patience) {
    const auto handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    if (handle >= 0) {
        pollfd file{handle, POLLIN, 0};
        static_cast<void>(::poll(&file, 1, static_cast<int>(patience.count())));
        close(handle);
    }
    return !running();
}

std::string Process::stop(std::chrono::milliseconds patience) {
    if (running()) {
        // A stopped process cannot handle SIGTERM.
        signal(SIGCONT);
        signal(SIGTERM);
        if (!ended_within(patience)) {
            signal(SIGKILL);
            static_cast<void>(ended_within(std::chrono::seconds{5}));
        }
    }
    if (!status_) {
        return "never started";
    }
    return WIFSIGNALED(*status_) ? fmt::format("signal {}", WTERMSIG(*status_))
                                 : fmt::format("exit {}", WEXITSTATUS(*status_));
}

}  // namespace jiaohao::showroom
