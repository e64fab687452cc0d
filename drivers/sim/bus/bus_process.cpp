// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/bus_process.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

namespace jiaohao::drivers::sim_bus {
namespace {

/// A reader that is this far behind loses events (counted), the bus does not stop for it.
constexpr std::size_t kMostOutput = 8U << 20U;
constexpr std::size_t kMostControl = 1U << 20U;
/// A pty without a host reports a hang-up for ever; it is looked at this often instead of polled.
constexpr std::chrono::milliseconds kAbsentHostPause{20};
constexpr std::chrono::milliseconds kLongestWait{1000};

sigset_t quit_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

BusProcess::BusProcess(WorldSettings settings, const Clock& clock, std::filesystem::path link,
                       bool quit_on_eof)
    : clock_(clock),
      link_path_(std::move(link)),
      quit_on_eof_(quit_on_eof),
      world_(std::move(settings), clock, [this](const SimEvent& told) { event(told); }) {
    const sigset_t set = quit_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    wake_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
}

BusProcess::~BusProcess() {
    ::close(signals_);
    ::close(wake_fd_);
}

Real BusProcess::now() const {
    return real_.boot().time_since_epoch();
}

void BusProcess::event(const SimEvent& told) {
    const std::string line = to_json(told) + "\n";
    if (output_.size() + line.size() > kMostOutput) {
        ++events_dropped_;
        return;
    }
    output_ += line;
}

void BusProcess::flush_events() {
    while (!output_.empty()) {
        // A pipe with room takes PIPE_BUF bytes without blocking, so stdout needs no O_NONBLOCK (which would
        // leak to whoever shares the descriptor).
        pollfd out{STDOUT_FILENO, POLLOUT, 0};
        if (::poll(&out, 1, 0) <= 0 || (out.revents & POLLOUT) == 0) {
            return;
        }
        const ssize_t done =
            ::write(STDOUT_FILENO, output_.data(), std::min<std::size_t>(output_.size(), PIPE_BUF));
        if (done <= 0) {
            output_.clear();
            return;
        }
        output_.erase(0, static_cast<std::size_t>(done));
    }
}

void BusProcess::keep_plugged() {
    const bool wanted = !world_.faults().any("unplug");
    if (wanted == (link_ != nullptr)) {
        return;
    }
    if (!wanted) {
        link_.reset();
        world_.drop_line();
        event({"unplugged", {}, {}});
        return;
    }
    auto made = PtyLink::plug_in(link_path_);
    if (!made) {
        event({"error", {{"what", made.error()}}, {}});
        failed_ = true;
        return;
    }
    link_ = std::move(*made);
    event({"ready", {{"link", link_path_.string()}}, {}});
}

void BusProcess::obey(const Request& request) {
    bool done = true;
    switch (request.what) {
        case Request::Do::key:
            done = world_.key(*request.address, request.name, request.id, now());
            break;
        case Request::Do::press:
            done = request.name.empty()
                       ? world_.press(*request.address, request.pad_key, request.id, now())
                       : world_.press_meaning(*request.address, request.name, request.id, now());
            break;
        case Request::Do::fault:
            done = world_.faults().set(
                request.name, request.rate, request.address,
                request.seconds > 0 ? std::optional{now() + real_span(request.seconds)} : std::nullopt);
            break;
        case Request::Do::clear:
            world_.faults().clear(request.name);
            break;
        case Request::Do::counts: {
            SimEvent counts = world_.counts();
            counts.numbers["events_dropped"] = events_dropped_;
            event(counts);
            break;
        }
        case Request::Do::list:
            world_.list_acknowledged();
            break;
        case Request::Do::devices:
            world_.list_devices();
            break;
        case Request::Do::quit:
            quit_ = true;
            break;
    }
    if (!done) {
        event({"refused",
               {{"id", request.id}, {"what", "no such device, or 64 presses wait at it already"}},
               {{"address", request.address.value_or(0)}}});
    }
}

Real BusProcess::real_span(double seconds) const {
    return clock_.to_real(std::chrono::duration_cast<Real>(std::chrono::duration<double>(seconds)));
}

void BusProcess::play(const std::vector<sim::ScriptLine>& script) {
    script_ = sim::ScriptPlayer(script, [this](Real span) { return clock_.to_real(span); });
}

void BusProcess::play_script() {
    while (const auto line = script_.next(now())) {
        handle(*line);
    }
    if (script_.ends(now())) {
        event({"script_end", {}, {}});
    }
}

void BusProcess::post(std::string line) {
    {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(line));
    }
    wake();
}

void BusProcess::stop() {
    stopping_ = true;
    wake();
}

void BusProcess::wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto put = ::write(wake_fd_, &one, sizeof one);
}

