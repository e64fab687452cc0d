// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <set>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/engine/example_check.hpp"
#include "drivers/frames/encode.hpp"
#include "drivers/line/replay_line.hpp"
#include "drivers/line/stepped_timers.hpp"
#include "drivers/tool/devices_note.hpp"
#include "drivers/tool/parts.hpp"

namespace jiaohao::drivers::tool {
namespace {

using capture::What;

std::string said_by_host(const frames::Frame& frame) {
    return fmt::format("{}: host says {:02x} {}", frame.address, frame.command, to_hex(frame.data));
}

std::string told_by_device(const engine::DeviceProfile& profile, const frames::Frame& frame) {
    const auto bytes = frames::encode(profile.shapes[frame.shape], frame);
    const std::string words = bytes ? engine::device_words(profile, *bytes) : "unknown";
    return words == "unknown" ? fmt::format("{}: {:02x} {} that no device sends", frame.address,
                                            frame.command, to_hex(frame.data))
                              : fmt::format("{}: {}", frame.address, words);
}

std::string meaning(const engine::DeviceProfile& profile, const frames::Frame& frame, bool from_host) {
    return from_host ? said_by_host(frame) : told_by_device(profile, frame);
}

/// Frames of one direction; a silence ends what was begun, as the driver's inter-byte time-out does.
class Direction {
  public:
    Direction(const engine::DeviceProfile& profile, bool from_host)
        : profile_(profile),
          from_host_(from_host),
          decoder_(profile.shapes,
                   from_host ? frames::Deframer::Hear::host : frames::Deframer::Hear::device) {}

    /// What the silence before `at` rejected.
    std::string silence(std::chrono::microseconds at) {
        std::string text;
        if (decoder_.pending() && at - last_ >= profile_.line.inter_byte) {
            const auto before = causes();
            decoder_.end_of_burst(
                [&](const frames::Frame& frame) { add(text, meaning(profile_, frame, from_host_)); });
            add(text, rejected_since(before));
        }
        return text;
    }
    std::string take(std::chrono::microseconds at, ByteView bytes) {
        last_ = at;
        std::string text;
        const auto before = causes();
        decoder_.feed(bytes,
                      [&](const frames::Frame& frame) { add(text, meaning(profile_, frame, from_host_)); });
        add(text, rejected_since(before));
        return text;
    }
    [[nodiscard]] std::uint64_t frames() const { return decoder_.frames(); }
    [[nodiscard]] std::uint64_t rejected() const { return decoder_.rejected(); }

  private:
    using Causes = std::array<std::uint64_t, frames::kRejectCauses>;
    [[nodiscard]] Causes causes() const {
        Causes now{};
        for (std::size_t i = 0; i < now.size(); ++i) {
            now.at(i) = decoder_.rejected(static_cast<frames::RejectCause>(i));
        }
        return now;
    }
    [[nodiscard]] std::string rejected_since(const Causes& before) const {
        std::string text;
        const Causes now = causes();
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (now.at(i) > before.at(i)) {
                add(text, fmt::format("rejected {} bytes: {}", now.at(i) - before.at(i),
                                      code(static_cast<frames::RejectCause>(i))));
            }
        }
        return text;
    }
    static void add(std::string& text, const std::string& more) {
        text += (text.empty() || more.empty() ? "" : ", ") + more;
    }

    const engine::DeviceProfile& profile_;
    bool from_host_;
    frames::Deframer decoder_;
    std::chrono::microseconds last_{};
};

/// Takes each press down and answers it at once, as a hall with a quick disk does.
class Hall final : public ports::HallBusListener {
  public:
    Hall(const Clock& clock, BootTime origin) : clock_(clock), origin_(origin) {}
    void on_handset(const ports::HandsetPress& press) override {
        told += fmt::format("{} handset {}: {}\n", now(), press.id.address, engine::code(press.key));
        hall_bus->acknowledge(press.id);
    }
    void on_pad(const ports::PadPress& press) override {
        told += fmt::format("{} pad {}: key {} level {}\n", now(), press.id.address, press.key, press.level);
        hall_bus->acknowledge(press.id);
    }
    void on_bus_device(const domain::DeviceId& device, domain::DeviceKind, domain::DeviceState state,
                       const std::string& fault) override {
        told += fmt::format("{} {} {}{}{}\n", now(), device.get(), domain::code(state),
                            fault.empty() ? "" : " ", fault);
    }
    std::string told;
    ports::HallBus* hall_bus = nullptr;

  private:
    [[nodiscard]] std::string now() const { return stamp(clock_.boot() - origin_); }
    const Clock& clock_;
    BootTime origin_;
};

/// For recordings that do not name their devices: everyone who was heard with a sound frame is one.
std::vector<bus::BusDevice> devices_heard(const capture::Capture& capture,
                                          const engine::DeviceProfile& profile) {
    std::map<std::uint32_t, engine::Role> heard;
    frames::Deframer decoder(profile.shapes, frames::Deframer::Hear::device);
    for (const capture::Record& record : capture.records) {
        if (record.what == What::heard) {
            decoder.feed(record.bytes, [&](const frames::Frame& frame) {
                const auto meaning = engine::meaning_of(profile, frame);
                const auto key = meaning ? engine::press_key(profile, frame, *meaning) : std::nullopt;
                heard.try_emplace(frame.address, key ? key->role : profile.roles.front());
            });
        }
    }
    std::vector<bus::BusDevice> devices;
    devices.reserve(heard.size());
    for (const auto& [address, role] : heard) {
        devices.push_back({domain::DeviceId(fmt::format("{}-{}", engine::code(role), address)),
                           bus::kind_of(role), address, 0});
    }
    return devices;
}

}  // namespace

std::string decode_bus(const capture::Capture& capture, const engine::DeviceProfile& profile) {
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

Replayed replay_bus(const capture::Capture& capture, const engine::DeviceProfile& profile) {
    const BootTime origin = capture.header.origin;
    SteppedClock clock(origin, capture.header.wall, capture.header.boot);
    SteppedTimers timers(clock);
    ReplayLine line(capture, timers);
    Hall hall(clock, origin);
    NullSink sink;
    bus::BusSettings settings;
    settings.line = domain::DeviceId(capture.header.line);
    settings.profiles = {profile};
    const auto devices = capture.header.about.find("devices");
    if (devices != capture.header.about.end()) {
        settings.devices = devices_from_note(devices->second);
    }
    if (settings.devices.empty() || !bus::settings_faults(settings).empty()) {
        settings.devices = devices_heard(capture, profile);
    }
    settings.first_press = 1;
    bus::BusDriver driver(
        settings, line, timers, hall, [](const std::function<void()>& task) { task(); }, Log(sink, "replay"));
    hall.hall_bus = &driver;
    driver.start();
    const auto last = capture.records.empty() ? std::chrono::microseconds{0} : capture.records.back().at;
    while (timers.step(origin + last)) {
    }
    std::string differences;
    for (const ReplayDifference& difference : line.differences()) {
        differences += to_string(difference) + "\n";
    }
    const bus::BusCounts counted = driver.counts();
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
