// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/bus_world.hpp"

#include <algorithm>

#include "drivers/bus/press_table.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostListed = 100'000;
/// Bytes that wait for the line; a stuck or doubled device cannot fill the memory.
constexpr std::size_t kMostOut = 65'536;

}  // namespace

BusWorld::BusWorld(WorldSettings settings, const Clock& clock, Emit emit)
    : settings_(std::move(settings)),
      clock_(clock),
      emit_(std::move(emit)),
      faults_(settings_.seed),
      decoder_(settings_.profile.frame) {
    for (const std::uint8_t address : settings_.handsets) {
        devices_.emplace_back().address = address;
    }
    for (const std::uint8_t address : settings_.pads) {
        devices_.emplace_back().address = address;
        devices_.back().pad = true;
    }
    for (const char* name : {"presses", "frames_sent", "acknowledged", "failed", "host_frames", "unheard"}) {
        counts_[name] = 0;
    }
}

void BusWorld::emit(std::string name, const Device& device, std::map<std::string, std::string> texts) const {
    emit_({std::move(name), std::move(texts), {{"address", device.address}}});
}

BusWorld::Device* BusWorld::find(std::uint8_t address, bool pad) {
    const auto found = std::find_if(devices_.begin(), devices_.end(), [&](const Device& device) {
        return device.address == address && device.pad == pad;
    });
    return found == devices_.end() ? nullptr : &*found;
}

bool BusWorld::key(std::uint8_t address, const std::string& key, std::string id, Real now) {
    const auto code = handset_key_from_code(key);
    const auto& rules = settings_.profile.handset_keys;
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const HandsetKeyRule& known) { return code && known.key == *code; });
    return rule != rules.end() && add(find(address, false), {std::move(id), key, rule->data}, now);
}

bool BusWorld::press(std::uint8_t address, std::uint8_t key, std::string id, Real now) {
    return add(find(address, true), {std::move(id), std::to_string(key), {key}}, now);
}

bool BusWorld::add(Device* device, Press press, Real now) {
    if (device == nullptr || device->waiting.size() >= kMostWaiting) {
        return false;
    }
    if (press.id.empty()) {
        press.id = "p" + std::to_string(++made_up_);
    }
    ++counts_["presses"];
    device->waiting.push_back(std::move(press));
    start_next(*device, now);
    return true;
}

BusFrame BusWorld::frame_of(const Device& device) const {
    const BusProfile& profile = settings_.profile;
    return {device.address, device.pad ? profile.pad_function : profile.handset_function,
            device.current->data};
}

Real BusWorld::answer_wait() const {
    return std::max<Real>(clock_.to_real(settings_.profile.device_retry), kLeastRealWait);
}

Real BusWorld::transmit(const Bytes& bytes, Real now) {
    const std::int32_t baud = settings_.baud != 0 ? settings_.baud : settings_.profile.baud;
    const Real each = clock_.to_real(bus_travel_time(baud, 1));
    line_free_ = std::max(line_free_, now);
    for (const std::uint8_t byte : bytes) {
        line_free_ += each;
        if (out_.size() < kMostOut) {
            out_.push_back({line_free_, byte});
        }
    }
    return line_free_;
}

void BusWorld::send_current(Device& device, Real now) {
    Real sent = now;
    if (!faults_.strikes("silent", device.address)) {
        ++counts_["frames_sent"];
        const Bytes frame = encode(settings_.profile.frame, frame_of(device));
        sent = transmit(faults_.spoil(frame, device.address), now);
        if (faults_.strikes("doubled-press", device.address)) {
            sent = transmit(faults_.spoil(frame, device.address), now);
        }
    }
    device.deadline = sent + answer_wait();
}

void BusWorld::start_next(Device& device, Real now) {
    if (device.current || device.waiting.empty()) {
        return;
    }
    if (device.waiting.front().data == device.answered && now < device.held_until) {
        return;
    }
    device.current = std::move(device.waiting.front());
    device.waiting.pop_front();
    device.tries = 0;
    device.stuck.reset();
    send_current(device, now);
}

void BusWorld::answered(Device& device, Real now) {
    ++counts_["acknowledged"];
    done_.push_back({device.current->id, device.current->key, device.address});
    if (done_.size() > kMostListed) {
        done_.pop_front();
    }
    if (faults_.strikes("stuck-key", device.address)) {
        device.stuck = frame_of(device);
        device.stuck_at = now + answer_wait();
    }
    const Press press = *std::exchange(device.current, std::nullopt);
    device.answered = press.data;
    if (clock_.simulated()) {
        const Real window = clock_.to_real(settings_.profile.repeat_window);
        device.held_until = now + std::max<Real>(window, kLeastWindow) + std::chrono::milliseconds{100};
    }
    emit(device.pad ? "acknowledged" : "echo", device, {{"id", press.id}, {"key", press.key}});
    start_next(device, now);
}

void BusWorld::step(Device& device, Real now) {
    if (device.current && now >= device.deadline) {
        if (device.tries < settings_.profile.device_retries) {
            ++device.tries;
            send_current(device, now);
        } else {
            ++counts_["failed"];
            const Press press = *std::exchange(device.current, std::nullopt);
            device.answered.clear();
            emit(device.pad ? "not_acknowledged" : "no_echo", device, {{"id", press.id}, {"key", press.key}});
        }
    }
    if (device.stuck && !faults_.any("stuck-key")) {
        device.stuck.reset();
    }
    if (device.stuck && now >= device.stuck_at) {
        ++counts_["frames_sent"];
        device.stuck_at = transmit(encode(settings_.profile.frame, *device.stuck), now) + answer_wait();
    }
    start_next(device, now);
}

Bytes BusWorld::tick(Real now) {
    if (decoder_.pending() && now >= burst_end_) {
        decoder_.end_of_burst([&](const BusFrame& frame) { to_devices(frame, now); });
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
    std::optional<Real> next;
    const auto sooner = [&next](Real due) { next = std::min(next.value_or(due), due); };
    if (!out_.empty()) {
        sooner(out_.front().due);
    }
    if (decoder_.pending()) {
        sooner(burst_end_);
    }
    for (const Device& device : devices_) {
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
        pending += static_cast<std::int64_t>(device.waiting.size()) + (device.current ? 1 : 0);
    }
    event.numbers["pending"] = pending;
    event.numbers["host_rejected_bytes"] = static_cast<std::int64_t>(decoder_.rejected());
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
        std::map<std::string, std::string> texts{{"kind", device.pad ? "pad" : "handset"}};
        if (device.pad) {
            texts["armed"] = device.armed ? "yes" : "no";
        } else {
            texts["digits"] = device.digits;
        }
        emit("device", device, std::move(texts));
    }
}

}  // namespace jiaohao::drivers::sim_bus