void BusProcess::obey_posted() {
    std::vector<std::string> lines;
    {
        const std::lock_guard lock(mutex_);
        lines.swap(posted_);
    }
    for (const std::string& line : lines) {
        handle(line);
    }
}

void BusProcess::tell_look() {
    if (!watch_.look && !files_) {
        return;
    }
    BusLook look{link_ != nullptr, world_.faults().names(), world_.looks()};
    if (look == told_) {
        return;
    }
    told_ = std::move(look);
    if (watch_.look) {
        watch_.look(told_);
    }
    if (!files_) {
        return;
    }
    const auto drawn = files_->update(told_.devices);
    if (!drawn) {
        event({"error", {{"what", drawn.error()}}, {}});
        return;
    }
    for (const auto& one : *drawn) {
        event({"drawn",
               {{"file", one.file.string()}},
               {{"address", one.address}, {"n", static_cast<std::int64_t>(one.n)}}});
    }
}

void BusProcess::handle(const std::string& line) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
        return;
    }
    const auto request = parse_request(line);
    if (request) {
        obey(*request);
    } else {
        event({"error", {{"what", request.error()}}, {}});
    }
}

void BusProcess::read_control() {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count <= 0) {
        stdin_open_ = false;
        quit_ = quit_ || quit_on_eof_;
        return;
    }
    control_.append(buffer.data(), static_cast<std::size_t>(count));
    for (auto end = control_.find('\n'); end != std::string::npos; end = control_.find('\n')) {
        handle(control_.substr(0, end));
        control_.erase(0, end + 1);
    }
    if (control_.size() > kMostControl) {
        control_.clear();
        event({"error", {{"what", "a line without end was dropped"}}, {}});
    }
}

void BusProcess::wait() {
    const bool host = link_ && link_->host_present();
    std::array<pollfd, 5> fds{{
        {signals_, POLLIN, 0},
        {stdin_open_ ? STDIN_FILENO : -1, POLLIN, 0},
        {host ? link_->fd() : -1, POLLIN, 0},
        {output_.empty() ? -1 : STDOUT_FILENO, POLLOUT, 0},
        {wake_fd_, POLLIN, 0},
    }};
    Real patience = kLongestWait;
    if (link_ && !host) {
        patience = kAbsentHostPause;
    }
    if (const auto due = world_.next_due()) {
        patience = std::clamp<Real>(*due - now(), Real{0}, patience);
    }
    if (const auto due = script_.due()) {
        patience = std::clamp<Real>(*due - now(), Real{0}, patience);
    }
    const timespec span{patience.count() / 1'000'000'000, patience.count() % 1'000'000'000};
    if (::ppoll(fds.data(), fds.size(), &span, nullptr) <= 0) {
        return;
    }
    quit_ = quit_ || fds[0].revents != 0;
    if (fds[4].revents != 0) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(wake_fd_, &count, sizeof count);
    }
    if (fds[1].revents != 0) {
        read_control();
    }
}

/// Also from a host that has written and gone: `printf ... > LINK`.
void BusProcess::read_line() {
    if (const Bytes bytes = link_ ? link_->read() : Bytes{}; !bytes.empty()) {
        world_.from_host(bytes, now());
    }
}

int BusProcess::run() {
    keep_plugged();
    while (!quit_ && !failed_ && !stopping_) {
        play_script();
        obey_posted();
        const Bytes bytes = world_.tick(now());
        if (link_) {
            link_->write(bytes);
        }
        keep_plugged();
        tell_look();
        flush_events();
        wait();
        read_line();
        keep_plugged();
    }
    flush_events();
    if (watch_.ended) {
        watch_.ended();
    }
    return failed_ ? 1 : 0;
}

}  // namespace jiaohao::drivers::sim_bus
