// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <set>

#include "drivers/bus/hall_bus_driver.hpp"
#include "drivers/line/replay_line.hpp"
#include "drivers/line/stepped_timers.hpp"
#include "drivers/tool/parts.hpp"

namespace jiaohao::drivers::tool {
namespace {

using capture::What;

std::string meaning(const BusProfile& profile, const BusFrame& frame, bool from_host) {
    const std::string who = fmt::format("{}: ", frame.address);
    if (from_host) {
        return who + fmt::format("host says {:02x} {}", frame.function, to_hex(frame.data));
    }
    if (frame.function == profile.pad_function && !frame.data.empty()) {
        const std::uint32_t level = pad_level(profile, frame.data.back());
        return who + (level == 0 ? "pad.unknown" : fmt::format("pad.{}", level));
    }
    if (frame.function == profile.handset_function) {
        const auto key = handset_key(profile, frame.data);
        return who + (key ? "handset." + std::string(code(*key)) : "handset.unknown");
    }
    return who + fmt::format("function {:02x} that no device sends", frame.function);
}

/// Frames of one direction; a silence ends what was begun, as the driver's inter-byte time-out does.
class Direction {
  public:
    Direction(const BusProfile& profile, bool from_host)
        : profile_(profile), from_host_(from_host), decoder_(profile.frame) {}

    /// What the silence before `at` rejected.
    std::string silence(std::chrono::microseconds at) {
        std::string text;
        if (decoder_.pending() && at - last_ >= profile_.inter_byte) {
            const auto before = causes();
            decoder_.end_of_burst(
                [&](const BusFrame& frame) { add(text, meaning(profile_, frame, from_host_)); });
            add(text, rejected_since(before));
        }
        return text;
    }
    std::string take(std::chrono::microseconds at, ByteView bytes) {
        last_ = at;
        std::string text;
        const auto before = causes();
        decoder_.feed(bytes, [&](const BusFrame& frame) { add(text, meaning(profile_, frame, from_host_)); });
        add(text, rejected_since(before));
        return text;
    }
    [[nodiscard]] std::uint64_t frames() const { return decoder_.frames(); }
    [[nodiscard]] std::uint64_t rejected() const { return decoder_.rejected(); }

  private:
    using Causes = std::array<std::uint64_t, kRejectCauses>;
    [[nodiscard]] Causes causes() const {
        Causes now{};
        for (std::size_t i = 0; i < now.size(); ++i) {
            now.at(i) = decoder_.rejected(static_cast<RejectCause>(i));
        }
        return now;
    }
    [[nodiscard]] std::string rejected_since(const Causes& before) const {
        std::string text;
        const Causes now = causes();
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (now.at(i) > before.at(i)) {
                add(text, fmt::format("rejected {} bytes: {}", now.at(i) - before.at(i),
                                      code(static_cast<RejectCause>(i))));
            }
        }
        return text;
    }
    static void add(std::string& text, const std::string& more) {
        text += (text.empty() || more.empty() ? "" : ", ") + more;
    }

    const BusProfile& profile_;
    bool from_host_;
    FrameDecoder decoder_;
    std::chrono::microseconds last_{};
};

/// Takes each press down and answers it at once, as a hall with a quick disk does.
class Hall final : public ports::HallBusListener {
  public:
    Hall(const Clock& clock, BootTime origin) : clock_(clock), origin_(origin) {}
    void on_handset(const ports::HandsetPress& press) override {
        told += fmt::format("{} handset {}: {}\n", now(), press.id.address, code(press.key));
        bus->acknowledge(press.id);
    }
    void on_pad(const ports::PadPress& press) override {
        told += fmt::format("{} pad {}: key {} level {}\n", now(), press.id.address, press.key, press.level);
        bus->acknowledge(press.id);
    }
    void on_bus_device(const domain::DeviceId& device, domain::DeviceKind, domain::DeviceState state,
                       const std::string& fault) override {
        told += fmt::format("{} {} {}{}{}\n", now(), device.get(), domain::code(state),
                            fault.empty() ? "" : " ", fault);
    }
    std::string told;
    ports::HallBus* bus = nullptr;

  private:
    [[nodiscard]] std::string now() const { return stamp(clock_.boot() - origin_); }
    const Clock& clock_;
    BootTime origin_;
};

/// Everyone who was heard with a sound frame is a device of this hall.
std::vector<BusDevice> devices_heard(const capture::Capture& capture, const BusProfile& profile) {
    std::map<std::uint8_t, domain::DeviceKind> heard;
    FrameDecoder decoder(profile.frame);
    for (const capture::Record& record : capture.records) {
        if (record.what == What::heard) {
            decoder.feed(record.bytes, [&](const BusFrame& frame) {
                heard.try_emplace(frame.address, frame.function == profile.pad_function
                                                     ? domain::DeviceKind::pad
                                                     : domain::DeviceKind::handset);
            });
        }
    }
    std::vector<BusDevice> devices;
    for (const auto& [address, kind] : heard) {
        const char* const word = kind == domain::DeviceKind::pad ? "pad" : "handset";
        devices.push_back({domain::DeviceId(fmt::format("{}-{}", word, address)), kind, address});
    }
    return devices;
}

}  // namespace

std::string decode_bus(const capture::Capture& capture, const BusProfile& profile) {
    Direction devices(profile, false);
    Direction host(profile, true);
    std::string text;
    for (const capture::Record& record : capture.records) {
        if (const std::string cut = devices.silence(record.at); !cut.empty()) {
            text += stamp(record.at) + " silence  | " + cut + "\n";
        }
        std::string means;
        if (record.what == What::heard || record.what == What::written) {
            means = (record.what == What::heard ? devices : host).take(record.at, record.bytes);
        }
        text += stamp(record.at) + " " + shown(record) + (means.empty() ? "" : "  | " + means) + "\n";
    }
    return text + fmt::format("{} frames of devices, {} of the host, {} bytes rejected\n", devices.frames(),
                              host.frames(), devices.rejected());
}

Replayed replay_bus(const capture::Capture& capture, const BusProfile& profile) {
    const BootTime origin = capture.header.origin;
    SteppedClock clock(origin, capture.header.wall, capture.header.boot);
    SteppedTimers timers(clock);
    ReplayLine line(capture, timers);
    Hall hall(clock, origin);
    NullSink sink;
    HallBusSettings settings;
    settings.line = domain::DeviceId(capture.header.line);
    settings.profile = profile;
    settings.devices = devices_heard(capture, profile);
    settings.first_press = 1;
    HallBusDriver driver(
        settings, line, timers, hall, [](const std::function<void()>& task) { task(); }, Log(sink, "replay"));
    hall.bus = &driver;
    driver.start();
    const auto last = capture.records.empty() ? std::chrono::microseconds{0} : capture.records.back().at;
    while (timers.step(origin + last)) {
    }
    std::string differences;
    for (const ReplayDifference& difference : line.differences()) {
        differences += to_string(difference) + "\n";
    }
    const BusCounts counted = driver.counts();
    driver.stop();
    hall.told += fmt::format("frames {}, presses {}, repeats {}, strays {}, unknown keys {}", counted.frames,
                             counted.presses, counted.repeats, counted.strays, counted.unknown_keys);
    for (const auto& [cause, bytes] : counted.rejected) {
        hall.told += bytes == 0 ? "" : fmt::format(", rejected {} {}", bytes, code(cause));
    }
    hall.told += "\n";
    return {std::move(hall.told), std::move(differences)};
}

}  // namespace jiaohao::drivers::tool
