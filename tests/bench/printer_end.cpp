// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/printer_end.hpp"

#include <poll.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace jiaohao::bench {
namespace {

constexpr std::chrono::milliseconds kQuiet{5};
constexpr std::uint8_t kReady = 0x12;

/// What a host sends besides tickets (Epson's command reference), by its first two bytes.
struct Command {
    std::uint8_t first;
    std::uint8_t second;
    std::size_t length;
};
constexpr Command kRealtimeStatus{0x10, 0x04, 3};
constexpr Command kPaperStatus{0x1D, 0x72, 3};
constexpr Command kProcessId{0x1D, 0x28, 11};
constexpr std::array kCommands{kRealtimeStatus, kPaperStatus, kProcessId,
                               Command{0x10, 0x05, 3},   // recover from an error
                               Command{0x1D, 0x61, 3}};  // automatic status

bool is(const Bytes& bytes, const Command& command) {
    return bytes.size() >= 2 && bytes[0] == command.first && bytes[1] == command.second;
}

}  // namespace

PrinterEnd::PrinterEnd(const std::filesystem::path& link) {
    auto pty = drivers::sim::Pty::open(link);
    if (!pty) {
        throw std::runtime_error(pty.error());
    }
    pty_ = std::move(*pty);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void PrinterEnd::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd waiting{pty_.fd(), POLLIN, 0};
        if (::poll(&waiting, 1, 50) > 0) {
            const auto at = SteadyClock::now();
            take(pty_.read(4096), at);
        }
    }
}

void PrinterEnd::take(const Bytes& bytes, SteadyClock::time_point at) {
    if (bytes.empty()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        last_ = at;
        first_ = first_.value_or(at);
    }
    held_.insert(held_.end(), bytes.begin(), bytes.end());
    while (!held_.empty()) {
        const std::size_t length = command_length();
        if (length == 0) {
            return;
        }
        handle(length, at);
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(length));
    }
}

std::size_t PrinterEnd::command_length() const {
    for (const Command& command : kCommands) {
        if (held_.size() == 1 && held_[0] == command.first) {
            return 0;
        }
        if (is(held_, command)) {
            return held_.size() >= command.length ? command.length : 0;
        }
    }
    return 1;
}

void PrinterEnd::handle(std::size_t length, SteadyClock::time_point at) {
    if (is(held_, kRealtimeStatus)) {
        pty_.write(std::array{kReady});
    } else if (is(held_, kPaperStatus)) {
        pty_.write(std::array<std::uint8_t, 1>{0x00});
    } else if (is(held_, kProcessId)) {
        pty_.write(std::array<std::uint8_t, 7>{0x37, 0x22, held_[7], held_[8], held_[9], held_[10], 0x00});
    } else if (length == 1) {
        const std::lock_guard lock(mutex_);
        if (!first_ticket_) {
            first_ticket_ = at;
            arrived_.notify_all();
        }
    }
}

void PrinterEnd::expect() {
    const std::lock_guard lock(mutex_);
    first_.reset();
    first_ticket_.reset();
}

std::optional<PrinterEnd::Arrival> PrinterEnd::wait_for_ticket(std::chrono::milliseconds bound) {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, bound, [this] { return first_ticket_.has_value(); })) {
        return std::nullopt;
    }
    return Arrival{first_.value_or(*first_ticket_), *first_ticket_};
}

bool PrinterEnd::wait_for_quiet(std::chrono::milliseconds bound) {
    const auto until = SteadyClock::now() + bound;
    std::unique_lock lock(mutex_);
    while (SteadyClock::now() < until) {
        const auto since = SteadyClock::now() - last_;
        if (since >= kQuiet) {
            return true;
        }
        lock.unlock();
        std::this_thread::sleep_for(kQuiet - since);
        lock.lock();
    }
    return false;
}

}  // namespace jiaohao::bench
