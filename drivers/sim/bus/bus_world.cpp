// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/bus_world.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "drivers/bus/press_book.hpp"
#include "drivers/frames/encode.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

using engine::Role;
using engine::What;

constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostListed = 100'000;
/// Bytes that wait for the line; a stuck or doubled device cannot fill the memory.
constexpr std::size_t kMostOut = 65'536;
constexpr std::chrono::milliseconds kSlowByte{5};
/// How long a finger stays on a key of a device that shows its keys as they are.
constexpr std::chrono::milliseconds kHeld{500};

}  // namespace

BusWorld::BusWorld(WorldSettings settings, const Clock& clock, Emit emit)
    : settings_(std::move(settings)),
      clock_(clock),
      emit_(std::move(emit)),
      faults_(settings_.seed),
      ear_(
          {&settings_.profile}, [](std::uint32_t) { return std::optional<std::size_t>{0}; },
          frames::Deframer::Hear::host) {
    for (const std::uint32_t address : settings_.handsets) {
        add_device(address, {Role::handset});
    }
    for (const std::uint32_t address : settings_.pads) {
        add_device(address, {Role::pad});
    }
    for (const std::uint32_t address : settings_.devices) {
        add_device(address, {settings_.profile.roles.begin(), settings_.profile.roles.end()});
    }
    for (const char* name : {"presses", "frames_sent", "acknowledged", "failed", "host_frames", "unheard"}) {
        counts_[name] = 0;
    }
}

void BusWorld::add_device(std::uint32_t address, const std::set<Role>& roles) {
    Device& device = devices_.emplace_back();
    device.address = address;
    device.roles = roles;
    for (std::size_t i = 0; i < settings_.profile.meanings.size(); ++i) {
        const engine::MeaningRule& rule = settings_.profile.meanings[i];
        if (rule.what == What::counters) {
            device.counters[i].resize(rule.data.count_of(engine::Field::count));
        }
    }
}

void BusWorld::emit(std::string name, const Device& device, std::map<std::string, std::string> texts) const {
    emit_({std::move(name), std::move(texts), {{"address", device.address}}});
}

BusWorld::Device* BusWorld::find(std::uint32_t address, Role role) {
    const auto found = std::find_if(devices_.begin(), devices_.end(), [&](const Device& device) {
        return device.address == address && device.roles.contains(role);
    });
    return found == devices_.end() ? nullptr : &*found;
}

bool BusWorld::is_register(std::size_t rule) const {
    const What what = settings_.profile.meanings[rule].what;
    return what == What::latched || what == What::inputs || what == What::counters;
}

std::optional<BusWorld::Press> BusWorld::by_meaning(const engine::Press& wanted) const {
    const auto& rules = settings_.profile.meanings;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].press == wanted) {
            return Press{"", "", i, 0};
        }
        for (const auto& [value, press] : rules[i].keys) {
            if (press == wanted) {
                return Press{"", "", i, value};
            }
        }
    }
    return std::nullopt;
}

std::optional<BusWorld::Press> BusWorld::by_key(std::uint32_t key) const {
    const auto& rules = settings_.profile.meanings;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        // A key that the profile does not know is still one that a pad may send.
        if (!rules[i].keys.empty() && (rules[i].what == What::press || rules[i].keys.contains(key))) {
            return Press{"", "", i, key};
        }
    }
    return std::nullopt;
}

bool BusWorld::key(std::uint32_t address, const std::string& key, std::string id, Real now) {
    const auto wanted = engine::press_from_code("handset." + key);
    auto press = wanted ? by_meaning(*wanted) : std::nullopt;
    if (press) {
        press->key = key;
    }
    return add(find(address, Role::handset), std::move(press), std::move(id), now);
}

bool BusWorld::press(std::uint32_t address, std::uint32_t key, std::string id, Real now) {
    auto press = by_key(key);
    if (press) {
        press->key = std::to_string(key);
    }
    Device* pad = find(address, Role::pad);
    return add(pad != nullptr ? pad : find(address, Role::handset), std::move(press), std::move(id), now);
}

bool BusWorld::press_meaning(std::uint32_t address, const std::string& means, std::string id, Real now) {
    const auto wanted = engine::press_from_code(means);
    if (!wanted) {
        return false;
    }
    auto press = by_meaning(*wanted);
    if (press) {
        press->key = means;
    }
    return add(find(address, wanted->role), std::move(press), std::move(id), now);
}

bool BusWorld::add(Device* device, std::optional<Press> press, std::string id, Real now) {
    if (device == nullptr || !press || device->waiting.size() >= kMostWaiting) {
        return false;
    }
    press->id = id.empty() ? "p" + std::to_string(++made_up_) : std::move(id);
    ++counts_["presses"];
    if (is_register(press->rule)) {
        into_registers(*device, *press, now);
        return true;
    }
    device->waiting.push_back(std::move(*press));
    start_next(*device, now);
    return true;
}

