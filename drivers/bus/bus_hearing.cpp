// The hearing half of BusDriver: bytes into presses.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/bus/bus_driver.hpp"
#include "kiosk/base/log_pace.hpp"

namespace jiaohao::drivers::bus {
namespace {

/// So many rejected bytes without one sound frame: wrong baud, wrong wiring or a broken device.
constexpr std::uint64_t kNoiseBytes = 64;
/// Addresses that are not configured and of which figures are kept.
constexpr std::size_t kMostStrangers = 256;
/// What a stray handset's key is told as.
constexpr std::uint32_t kHandsetKey = 0x100;

}  // namespace

void BusDriver::on_bytes(ByteView bytes, BootTime at) {
    if (bytes.empty()) {
        return;
    }
    hold_until(at + manners_.turn_around);
    Bytes rest;
    const std::uint64_t echoes = echo_.echoes();
    const bool known = echo_.known();
    echo_.feed(bytes, rest);
    hear(ByteView{rest});
    if (echo_.echoes() != echoes && !known) {
        log_.warning("line.own_echo", {{"line", settings_.line.get()},
                                       {"do", "set own_echo = true for this line or mend the wiring"}});
        health_.line_warning("own_echo");
    }
    restart_burst_timer();
    if (!echo_.holding() && !timers_.clock().simulated()) {
        // The silence is the line's then, not the device's.
        burst_over_ += line_.rest(ear_.deframer().wanting());
    }
    pump();
}

void BusDriver::hear(ByteView bytes) {
    in_feed_ = true;
    ear_.feed(bytes, [this](const engine::Ear::Heard& heard) { on_heard(heard); });
    in_feed_ = false;
    note_rejected();
}

std::chrono::nanoseconds BusDriver::least_real(std::chrono::nanoseconds span) const {
    // A simulated device is another process that may be held up; a real line's gaps are the line's own.
    return timers_.clock().simulated() ? std::max<std::chrono::nanoseconds>(kLeastRealWait, span) : span;
}

void BusDriver::restart_burst_timer() {
    burst_over_ = timers_.clock().boot() + manners_.inter_byte;
    // Of a real line one timer serves the whole burst: a line hands over byte by byte, and a new timer for each is a good
    // part of what listening costs.
    if (timers_.clock().simulated() || !hearing()) {
        timers_.cancel(std::exchange(burst_timer_, 0));
    }
    if (hearing() && burst_timer_ == 0) {
        start_burst_timer(manners_.inter_byte);
    }
}

void BusDriver::start_burst_timer(std::chrono::nanoseconds span) {
    burst_timer_ =
        timers_.start(span, timers_.clock().simulated() ? std::chrono::nanoseconds{kLeastRealWait} : span,
                      [this] { burst_timer_over(); });
}

void BusDriver::burst_timer_over() {
    burst_timer_ = 0;
    const BootTime now = timers_.clock().boot();
    if (!timers_.clock().simulated() && now < burst_over_) {
        start_burst_timer(burst_over_ - now);
        return;
    }
    end_burst();
}

void BusDriver::end_burst() {
    Bytes rest;
    echo_.release(rest);
    hear(ByteView{rest});
    in_feed_ = true;
    ear_.end_of_burst([this](const engine::Ear::Heard& heard) { on_heard(heard); });
    in_feed_ = false;
    note_rejected();
    pump();
}

void BusDriver::note_rejected() {
    const std::uint64_t rejected = ear_.deframer().rejected();
    if (rejected == rejected_seen_) {
        return;
    }
    rejected_since_frame_ += rejected - rejected_seen_;
    rejected_seen_ = rejected;
    if (first_and_ever_rarer(++bad_bursts_)) {
        log_.warning("frame.rejected",
                     {{"line", settings_.line.get()},
                      {"bytes_so_far", rejected},
                      {"bad_checks", ear_.deframer().rejected(frames::RejectCause::bad_check)},
                      {"truncated_bytes", ear_.deframer().rejected(frames::RejectCause::truncated)}});
    }
    if (rejected_since_frame_ >= kNoiseBytes) {
        health_.line_warning("noise");
    }
}

BusDriver::Address& BusDriver::at(std::uint32_t address) {
    const auto found = addresses_.find(address);
    if (found != addresses_.end()) {
        return found->second;
    }
    const bool room =
        profile_at_.contains(address) || addresses_.size() < profile_at_.size() + kMostStrangers;
    return room ? addresses_[address] : strangers_;
}

std::uint32_t BusDriver::address_of(const engine::Ear::Heard& heard) const {
    if (profile(heard.profile).shapes[heard.frame.shape].has(frames::PartKind::address)) {
        return heard.frame.address;
    }
    // A device alone on its line says no address: the one that was asked, else the first of its profile.
    if (question_ && question_->next.profile == heard.profile) {
        return question_->next.address;
    }
    const auto device = std::find_if(settings_.devices.begin(), settings_.devices.end(),
                                     [&](const BusDevice& one) { return one.profile == heard.profile; });
    return device == settings_.devices.end() ? 0 : device->address;
}

void BusDriver::on_heard(const engine::Ear::Heard& heard) {
    note_rejected();
    if (rejected_since_frame_ >= kNoiseBytes) {
        health_.line_warning(echo_.known() && !manners_.own_echo ? "own_echo" : "");
    }
    rejected_since_frame_ = 0;
    auto meaning = engine::meaning_of(profile(heard.profile), heard.frame);
    if (!meaning) {
        count_meaningless(heard);
        return;
    }
    const bool reply = question_ && question_->next.profile == heard.profile &&
                       engine::is_reply(profile(heard.profile), question_->next.said, heard.frame, *meaning);
    Spoken spoken{heard.profile, heard.frame, std::move(*meaning)};
    spoken.frame.address = address_of(heard);
    const std::uint32_t address = spoken.frame.address;
    Address& known = at(address);
    ++known.counts.frames;
    known.last_heard = timers_.clock().boot();
    note_answer(spoken);
    if (spoken.meaning.what == engine::What::version) {
        known.version = spoken.meaning.text;
    }
    const bool pressed = take(spoken);
    if (reply) {
        answered(spoken, pressed);
    }
}

void BusDriver::count_meaningless(const engine::Ear::Heard& heard) {
    const auto& rules = profile(heard.profile).meanings;
    const bool key = std::any_of(rules.begin(), rules.end(), [&](const engine::MeaningRule& rule) {
        return rule.what == engine::What::press && rule.shape == heard.frame.shape &&
               rule.command.value_or(heard.frame.command) == heard.frame.command;
    });
    if (first_and_ever_rarer(key ? ++counts_.unknown_keys : ++counts_.unexpected)) {
        log_.warning(key ? "handset.unknown_key" : "frame.unexpected",
                     {{"line", settings_.line.get()},
                      {"address", heard.frame.address},
                      {"command", heard.frame.command},
                      {"data", to_hex(ByteView{heard.frame.data})}});
    }
}

bool BusDriver::take(const Spoken& spoken) {
    const std::uint32_t address = spoken.frame.address;
    switch (spoken.meaning.what) {
        case engine::What::press:
            return take_press(spoken);
        case engine::What::latched:
        case engine::What::inputs:
        case engine::What::counters:
            return take_registers(spoken);
        case engine::What::released:
            presses_.released(address);
            break;
        case engine::What::nak:
            ++counts_.naks;
            ++at(address).counts.naks;
            break;
        case engine::What::exception:
            ++counts_.exceptions;
            ++at(address).counts.exceptions;
            break;
        default:
            break;
    }
    if (health_.heard_at(address)) {
        show_again(address);
    }
    if (spoken.meaning.what == engine::What::alive || spoken.meaning.what == engine::What::released) {
        answer(spoken);
    }
    return false;
}

bool BusDriver::prompted(std::size_t place, std::uint32_t address) {
    const engine::TalkRules& talk = profile(place).talk;
    if (talk.turn != engine::Turn::prompt) {
        return true;
    }
    return talk.unsolicited || armed_.contains(address);
}

bool BusDriver::take_press(const Spoken& spoken) {
    const auto key = engine::press_key(profile(spoken.profile), spoken.frame, spoken.meaning);
    if (!key) {
        return false;
    }
    bool back = false;
    health_.heard(key->address, key->role, &back);
    if (back) {
        show_again(key->address);
    }
    const PressBook::Heard heard = presses_.hear(*key, spoken);
    if (heard.verdict != PressBook::Verdict::fresh) {
        ++counts_.repeats;
        ++at(key->address).counts.repeats;
    }
    switch (heard.verdict) {
        case PressBook::Verdict::fresh:
            health_.stuck(key->address, key->role, false);
            if (key->role == engine::Role::pad && health_.knows(key->address, key->role) &&
                !prompted(spoken.profile, key->address)) {
                ++counts_.unsolicited;
                static_cast<void>(presses_.forget(heard.press));
                return false;
            }
            deliver(heard.press, spoken, spoken.meaning.key, spoken.meaning.press);
            return true;
        case PressBook::Verdict::unanswered:
            return true;
        case PressBook::Verdict::answered:
            answer(spoken);
            return true;
        case PressBook::Verdict::stuck:
            health_.stuck(key->address, key->role, true);
            return false;
    }
    return false;
}

bool BusDriver::take_registers(const Spoken& spoken) {
    const std::uint32_t address = spoken.frame.address;
    if (health_.heard_at(address)) {
        show_again(address);
    }
    if (&at(address) == &strangers_) {
        return false;
    }
    const auto fresh = registers_.hear(address, profile(spoken.profile), spoken.meaning);
    if (spoken.meaning.what == engine::What::counters) {
        keep_counters();
    }
    for (const RegisterBank::Fresh& press : fresh) {
        if (press.press && press.press->role == engine::Role::pad && !prompted(spoken.profile, address)) {
            ++counts_.unsolicited;
            if (registers_.acknowledge(press.id)) {
                clear_latch(address);
            }
            continue;
        }
        deliver(press.id, spoken, press.key, press.press);
    }
    // A clear that got no reply is said again.
    clear_latch(address);
    return !fresh.empty();
}

void BusDriver::keep_counters() {
    if (settings_.counters == nullptr) {
        return;
    }
    auto positions = registers_.positions();
    if (positions != kept_) {
        kept_ = std::move(positions);
        settings_.counters->keep(settings_.line, kept_);
    }
}

void BusDriver::deliver(std::uint64_t press, const Spoken& spoken, std::uint32_t key,
                        std::optional<engine::Press> meant) {
    const std::uint32_t address = spoken.frame.address;
    ++counts_.presses;
    ++at(address).counts.presses;
    const ports::PressId id{settings_.line, address, press};
    engine::Role role = engine::Role::pad;
    if (meant) {
        role = meant->role;
    } else if (const auto of = engine::press_key(profile(spoken.profile), spoken.frame, spoken.meaning)) {
        role = of->role;
    }
    if (!health_.knows(address, role)) {
        const Bytes& data = spoken.frame.data;
        deliver_stray(id, role, role == engine::Role::handset && !data.empty() ? data.back() : key);
    } else if (role == engine::Role::handset && meant) {
        listener_.on_handset({id, meant->key});
    } else {
        arm(address, false);
        listener_.on_pad({id, key, meant ? meant->level : 0});
    }
}

void BusDriver::deliver_stray(const ports::PressId& id, engine::Role role, std::uint32_t key) {
    const std::uint32_t told = role == engine::Role::handset ? kHandsetKey + key : key;
    if (first_and_ever_rarer(++counts_.strays)) {
        log_.warning("press.stray", {{"line", settings_.line.get()}, {"address", id.address}, {"key", told}});
    }
    listener_.on_pad({id, told, 0});
}

}  // namespace jiaohao::drivers::bus
