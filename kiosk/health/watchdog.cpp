// SPDX-License-Identifier: Apache-2.0
#include "kiosk/health/watchdog.hpp"

#include <systemd/sd-daemon.h>

namespace jiaohao::health {

void Watchdog::watch(std::string thread, Ping ping) {
    const std::lock_guard lock(mutex_);
    threads_[std::move(thread)].ping = std::move(ping);
}

void Watchdog::watch_silence(std::string what, Silence silence, std::chrono::nanoseconds most) {
    silences_[std::move(what)] = {std::move(silence), most};
}

bool Watchdog::check() {
    std::vector<std::string> late;
    std::vector<std::pair<std::string, Ping>> pings;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [name, watched] : threads_) {
            if (watched.answered != watched.asked) {
                // No second ping until the first is answered: a stuck thread's queue must not fill with them.
                late.push_back(name);
            } else {
                ++watched.asked;
                pings.emplace_back(name, watched.ping);
            }
        }
    }
    for (const auto& [name, ping] : pings) {
        ping([this, name = name] {
            const std::lock_guard lock(mutex_);
            ++threads_[name].answered;
        });
    }
    for (const auto& [what, silent] : silences_) {
        if (silent.silence() > silent.most) {
            late.push_back(what);
        }
    }
    for (const std::string& name : late) {
        log_.error("watchdog.late", {{"who", name}});
    }
    if (late.empty()) {
        sd_notify(0, "WATCHDOG=1");
    }
    const std::lock_guard lock(mutex_);
    late_ = late;
    return late.empty();
}

std::vector<std::string> Watchdog::late() const {
    const std::lock_guard lock(mutex_);
    return late_;
}

void Watchdog::ready(const std::string& status) {
    sd_notifyf(0, "READY=1\nSTATUS=%s", status.c_str());
}

void Watchdog::stopping() {
    sd_notify(0, "STOPPING=1");
}

std::optional<std::chrono::nanoseconds> Watchdog::period() {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) <= 0) {
        return std::nullopt;
    }
    return std::chrono::microseconds{microseconds / 2};
}

}  // namespace jiaohao::health