void BusWorld::into_registers(Device& device, const Press& press, Real now) {
    const engine::MeaningRule& rule = rule_of(press);
    if (rule.what == What::counters) {
        std::uint32_t& count = device.counters[press.rule].at(press.value);
        count = rule.modulus > 1 ? static_cast<std::uint32_t>((std::uint64_t{count} + 1) % rule.modulus)
                                 : count + 1;
    } else {
        device.bits[press.rule] |= 1U << press.value;
        device.let_go_at = now + kHeld;
        if (rule.what == What::latched) {
            // Pressed again before the host has cleared it, the bit is one press.
            device.latched.emplace(press.value, press);
        }
    }
    device.last = LastPress::kept;
    emit("kept", device, {{"id", press.id}, {"key", press.key}});
}

std::optional<frames::Frame> BusWorld::frame_of(const Device& device, const Press& press) const {
    DeviceValues values;
    values.key = press.value;
    return frame_for(settings_.profile, press.rule, device.address, values);
}

std::vector<frames::Frame> BusWorld::answer_for(const Device& device, const Press& press) const {
    std::vector<frames::Frame> answer;
    const auto frame = frame_of(device, press);
    const auto meaning = frame ? engine::meaning_of(settings_.profile, *frame) : std::nullopt;
    const auto said = meaning ? engine::answer_to(settings_.profile, *frame, *meaning) : engine::Said{};
    if (said) {
        for (const engine::Utterance& one : *said) {
            answer.push_back(one.frame);
        }
    }
    return answer;
}

Real BusWorld::answer_wait() const {
    return std::max<Real>(clock_.to_real(settings_.profile.talk.device_retry), kLeastRealWait);
}

Real BusWorld::transmit(const Bytes& bytes, Real from, Real gap) {
    SerialSetting port = settings_.profile.line.port;
    port.baud = settings_.baud != 0 ? settings_.baud : port.baud;
    const Real each = clock_.to_real(travel_time(port, 1)) + gap;
    line_free_ = std::max(line_free_, from);
    for (const std::uint8_t byte : bytes) {
        line_free_ += each;
        if (out_.size() < kMostOut) {
            out_.push_back({line_free_, byte});
        }
    }
    return line_free_;
}

Real BusWorld::say(const Device& device, const frames::Frame& frame, Real now, bool reply) {
    const frames::Shape& shape = settings_.profile.shapes[frame.shape];
    const auto bytes = frames::encode(shape, frame);
    if (!bytes || faults_.strikes("silent", device.address)) {
        return now;
    }
    ++counts_["frames_sent"];
    Real from = now;
    if (reply) {
        from = std::max(now, host_until_) + clock_.to_real(settings_.reply_after);
        if (faults_.strikes("late-reply", device.address)) {
            from += clock_.to_real(settings_.profile.talk.reply_time) * 3 / 2;
        }
    }
    const Real gap = faults_.strikes("slow-reply", device.address) ? Real{kSlowByte} : Real{0};
    Real sent = transmit(faults_.spoil(*bytes, device.address, check_from_end(shape)), from, gap);
    if (faults_.strikes("doubled-press", device.address)) {
        sent = transmit(*bytes, sent, gap);
    }
    return sent;
}

void BusWorld::send_current(Device& device, Real now) {
    const auto frame = frame_of(device, *device.current);
    const Real sent = frame ? say(device, *frame, now, false) : now;
    device.deadline = sent + answer_wait();
    if (answer_for(device, *device.current).empty()) {
        answered(device, now);
    }
}

void BusWorld::start_next(Device& device, Real now) {
    if (device.current || device.waiting.empty()) {
        return;
    }
    const Press& first = device.waiting.front();
    if (device.answered && device.answered->same_key(first) && now < device.held_until) {
        return;
    }
    device.current = std::move(device.waiting.front());
    device.waiting.pop_front();
    device.tries = 0;
    device.stuck.reset();
    if (!polled()) {
        send_current(device, now);
    }
}

void BusWorld::answered(Device& device, Real now) {
    ++counts_["acknowledged"];
    ++device.answered_count;
    device.last = LastPress::answered;
    done_.push_back({device.current->id, device.current->key, device.address});
    if (done_.size() > kMostListed) {
        done_.pop_front();
    }
    if (faults_.strikes("stuck-key", device.address)) {
        device.stuck = device.current;
        device.stuck_at = now + answer_wait();
    }
    const Press press = *std::exchange(device.current, std::nullopt);
    device.answered = press;
    if (clock_.simulated()) {
        const Real window = clock_.to_real(settings_.profile.talk.repeat_window);
        device.held_until = now + std::max<Real>(window, bus::kLeastWindow) + std::chrono::milliseconds{100};
    }
    // A handset shows its own frame that came back; a pad is told.
    const bool echoed = rule_of(press).answer_echo;
    emit(echoed ? "echo" : "acknowledged", device, {{"id", press.id}, {"key", press.key}});
    start_next(device, now);
}

