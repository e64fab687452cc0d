// The hearing half and the lifetime of the driver; bus_commands.cpp is the speaking half.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/hall_bus_driver.hpp"

#include <algorithm>

namespace jiaohao::drivers {
namespace {

/// So many rejected bytes without one sound frame: wrong baud, wrong wiring or a broken device.
constexpr std::uint64_t kNoiseBytes = 64;

std::uint64_t first_press(const HallBusSettings& settings, const Clock& clock) {
    if (settings.first_press != 0) {
        return settings.first_press;
    }
    return static_cast<std::uint64_t>(std::max<std::int64_t>(1, clock.wall().time_since_epoch().count())) *
           1000;
}

}  // namespace

HallBusDriver::HallBusDriver(HallBusSettings settings, ByteLine& line, Timers& timers,
                             ports::HallBusListener& listener, Post post, Log log)
    : settings_(std::move(settings)),
      line_(line),
      timers_(timers),
      listener_(listener),
      post_(std::move(post)),
      log_(log.in("bus")),
      decoder_(settings_.profile.frame),
      health_(settings_.line, settings_.devices, settings_.profile.stale_after, timers, listener),
      presses_(settings_.profile, timers, first_press(settings_, timers.clock()),
               [this](const PressTable::Key& key) {
                   const bool pad = key.second == settings_.profile.pad_function;
                   health_.stuck(key.first, pad ? domain::DeviceKind::pad : domain::DeviceKind::handset,
                                 false);
               }),
      suppress_echo_(settings_.profile.own_echo),
      self_(std::make_shared<HallBusDriver*>(this)) {}

HallBusDriver::~HallBusDriver() {
    stop();
}

void HallBusDriver::start() {
    line_.start(*this);
}

void HallBusDriver::stop() {
    line_.stop();
    timers_.cancel(burst_timer_);
    timers_.cancel(pump_timer_);
    pump_timer_ = 0;
    for (const Sent& sent : sent_) {
        timers_.cancel(sent.timer);
    }
    sent_.clear();
    presses_.clear();
}

BusCounts HallBusDriver::counts() const {
    BusCounts counts = counts_;
    counts.frames = decoder_.frames();
    counts.replaced = queue_.replaced();
    counts.never_answered = presses_.never_answered();
    for (std::size_t i = 0; i < kRejectCauses; ++i) {
        const auto cause = static_cast<RejectCause>(i);
        counts.rejected[cause] = decoder_.rejected(cause);
    }
    return counts;
}

void HallBusDriver::on_line_up() {
    suppress_echo_ = settings_.profile.own_echo;
    rejected_since_frame_ = 0;
    free_at_ = timers_.clock().boot();
    health_.line_up();
    queue_.clear();
    for (const auto& [address, told] : shown_) {
        for (const auto& [kind, frames] : told) {
            queue_.put(kind, address, frames);
        }
    }
    pump();
}

void HallBusDriver::on_line_down(const std::string& reason) {
    log_.warning("line.down", {{"line", settings_.line.get()}, {"reason", reason}});
    timers_.cancel(burst_timer_);
    timers_.cancel(pump_timer_);
    pump_timer_ = 0;
    decoder_.drop();
    rejected_seen_ = decoder_.rejected();
    queue_.clear();
    presses_.line_lost();
    for (const Sent& sent : sent_) {
        timers_.cancel(sent.timer);
    }
    sent_.clear();
    health_.line_down();
}

void HallBusDriver::on_bytes(ByteView bytes, BootTime at) {
    hold_until(at + settings_.profile.turn_around);
    decoder_.feed(bytes, [this](const BusFrame& frame) { on_frame(frame); });
    note_rejected();
    restart_burst_timer();
    pump();
}

void HallBusDriver::restart_burst_timer() {
    timers_.cancel(burst_timer_);
    if (!decoder_.pending()) {
        return;
    }
    // A simulated device is another process that may be held up; a real line's gaps are the line's own.
    const auto& clock = timers_.clock();
    const auto least = clock.simulated() ? std::chrono::nanoseconds{kLeastRealWait}
                                         : std::chrono::nanoseconds{settings_.profile.inter_byte};
    burst_timer_ = timers_.start(settings_.profile.inter_byte, least, [this] {
        decoder_.end_of_burst([this](const BusFrame& frame) { on_frame(frame); });
        note_rejected();
        pump();
    });
}

void HallBusDriver::note_rejected() {
    const std::uint64_t rejected = decoder_.rejected();
    if (rejected == rejected_seen_) {
        return;
    }
    rejected_since_frame_ += rejected - rejected_seen_;
    rejected_seen_ = rejected;
    if (first_and_every_tenth(++bad_bursts_)) {
        log_.warning("frame.rejected", {{"line", settings_.line.get()},
                                        {"bytes_so_far", rejected},
                                        {"bad_checksums", decoder_.rejected(RejectCause::bad_checksum)},
                                        {"truncated_bytes", decoder_.rejected(RejectCause::truncated)}});
    }
    if (rejected_since_frame_ >= kNoiseBytes) {
        health_.line_warning("noise");
    }
}

void HallBusDriver::on_frame(const BusFrame& frame) {
    note_rejected();
    if (rejected_since_frame_ >= kNoiseBytes) {
        health_.line_warning(suppress_echo_ && !settings_.profile.own_echo ? "own_echo" : "");
    }
    rejected_since_frame_ = 0;
    if (is_own_echo(frame)) {
        ++counts_.own_echoes;
        return;
    }
    const BusProfile& profile = settings_.profile;
    if (frame.function == profile.pad_function && frame.data.size() == 1) {
        on_press(frame, true);
    } else if (frame.function == profile.handset_function) {
        if (handset_key(profile, frame.data)) {
            on_press(frame, false);
        } else if (first_and_every_tenth(++counts_.unknown_keys)) {
            log_.warning("handset.unknown_key", {{"line", settings_.line.get()},
                                                 {"address", frame.address},
                                                 {"data", to_hex(ByteView{frame.data})}});
        }
    } else if (first_and_every_tenth(++counts_.unexpected)) {
        log_.warning(
            "frame.unexpected",
            {{"line", settings_.line.get()}, {"address", frame.address}, {"function", frame.function}});
    }
}

void HallBusDriver::on_press(const BusFrame& frame, bool from_pad) {
    const auto kind = from_pad ? domain::DeviceKind::pad : domain::DeviceKind::handset;
    health_.heard(frame.address, kind);
    const PressTable::Heard heard = presses_.hear(frame);
    switch (heard.verdict) {
        case PressTable::Verdict::fresh:
            health_.stuck(frame.address, kind, false);
            ++counts_.presses;
            deliver(frame, from_pad, heard.press);
            return;
        case PressTable::Verdict::unanswered:
            ++counts_.repeats;
            return;
        case PressTable::Verdict::answered:
            ++counts_.repeats;
            answer(answer_to(settings_.profile, frame));
            return;
        case PressTable::Verdict::stuck:
            ++counts_.repeats;
            health_.stuck(frame.address, kind, true);
            return;
    }
}

void HallBusDriver::deliver(const BusFrame& frame, bool from_pad, std::uint64_t press) {
    const ports::PressId id{settings_.line, frame.address, press};
    const auto kind = from_pad ? domain::DeviceKind::pad : domain::DeviceKind::handset;
    if (!health_.knows(frame.address, kind)) {
        constexpr std::uint32_t kHandsetKey = 0x100;
        const std::uint32_t key = (from_pad ? 0 : kHandsetKey) + frame.data.back();
        if (first_and_every_tenth(++counts_.strays)) {
            log_.warning("press.stray",
                         {{"line", settings_.line.get()}, {"address", frame.address}, {"key", key}});
        }
        listener_.on_pad({id, key, 0});
    } else if (from_pad) {
        const std::uint32_t key = frame.data.front();
        listener_.on_pad({id, key, pad_level(settings_.profile, key)});
    } else {
        listener_.on_handset({id, *handset_key(settings_.profile, frame.data)});
    }
}

bool HallBusDriver::is_own_echo(const BusFrame& frame) {
    // Without suppression, what a handset may have said itself cannot be told from our own echo; any other
    // command that comes back can: no device says it.
    const bool device_may_say_it = frame.function == settings_.profile.handset_function &&
                                   handset_key(settings_.profile, frame.data) &&
                                   health_.knows(frame.address, domain::DeviceKind::handset);
    const auto found = std::find_if(sent_.begin(), sent_.end(), [&](const Sent& sent) {
        return sent.frame == frame &&
               (suppress_echo_ || (sent.kind != SendKind::handset_answer && !device_may_say_it));
    });
    if (found == sent_.end()) {
        return false;
    }
    if (!suppress_echo_) {
        suppress_echo_ = true;
        log_.warning("line.own_echo", {{"line", settings_.line.get()},
                                       {"do", "set own_echo = true for this line or mend the wiring"}});
        health_.line_warning("own_echo");
    }
    timers_.cancel(found->timer);
    sent_.erase(found);
    return true;
}

}  // namespace jiaohao::drivers
