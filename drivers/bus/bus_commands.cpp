// The speaking half of HallBusDriver: commands from any thread, one writer, one frame at a time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/bus/hall_bus_driver.hpp"

namespace jiaohao::drivers {
namespace {

/// How many frames back an own echo is looked for; a line this far behind is lost anyway.
constexpr std::size_t kMostSentKept = 64;

}  // namespace

void HallBusDriver::run_here(std::function<void(HallBusDriver&)> call) {
    post_([weak = std::weak_ptr(self_), call = std::move(call)] {
        if (const auto self = weak.lock()) {
            call(**self);
        }
    });
}

void HallBusDriver::acknowledge(const ports::PressId& id) {
    run_here([id](HallBusDriver& here) {
        if (id.line != here.settings_.line) {
            return;
        }
        const auto frame = here.presses_.acknowledge(id.press, here.line_.up());
        if (frame) {
            here.answer(*frame);
        }
    });
}

void HallBusDriver::forget(const ports::PressId& id) {
    run_here([id](HallBusDriver& here) {
        if (id.line == here.settings_.line) {
            here.presses_.forget(id.press);
        }
    });
}

void HallBusDriver::show_number(std::uint32_t address, const std::string& number) {
    run_here([=](HallBusDriver& here) {
        here.say(SendKind::number, address, {show_number_message(here.settings_.profile, number)});
    });
}

void HallBusDriver::show_waiting(std::uint32_t address, std::uint32_t waiting) {
    run_here([=](HallBusDriver& here) {
        here.say(SendKind::waiting, address, {show_waiting_message(here.settings_.profile, waiting)});
    });
}

void HallBusDriver::beep(std::uint32_t address) {
    run_here([=](HallBusDriver& here) { here.say(SendKind::beep, address, {here.settings_.profile.beep}); });
}

void HallBusDriver::start_rating(std::uint32_t address) {
    run_here([=](HallBusDriver& here) {
        here.say(SendKind::rating, address, here.settings_.profile.rating_start);
    });
}

void HallBusDriver::stop_rating(std::uint32_t address) {
    run_here([=](HallBusDriver& here) {
        here.say(SendKind::rating, address, here.settings_.profile.rating_stop);
    });
}

void HallBusDriver::say(SendKind kind, std::uint32_t address, const std::vector<BusMessage>& messages) {
    if (address > 0xFF) {
        if (first_and_every_tenth(++counts_.bad_addresses)) {
            log_.error("command.bad_address",
                       {{"line", settings_.line.get()}, {"address", address}, {"allowed", "0 to 255"}});
        }
        return;
    }
    const auto to = static_cast<std::uint8_t>(address);
    Frames frames;
    for (const BusMessage& message : messages) {
        frames.push_back({to, message.function, message.data});
    }
    if (kind != SendKind::beep) {
        auto& told = shown_[to];
        std::erase_if(told, [kind](const auto& entry) { return entry.first == kind; });
        told.emplace_back(kind, frames);
    }
    if (line_.up()) {
        queue_.put(kind, to, std::move(frames));
        pump();
    }
}

void HallBusDriver::answer(const BusFrame& frame) {
    if (!line_.up()) {
        return;
    }
    // A handset's answer is its own frame; a pad's has another function than the pad's press.
    const bool handset = frame.function == settings_.profile.handset_function &&
                         handset_key(settings_.profile, frame.data).has_value();
    queue_.put(handset ? SendKind::handset_answer : SendKind::pad_answer, frame.address, {frame});
    pump();
}

void HallBusDriver::hold_until(BootTime free_at) {
    free_at_ = std::max(free_at_, free_at);
}

void HallBusDriver::pump() {
    // Two wires: while a device speaks the host is silent.
    if (queue_.size() == 0 || !line_.up() || decoder_.pending() || pump_timer_ != 0) {
        return;
    }
    std::chrono::nanoseconds wait = free_at_ - timers_.clock().boot();
    std::chrono::nanoseconds least{0};
    if (wait.count() <= 0) {
        const bool taken = send_next();
        wait = taken ? free_at_ - timers_.clock().boot() : kLeastRealWait;
        least = taken ? std::chrono::nanoseconds{0} : kLeastRealWait;
    }
    timers_.cancel(pump_timer_);
    pump_timer_ = timers_.start(wait, least, [this] {
        pump_timer_ = 0;
        pump();
    });
}

bool HallBusDriver::send_next() {
    // Taken off the queue before the write: a line may answer from within write().
    SendQueue::Next next = *queue_.take();
    const Bytes bytes = encode(settings_.profile.frame, next.frame);
    const std::int32_t baud = settings_.baud != 0 ? settings_.baud : settings_.profile.baud;
    const auto travel = bus_travel_time(baud, bytes.size());
    const std::uint64_t nth = remember_sent(next, travel);
    if (!line_.write(bytes)) {
        ++counts_.refused_writes;
        forget_sent(nth);
        queue_.give_back(std::move(next));
        return false;
    }
    ++counts_.sent;
    hold_until(timers_.clock().boot() + travel + settings_.profile.turn_around);
    return true;
}

std::uint64_t HallBusDriver::remember_sent(const SendQueue::Next& next, std::chrono::nanoseconds travel) {
    const std::uint64_t nth = counts_.sent + counts_.refused_writes + 1;
    if (sent_.size() >= kMostSentKept) {
        timers_.cancel(sent_.front().timer);
        sent_.pop_front();
    }
    sent_.push_back({next.frame, next.kind, 0, nth});
    sent_.back().timer =
        timers_.start(travel + kLeastRealWait, kLeastRealWait, [this, nth] { forget_sent(nth); });
    return nth;
}

void HallBusDriver::forget_sent(std::uint64_t nth) {
    const auto found =
        std::find_if(sent_.begin(), sent_.end(), [nth](const Sent& sent) { return sent.nth == nth; });
    if (found != sent_.end()) {
        timers_.cancel(found->timer);
        sent_.erase(found);
    }
}

}  // namespace jiaohao::drivers