void BusWorld::step(Device& device, Real now) {
    const engine::TalkRules& talk = settings_.profile.talk;
    if (device.current && !polled() && now >= device.deadline) {
        if (device.tries < talk.device_retries && talk.device_retry.count() > 0) {
            ++device.tries;
            send_current(device, now);
        } else {
            ++counts_["failed"];
            const Press press = *std::exchange(device.current, std::nullopt);
            device.answered.reset();
            device.last = LastPress::failed;
            emit(rule_of(press).answer_echo ? "no_echo" : "not_acknowledged", device,
                 {{"id", press.id}, {"key", press.key}});
        }
    }
    if (device.stuck && !faults_.any("stuck-key")) {
        device.stuck.reset();
    }
    if (device.stuck && !polled() && now >= device.stuck_at) {
        const auto frame = frame_of(device, *device.stuck);
        ++counts_["frames_sent"];
        const auto bytes = frames::encode(settings_.profile.shapes[frame->shape], *frame);
        device.stuck_at = transmit(*bytes, now) + answer_wait();
    }
    if (device.let_go_at <= now) {
        for (auto& [rule, bits] : device.bits) {
            bits = settings_.profile.meanings[rule].what == What::inputs ? 0 : bits;
        }
    }
    start_next(device, now);
}

Bytes BusWorld::tick(Real now) {
    faults_.pass(now);
    if (ear_.pending() && now >= burst_end_) {
        ear_.end_of_burst([&](const engine::Ear::Heard& heard) { to_devices(heard.frame, now); });
    }
    for (Device& device : devices_) {
        step(device, now);
    }
    Bytes bytes;
    while (!out_.empty() && out_.front().due <= now) {
        bytes.push_back(out_.front().byte);
        out_.pop_front();
    }
    return bytes;
}

std::optional<Real> BusWorld::next_due() const {
    std::optional<Real> next = faults_.next_end();
    const auto sooner = [&next](Real due) { next = std::min(next.value_or(due), due); };
    if (!out_.empty()) {
        sooner(out_.front().due);
    }
    if (ear_.pending()) {
        sooner(burst_end_);
    }
    for (const Device& device : devices_) {
        if (polled()) {
            continue;
        }
        if (device.current) {
            sooner(device.deadline);
        } else if (!device.waiting.empty()) {
            sooner(device.held_until);
        }
        if (device.stuck) {
            sooner(device.stuck_at);
        }
    }
    return next;
}

SimEvent BusWorld::counts() const {
    SimEvent event{"counts", {}, counts_};
    std::int64_t pending = 0;
    for (const Device& device : devices_) {
        pending += static_cast<std::int64_t>(device.waiting.size() + device.latched.size()) +
                   (device.current ? 1 : 0);
    }
    event.numbers["pending"] = pending;
    event.numbers["host_rejected_bytes"] = static_cast<std::int64_t>(ear_.deframer().rejected());
    return event;
}

void BusWorld::list_acknowledged() const {
    for (const Done& done : done_) {
        emit_({"listed", {{"id", done.id}, {"key", done.key}}, {{"address", done.address}}});
    }
    emit_({"list_end", {}, {{"count", static_cast<std::int64_t>(done_.size())}}});
}

void BusWorld::list_devices() const {
    for (const Device& device : devices_) {
        std::vector<std::string_view> kinds;
        for (const Role role : device.roles) {
            kinds.push_back(engine::code(role));
        }
        std::map<std::string, std::string> texts{{"kind", fmt::format("{}", fmt::join(kinds, "+"))}};
        if (device.roles.contains(Role::pad)) {
            texts["armed"] = device.armed ? "yes" : "no";
        }
        if (device.roles.contains(Role::handset) || device.roles.contains(Role::display)) {
            texts["digits"] = device.digits;
        }
        if (!device.waiting_shown.empty()) {
            texts["waiting"] = device.waiting_shown;
        }
        if (!device.text.empty()) {
            texts["text"] = device.text;
        }
        for (const auto& [rule, counts] : device.counters) {
            texts["counters"] = fmt::format("{}", fmt::join(counts, ","));
        }
        emit("device", device, std::move(texts));
    }
}

}  // namespace jiaohao::drivers::sim_bus
