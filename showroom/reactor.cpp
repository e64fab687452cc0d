// SPDX-License-Identifier: Apache-2.0
#include "showroom/reactor.hpp"

#include <poll.h>

#include <algorithm>
#include <vector>

namespace jiaohao::showroom {

Reactor::TimerId Reactor::at(WallTime when, std::function<void()> fire) {
    const auto left = clock_.to_real(std::chrono::nanoseconds{when - clock_.wall()});
    return after_real(std::max(left, std::chrono::nanoseconds{0}), std::move(fire));
}

Reactor::TimerId Reactor::after_real(std::chrono::nanoseconds span, std::function<void()> fire) {
    timers_.emplace(real_.boot() + span, Timer{next_, std::move(fire)});
    return next_++;
}

void Reactor::cancel(TimerId id) {
    for (auto it = timers_.begin(); it != timers_.end(); ++it) {
        if (it->second.id == id) {
            timers_.erase(it);
            return;
        }
    }
}

int Reactor::patience_ms() const {
    if (timers_.empty()) {
        return 200;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first - real_.boot()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 200));
}

void Reactor::fire_due() {
    const BootTime now = real_.boot();
    while (!timers_.empty() && timers_.begin()->first <= now && !quit_) {
        auto fire = std::move(timers_.begin()->second.fire);
        timers_.erase(timers_.begin());
        fire();
    }
}

void Reactor::run(const std::function<bool()>& done) {
    while (!quit_ && !done()) {
        std::vector<pollfd> files;
        for (const auto& [fd, readable] : readers_) {
            files.push_back({fd, POLLIN, 0});
        }
        static_cast<void>(::poll(files.data(), files.size(), patience_ms()));
        for (const pollfd& file : files) {
            // A handler may have forgotten a later file of this round.
            const auto reader = readers_.find(file.fd);
            if (file.revents != 0 && reader != readers_.end()) {
                const auto readable = reader->second;
                readable();
            }
        }
        fire_due();
    }
}

}  // namespace jiaohao::showroom
