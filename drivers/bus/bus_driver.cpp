// Lifetime of the driver and of its line, and what it reports.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/bus_driver.hpp"

#include <algorithm>

namespace jiaohao::drivers::bus {
namespace {

std::uint64_t first_press(const BusSettings& settings, const Clock& clock) {
    if (settings.first_press != 0) {
        return settings.first_press;
    }
    return static_cast<std::uint64_t>(std::max<std::int64_t>(1, clock.wall().time_since_epoch().count())) *
           1000;
}

std::vector<const engine::DeviceProfile*> pointers(const BusSettings& settings) {
    std::vector<const engine::DeviceProfile*> all;
    for (const engine::DeviceProfile& profile : settings.profiles) {
        all.push_back(&profile);
    }
    return all;
}

std::map<std::uint32_t, std::size_t> profiles_by_address(const BusSettings& settings) {
    std::map<std::uint32_t, std::size_t> all;
    for (const BusDevice& device : settings.devices) {
        all.emplace(device.address, device.profile);
    }
    return all;
}

}  // namespace

BusDriver::BusDriver(BusSettings settings, ByteLine& line, Timers& timers, ports::HallBusListener& listener,
                     Post post, Log log)
    : settings_(std::move(settings)),
      manners_(line_manners(settings_)),
      line_(line),
      timers_(timers),
      listener_(listener),
      post_(std::move(post)),
      log_(log.in("bus")),
      profile_at_(profiles_by_address(settings_)),
      ear_(pointers(settings_), [this](std::uint32_t address) { return known_profile_at(address); }),
      mirror_(pointers(settings_), [this](std::uint32_t address) { return known_profile_at(address); }),
      health_(settings_, timers, listener),
      presses_(settings_.profiles, timers, first_press(settings_, timers.clock()),
               [this](const engine::PressKey& key) { health_.stuck(key.address, key.role, false); }),
      registers_(timers, [this] { return presses_.next_press(); }),
      self_(std::make_shared<BusDriver*>(this)) {
    if (settings_.counters != nullptr) {
        auto before = settings_.counters->recall(settings_.line);
        std::erase_if(before, [this](const CounterPosition& one) {
            const auto place = profile_at_.find(one.address);
            return place == profile_at_.end() || profile(place->second).id != one.profile;
        });
        registers_.resume(std::move(before));
    }
    std::optional<std::chrono::milliseconds> rest;
    for (const auto& [address, place] : profile_at_) {
        const engine::DeviceProfile& polled = settings_.profiles[place];
        if (polled.talk.turn == engine::Turn::poll && polled.saying(engine::sayings::kPoll) != nullptr) {
            place_of_[address] = plan_.add(polled.talk.poll_every);
            polled_.push_back(address);
            rest = std::min(rest.value_or(polled.talk.least_round), polled.talk.least_round);
        }
    }
    plan_.rest(rest.value_or(std::chrono::milliseconds{0}));
}

BusDriver::~BusDriver() {
    stop();
}

void BusDriver::start() {
    line_.start(*this);
}

void BusDriver::stop() {
    line_.stop();
    for (Timers::Id* timer : {&burst_timer_, &pump_timer_, &wait_timer_, &break_timer_}) {
        timers_.cancel(std::exchange(*timer, 0));
    }
    for (const auto* timers : {&armed_}) {
        for (const auto& [address, timer] : *timers) {
            timers_.cancel(timer);
        }
    }
    for (const auto& [place, timer] : keep_alive_) {
        timers_.cancel(timer);
    }
    for (const auto& [nth, timer] : echo_timers_) {
        timers_.cancel(timer);
    }
    armed_.clear();
    keep_alive_.clear();
    echo_timers_.clear();
    echo_.clear();
    question_.reset();
    again_.reset();
    behind_break_.reset();
    presses_.clear();
}

BusCounts BusDriver::counts() const {
    BusCounts counts = counts_;
    counts.frames = ear_.deframer().frames();
    counts.own_echoes = echo_.echoes();
    counts.replaced = queue_.replaced();
    counts.never_answered = presses_.never_answered() + registers_.never_answered();
    counts.counter_jumps = registers_.jumps();
    counts.counter_restarts = registers_.restarts();
    for (std::size_t i = 0; i < frames::kRejectCauses; ++i) {
        const auto cause = static_cast<frames::RejectCause>(i);
        counts.rejected[cause] = ear_.deframer().rejected(cause);
    }
    return counts;
}

BusReport BusDriver::report() const {
    BusReport report;
    report.line = settings_.line;
    report.health = health_.line();
    report.counts = counts();
    const RoundTimes& rounds = plan_.rounds();
    report.rounds = rounds.rounds();
    report.round_last = rounds.last();
    report.round_median = rounds.median();
    report.round_worst = rounds.worst();
    for (std::size_t i = 0; i < settings_.devices.size(); ++i) {
        DeviceReport one{settings_.devices[i], health_.device(i), {}, {}, ""};
        const auto found = addresses_.find(one.device.address);
        if (found != addresses_.end()) {
            one.counts = found->second.counts;
            one.last_heard = found->second.last_heard;
            one.version = found->second.version;
        }
        report.devices.push_back(std::move(one));
    }
    report.scan = scan_ ? scan_->report() : last_scan_;
    return report;
}

void BusDriver::on_line_up() {
    echo_.clear();
    echo_.known(manners_.own_echo);
    rejected_since_frame_ = 0;
    refused_ = false;
    const BootTime now = timers_.clock().boot();
    free_at_ = now;
    health_.line_up();
    queue_.clear();
    plan_.begin_again(now);
    show_again(std::nullopt);
    for (const auto& [address, place] : profile_at_) {
        if (profile(place).saying(engine::sayings::kVersion) != nullptr) {
            say_now(SpeechKind::version, address, engine::sayings::kVersion, {});
        }
    }
    for (std::size_t place = 0; place < settings_.profiles.size(); ++place) {
        start_keep_alive(place);
    }
    pump();
}

void BusDriver::on_line_down(const std::string& reason) {
    log_.warning("line.down", {{"line", settings_.line.get()}, {"reason", reason}});
    for (Timers::Id* timer : {&burst_timer_, &pump_timer_, &wait_timer_, &break_timer_}) {
        timers_.cancel(std::exchange(*timer, 0));
    }
    for (const auto& [place, timer] : keep_alive_) {
        timers_.cancel(timer);
    }
    for (const auto& [nth, timer] : echo_timers_) {
        timers_.cancel(timer);
    }
    keep_alive_.clear();
    echo_timers_.clear();
    ear_.drop();
    echo_.clear();
    rejected_seen_ = ear_.deframer().rejected();
    queue_.clear();
    question_.reset();
    again_.reset();
    behind_break_.reset();
    poll_rest_.clear();
    presses_.line_lost();
    health_.line_down();
}

void BusDriver::run_here(std::function<void(BusDriver&)> call) {
    post_([weak = std::weak_ptr(self_), call = std::move(call)] {
        if (const auto self = weak.lock()) {
            call(**self);
        }
    });
}

}  // namespace jiaohao::drivers::bus
