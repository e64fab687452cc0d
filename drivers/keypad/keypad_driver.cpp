// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/keypad_driver.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/base/log_pace.hpp"

namespace jiaohao::drivers::keypad {
namespace {

using domain::DeviceState;

std::uint64_t first_press(const KeypadSettings& settings, const Clock& clock) {
    if (settings.first_press != 0) {
        return settings.first_press;
    }
    constexpr std::uint64_t kPerMillisecond = 1000;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(1, clock.wall().time_since_epoch().count())) *
           kPerMillisecond;
}

}  // namespace

KeypadDriver::KeypadDriver(KeypadSettings settings, const NodeOpener& opener, FdNotifier& notifier,
                           Timers& timers, ports::HallBusListener& listener, Post post, Log log)
    : settings_(std::move(settings)),
      timers_(timers),
      listener_(listener),
      post_(std::move(post)),
      log_(log.in("keypad")),
      words_(settings_.profile),
      last_press_(first_press(settings_, timers.clock()) - 1),
      entry_(timers),
      blink_(timers),
      bell_(timers),
      self_(std::make_shared<KeypadDriver*>(this)),
      nodes_(settings_.path, opener, notifier, timers, *this, log_) {}

KeypadDriver::~KeypadDriver() {
    for (const auto& [key, timer] : held_) {
        timers_.cancel(timer);
    }
    for (const auto& [press, timer] : unanswered_) {
        timers_.cancel(timer);
    }
}

void KeypadDriver::start() {
    nodes_.start();
}

void KeypadDriver::stop() {
    entry_.cancel();
    blink_.cancel();
    bell_.cancel();
    nodes_.stop();
}

domain::DeviceKind KeypadDriver::kind() const {
    return settings_.profile.role == Role::pad ? domain::DeviceKind::pad : domain::DeviceKind::handset;
}

KeypadCounts KeypadDriver::counts() const {
    KeypadCounts all = counts_;
    all.opened = nodes_.opened();
    all.lost = nodes_.lost();
    all.read = nodes_.counts();
    return all;
}

void KeypadDriver::on_nodes_up() {
    was_up_ = true;
    fault_.reset();
    light();
    tell();
}

void KeypadDriver::on_nodes_down(const KeypadFault& fault) {
    fault_ = fault;
    if (was_up_ && fault.code == "no_port") {
        fault_->code = "unplugged";
    }
    for (const auto& [key, timer] : held_) {
        timers_.cancel(timer);
    }
    held_.clear();
    stuck_.clear();
    changed_.clear();
    entry_.cancel();
    counts_.given_up += words_.clear() ? 1 : 0;
    tell();
}

void KeypadDriver::on_half(const KeypadFault& fault) {
    fault_.reset();
    if (!fault.code.empty()) {
        fault_ = fault;
        log_.warning("keypad.half", {{"path", fault.path}, {"fault", fault.code}, {"holder", fault.holder}});
    }
    tell();
}

void KeypadDriver::tell() {
    State now{DeviceState::ready, ""};
    if (!nodes_.up()) {
        const std::string code = fault_ ? fault_->code : "";
        now = {code == "unplugged" ? DeviceState::lost
               : code == "no_port" ? DeviceState::unknown
                                   : DeviceState::fault,
               code};
    } else if (fault_) {
        now = {DeviceState::warning, fault_->code};
    } else if (!stuck_.empty()) {
        now = {DeviceState::fault, "stuck_key"};
    }
    if (now != told_) {
        told_ = now;
        listener_.on_bus_device(settings_.id, kind(), now.state, now.fault);
    }
}

bool KeypadDriver::bounced(const KeyChange& change) {
    auto& times = changed_[change.code];
    const bool close = std::any_of(times.begin(), times.end(), [&](std::chrono::microseconds time) {
        return std::chrono::abs(change.at - time) < settings_.profile.bounce;
    });
    times.push_back(change.at);
    if (times.size() > kRemembered) {
        times.pop_front();
    }
    return close;
}

void KeypadDriver::on_key(const std::string& node, const KeyChange& change) {
    watch_held(node, change);
    const bool bounce = bounced(change);
    if (!change.down) {
        return;
    }
    if (bounce) {
        ++counts_.bounces;
        return;
    }
    take(change.code);
}

