// Driver of the hall bus A: handsets and rating pads by address on one line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/bus/bus_health.hpp"
#include "drivers/bus/frame_codec.hpp"
#include "drivers/bus/press_table.hpp"
#include "drivers/bus/profile.hpp"
#include "drivers/bus/send_queue.hpp"
#include "drivers/line/byte_line.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers {

struct HallBusSettings {
    domain::DeviceId line;
    BusProfile profile;
    /// 0: the profile's.
    std::int32_t baud = 0;
    std::vector<BusDevice> devices;
    /// Number of the first press; 0: derived from the wall clock, so that numbers of an earlier process are
    /// not used again.
    std::uint64_t first_press = 0;
};

/// Everything that was counted since start.
struct BusCounts {
    std::uint64_t frames = 0;
    std::uint64_t presses = 0;
    /// The same press heard again.
    std::uint64_t repeats = 0;
    /// Presses from addresses that are not configured.
    std::uint64_t strays = 0;
    /// Handset data that the profile gives no meaning; not echoed.
    std::uint64_t unknown_keys = 0;
    /// Sound frames with a function that no device sends.
    std::uint64_t unexpected = 0;
    std::uint64_t own_echoes = 0;
    std::uint64_t sent = 0;
    std::uint64_t replaced = 0;
    std::uint64_t refused_writes = 0;
    std::uint64_t bad_addresses = 0;
    std::uint64_t never_answered = 0;
    /// Rejected bytes by RejectCause.
    std::map<RejectCause, std::uint64_t> rejected;
};

/// Presses at addresses that are not configured reach the listener as on_pad() with level 0; the key is what
/// a pad sent, or 0x100 + the last data byte of a handset's frame.
///
/// Thread: the HallBus calls are thread-safe (they go through `post`); everything else, construction and
/// destruction included, on the devices thread. Lifetime: line, timers and listener outlive the driver; a
/// posted call that comes after the driver is gone does nothing.
class HallBusDriver final : public ports::HallBus, private LineListener {
  public:
    /// Runs a function on the devices thread, later or at once. Thread-safe.
    using Post = std::function<void(std::function<void()>)>;

    HallBusDriver(HallBusSettings settings, ByteLine& line, Timers& timers, ports::HallBusListener& listener,
                  Post post, Log log);
    ~HallBusDriver() override;
    HallBusDriver(const HallBusDriver&) = delete;
    HallBusDriver& operator=(const HallBusDriver&) = delete;

    void start();
    void stop();
    [[nodiscard]] BusCounts counts() const;

    void acknowledge(const ports::PressId& id) override;
    void forget(const ports::PressId& id) override;
    void show_number(std::uint32_t address, const std::string& number) override;
    void show_waiting(std::uint32_t address, std::uint32_t waiting) override;
    void beep(std::uint32_t address) override;
    void start_rating(std::uint32_t address) override;
    void stop_rating(std::uint32_t address) override;

  private:
    /// A frame sent a moment ago, which the line may give back.
    struct Sent {
        BusFrame frame;
        SendKind kind{};
        Timers::Id timer = 0;
        std::uint64_t nth = 0;
    };
    using Frames = std::deque<BusFrame>;

    void on_bytes(ByteView bytes, BootTime at) override;
    void on_line_up() override;
    void on_line_down(const std::string& reason) override;

    void run_here(std::function<void(HallBusDriver&)> call);
    void say(SendKind kind, std::uint32_t address, const std::vector<BusMessage>& messages);
    void on_frame(const BusFrame& frame);
    void on_press(const BusFrame& frame, bool from_pad);
    void deliver(const BusFrame& frame, bool from_pad, std::uint64_t press);
    void answer(const BusFrame& frame);
    [[nodiscard]] bool is_own_echo(const BusFrame& frame);
    void restart_burst_timer();
    void note_rejected();
    void hold_until(BootTime free_at);
    void pump();
    [[nodiscard]] bool send_next();
    [[nodiscard]] std::uint64_t remember_sent(const SendQueue::Next& next, std::chrono::nanoseconds travel);
    void forget_sent(std::uint64_t nth);

    const HallBusSettings settings_;
    ByteLine& line_;
    Timers& timers_;
    ports::HallBusListener& listener_;
    Post post_;
    Log log_;
    BusCounts counts_;
    FrameDecoder decoder_;
    BusHealth health_;
    PressTable presses_;
    SendQueue queue_;
    /// What every address was told last, in the order it was told.
    std::map<std::uint8_t, std::vector<std::pair<SendKind, Frames>>> shown_;
    std::deque<Sent> sent_;
    /// Set by the profile, or by hearing our own commands come back.
    bool suppress_echo_;
    std::uint64_t rejected_seen_ = 0;
    std::uint64_t rejected_since_frame_ = 0;
    std::uint64_t bad_bursts_ = 0;
    BootTime free_at_{};
    Timers::Id burst_timer_ = 0;
    Timers::Id pump_timer_ = 0;
    /// Posted calls hold a weak reference: none reaches a driver that is gone.
    std::shared_ptr<HallBusDriver*> self_;
};

}  // namespace jiaohao::drivers
