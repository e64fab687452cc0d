// Lines whose far end is a simulated device in the same process, on stepped timers: an hour of faults in a moment,
// the same every time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/one_shot.hpp"
#include "drivers/line/serial_setting.hpp"
#include "drivers/sim/bus/bus_world.hpp"
#include "drivers/sim/printer/model.hpp"

namespace jiaohao::drivers::testing {

/// Bytes travel at the line's speed, in chunks of at most 16; what is under way at unplugging is lost.
class SimLine : public ByteLine {
  public:
    SimLine(SerialSetting setting, Timers& timers)
        : setting_(std::move(setting)), timers_(timers), pump_(timers) {}

    void start(LineListener& listener) override { listener_ = &listener; }
    void stop() override {
        listener_ = nullptr;
        up_ = false;
        ++plugged_;
        pump_.cancel();
    }
    [[nodiscard]] bool write(ByteView bytes) override {
        if (!up_) {
            return false;
        }
        for (std::size_t from = 0; from < bytes.size(); from += 16) {
            const auto part = bytes.subspan(from, std::min<std::size_t>(16, bytes.size() - from));
            to_device_ = std::max(to_device_, now()) + travel_time(setting_, part.size());
            later(to_device_, [this, chunk = Bytes(part.begin(), part.end())] {
                arrive(chunk);
                pump();
            });
        }
        return true;
    }
    [[nodiscard]] std::size_t backlog() const override { return 0; }
    [[nodiscard]] bool up() const override { return up_; }
    [[nodiscard]] std::string name() const override { return setting_.path; }

    void plug() {
        up_ = true;
        listener_->on_line_up();
        pump();
    }
    void unplug() {
        up_ = false;
        ++plugged_;
        lost();
        listener_->on_line_down("lost path=" + setting_.path);
    }
    /// Call after changing the device.
    void pump() {
        Bytes said = speak();
        if (!said.empty() && up_) {
            to_host_ = std::max(to_host_, now()) + travel_time(setting_, said.size());
            later(to_host_, [this, said] { listener_->on_bytes(said, now()); });
        }
        if (const auto due = next_due()) {
            pump_.start(std::max<std::chrono::nanoseconds>(*due - now(), std::chrono::microseconds{1}), {},
                        [this] { pump(); });
        }
    }

  protected:
    virtual void arrive(const Bytes& bytes) = 0;
    [[nodiscard]] virtual Bytes speak() = 0;
    [[nodiscard]] virtual std::optional<BootTime> next_due() const = 0;
    virtual void lost() = 0;
    [[nodiscard]] BootTime now() const { return timers_.clock().boot(); }

  private:
    void later(BootTime at, std::function<void()> act) {
        static_cast<void>(timers_.start(at - now(), {}, [this, plugged = plugged_, act = std::move(act)] {
            if (plugged == plugged_ && up_) {
                act();
            }
        }));
    }

    SerialSetting setting_;
    Timers& timers_;
    LineListener* listener_ = nullptr;
    bool up_ = false;
    int plugged_ = 0;
    BootTime to_device_{};
    BootTime to_host_{};
    OneShot pump_;
};

class SimPrinterLine final : public SimLine {
  public:
    SimPrinterLine(const printer::PrinterProfile& profile, SerialSetting setting, Timers& timers)
        : SimLine(std::move(setting), timers),
          model(profile, timers.clock(), [this](const sim::Paper&) { ++papers; }) {}
    int papers = 0;
    sim::PrinterModel model;

  private:
    void arrive(const Bytes& bytes) override { model.receive(bytes); }
    Bytes speak() override {
        model.run();
        return model.take_replies();
    }
    [[nodiscard]] std::optional<BootTime> next_due() const override { return model.next_due(); }
    void lost() override { model.power_off(); }
};

class SimBusLine final : public SimLine {
  public:
    SimBusLine(sim_bus::WorldSettings settings, SerialSetting setting, Timers& timers)
        : SimLine(std::move(setting), timers),
          world(std::move(settings), timers.clock(), [](const auto&) {}) {}
    [[nodiscard]] sim_bus::Real real() const { return now().time_since_epoch(); }
    sim_bus::BusWorld world;

  private:
    void arrive(const Bytes& bytes) override { world.from_host(bytes, real()); }
    Bytes speak() override { return world.tick(real()); }
    [[nodiscard]] std::optional<BootTime> next_due() const override {
        const auto due = world.next_due();
        return due ? std::optional(BootTime{*due}) : std::nullopt;
    }
    void lost() override { world.drop_line(); }
};

}  // namespace jiaohao::drivers::testing