void KeypadDriver::watch_held(const std::string& node, const KeyChange& change) {
    const HeldKey key{node, change.code};
    if (const auto held = held_.find(key); held != held_.end()) {
        timers_.cancel(held->second);
        held_.erase(held);
    }
    if (change.down) {
        held_[key] = timers_.start(settings_.profile.stuck, kLeastRealWait, [this, key] {
            held_.erase(key);
            stuck_.insert(key);
            log_.warning("keypad.stuck", {{"path", key.first}, {"key", key_name(key.second)}});
            tell();
        });
    } else if (stuck_.erase(key) == 1) {
        tell();
    }
}

void KeypadDriver::take(std::uint16_t code) {
    const KeyWords::Said said = words_.press(code);
    entry_.cancel();
    switch (said.what) {
        case KeyWords::Said::What::press:
            deliver(code, said.meant);
            return;
        case KeyWords::Said::What::entering:
            entry_.start(settings_.profile.entry, kLeastRealWait,
                         [this] { counts_.given_up += words_.clear() ? 1 : 0; });
            return;
        case KeyWords::Said::What::unknown:
            if (first_and_ever_rarer(++counts_.unknown_keys)) {
                log_.warning("keypad.unknown_key", {{"device", settings_.id.get()},
                                                    {"key", key_name(code)},
                                                    {"times", counts_.unknown_keys}});
            }
            return;
        case KeyWords::Said::What::nothing:
            return;
    }
}

void KeypadDriver::deliver(std::uint16_t code, const Press& meant) {
    if (unanswered_.size() >= kMostUnanswered) {
        ++counts_.never_answered;
        timers_.cancel(unanswered_.begin()->second);
        unanswered_.erase(unanswered_.begin());
    }
    const std::uint64_t press = ++last_press_;
    unanswered_[press] = timers_.start(kAnswerPatience, kAnswerPatience / 6, [this, press] {
        unanswered_.erase(press);
        ++counts_.never_answered;
    });
    ++counts_.presses;
    last_press_at_ = timers_.clock().boot();
    const ports::PressId id{settings_.id, kAddress, press};
    if (meant.role == Role::pad) {
        listener_.on_pad({id, code, meant.level});
    } else {
        listener_.on_handset({id, meant.key});
    }
}

bool KeypadDriver::settle(const ports::PressId& id) {
    const auto found = id.line == settings_.id ? unanswered_.find(id.press) : unanswered_.end();
    if (found == unanswered_.end()) {
        return false;
    }
    timers_.cancel(found->second);
    unanswered_.erase(found);
    return true;
}

void KeypadDriver::run_here(std::function<void(KeypadDriver&)> call) {
    post_([weak = std::weak_ptr<KeypadDriver*>(self_), call = std::move(call)] {
        if (const auto self = weak.lock()) {
            call(**self);
        }
    });
}

void KeypadDriver::acknowledge(const ports::PressId& id) {
    run_here([id](KeypadDriver& self) {
        if (self.settle(id)) {
            self.blink_.start(kBlink, kBlink, [&self] { self.light(); });
            self.light();
            self.ring();
        }
    });
}

void KeypadDriver::forget(const ports::PressId& id) {
    run_here([id](KeypadDriver& self) { static_cast<void>(self.settle(id)); });
}

void KeypadDriver::beep(std::uint32_t /*address*/) {
    run_here([](KeypadDriver& self) { self.ring(); });
}

void KeypadDriver::start_rating(std::uint32_t /*address*/) {
    run_here([](KeypadDriver& self) {
        self.armed_ = true;
        self.light();
    });
}

void KeypadDriver::stop_rating(std::uint32_t /*address*/) {
    run_here([](KeypadDriver& self) {
        self.armed_ = false;
        self.light();
    });
}

void KeypadDriver::light() {
    if (settings_.profile.led) {
        // While it blinks it is the other way round.
        static_cast<void>(nodes_.lamp(*settings_.profile.led, armed_ != blink_.pending()));
    }
}

void KeypadDriver::ring() {
    if (nodes_.bell(true)) {
        bell_.start(kBlink, kBlink, [this] { static_cast<void>(nodes_.bell(false)); });
    }
}

}  // namespace jiaohao::drivers::keypad
