// Driver of one line with handsets, rating pads and displays by address, whatever profiles they speak.
//
// Devices that speak first are heard and answered; polled ones are asked in turn (PollPlan); one question is under
// way at a time. What is to be said goes by urgency: answers to fingers, then displays and prompts, then polls, then
// versions and keep-alives, then the address scan.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/bus/address_scan.hpp"
#include "drivers/bus/bus_report.hpp"
#include "drivers/bus/bus_settings.hpp"
#include "drivers/bus/device_health.hpp"
#include "drivers/bus/echo_filter.hpp"
#include "drivers/bus/poll_plan.hpp"
#include "drivers/bus/press_book.hpp"
#include "drivers/bus/register_bank.hpp"
#include "drivers/bus/speech_queue.hpp"
#include "drivers/engine/meaning.hpp"
#include "drivers/line/byte_line.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers::bus {

/// Presses at addresses that are not configured reach the listener as on_pad() with level 0; the key is what
/// a pad sent, or 0x100 + the last data byte of a handset's frame.
///
/// Thread: the HallBus calls are thread-safe (they go through `post`); everything else, construction and
/// destruction included, on the devices thread. Lifetime: line, timers and listener outlive the driver; a
/// posted call that comes after the driver is gone does nothing.
class BusDriver final : public ports::HallBus, private LineListener {
  public:
    /// Runs a function on the devices thread, later or at once. Thread-safe.
    using Post = std::function<void(std::function<void()>)>;

    /// settings_faults(settings) is empty.
    BusDriver(BusSettings settings, ByteLine& line, Timers& timers, ports::HallBusListener& listener,
              Post post, Log log);
    ~BusDriver() override;
    BusDriver(const BusDriver&) = delete;
    BusDriver& operator=(const BusDriver&) = delete;

    void start();
    void stop();
    [[nodiscard]] BusCounts counts() const;
    [[nodiscard]] BusReport report() const;

    void acknowledge(const ports::PressId& id) override;
    void forget(const ports::PressId& id) override;
    void show_number(std::uint32_t address, const std::string& number) override;
    void show_waiting(std::uint32_t address, std::uint32_t waiting) override;
    void show_text(std::uint32_t address, const std::string& text) override;
    void beep(std::uint32_t address) override;
    void start_rating(std::uint32_t address) override;
    void stop_rating(std::uint32_t address) override;
    void scan(std::uint32_t least, std::uint32_t most) override;

  private:
    /// The one thing said that waits for its reply.
    struct Question {
        enum class For : std::uint8_t { speech, poll, scan };
        For what{};
        SpeechQueue::Next next;
        /// poll: place in the plan.
        std::size_t place = 0;
        std::uint32_t tries_left = 0;
        /// Times the wait was prolonged because a reply had begun.
        std::uint32_t prolonged = 0;
        std::uint64_t rejected_before = 0;
    };
    /// A saying that is shown until another one takes its place.
    struct Shown {
        SpeechKind kind{};
        std::string saying;
        engine::Values values;
    };
    /// What is known of an address beyond its health.
    struct Address {
        DeviceCounts counts;
        std::optional<BootTime> last_heard;
        std::string version;
        /// Questions since its last exchange began, less the answers.
        std::uint32_t open = 0;
        /// Commands in a row that it should have answered and did not.
        std::uint32_t unanswered = 0;
    };

    void on_bytes(ByteView bytes, BootTime at) override;
    void on_line_up() override;
    void on_line_down(const std::string& reason) override;
    void run_here(std::function<void(BusDriver&)> call);

    // Hearing (bus_hearing.cpp).
    [[nodiscard]] bool hearing() const { return ear_.pending() || echo_.holding(); }
    void hear(ByteView bytes);
    void restart_burst_timer();
    void start_burst_timer(std::chrono::nanoseconds span);
    void burst_timer_over();
    void end_burst();
    void note_rejected();
    void on_heard(const engine::Ear::Heard& heard);
    [[nodiscard]] Address& at(std::uint32_t address);
    [[nodiscard]] std::uint32_t address_of(const engine::Ear::Heard& heard) const;
    void count_meaningless(const engine::Ear::Heard& heard);
    /// True: it was a press.
    bool take(const Spoken& spoken);
    bool take_press(const Spoken& spoken);
    bool take_registers(const Spoken& spoken);
    void keep_counters();
    void deliver(std::uint64_t press, const Spoken& spoken, std::uint32_t key,
                 std::optional<engine::Press> meant);
    void deliver_stray(const ports::PressId& id, engine::Role role, std::uint32_t key);
    [[nodiscard]] bool prompted(std::size_t profile, std::uint32_t address);

    // Speaking (bus_speaking.cpp).
    void say(SpeechKind kind, std::uint32_t address, std::string_view saying, const engine::Values& values);
    void say_now(SpeechKind kind, std::uint32_t address, std::string_view saying,
                 const engine::Values& values);
    void show_again(std::optional<std::uint32_t> address);
    void answer(const Spoken& spoken);
    void clear_latch(std::uint32_t address);
    void arm(std::uint32_t address, bool is_armed);
    void start_keep_alive(std::size_t profile);
    [[nodiscard]] std::size_t profile_at(std::uint32_t address) const;
    [[nodiscard]] std::optional<std::size_t> known_profile_at(std::uint32_t address) const;
    [[nodiscard]] const engine::DeviceProfile& profile(std::size_t place) const {
        return settings_.profiles[place];
    }

    // Sending (bus_sending.cpp).
    void hold_until(BootTime free_at);
    void wake_in(std::chrono::nanoseconds wait, std::chrono::nanoseconds least);
    void pump();
    /// False: the line would not take it.
    [[nodiscard]] bool send_next(bool& said);
    /// Some devices want a break first; then the bytes follow when it is over.
    [[nodiscard]] bool send(Question question);
    [[nodiscard]] bool send_bytes(Question question);
    void break_over();
    /// The line would not take it: it is next again.
    void give_back(const Question& question);
    [[nodiscard]] bool may_be_a_devices(ByteView said);

    // Asking (bus_asking.cpp).
    [[nodiscard]] std::optional<Question> next_poll(BootTime now);
    [[nodiscard]] std::optional<Question> next_idle();
    [[nodiscard]] std::optional<Question> next_scan();
    void begin_wait(const Question& question, std::chrono::nanoseconds travel);
    void wait_over();
    void answered(const Spoken& spoken, bool pressed);
    void speech_answered(const Question& question, engine::What what);
    void poll_answered(const Question& question, engine::What what, bool pressed);
    void scan_answered(std::uint32_t address, std::optional<ports::BusScanAnswer> found);
    void missed(const Question& question, bool garbled);
    void note_answer(const Spoken& spoken);
    [[nodiscard]] bool only_answers(const Spoken& spoken) const;
    [[nodiscard]] bool polled(std::uint32_t address) const { return place_of_.contains(address); }
    [[nodiscard]] std::chrono::nanoseconds least_real(std::chrono::nanoseconds span) const;

    const BusSettings settings_;
    const LineManners manners_;
    ByteLine& line_;
    Timers& timers_;
    ports::HallBusListener& listener_;
    Post post_;
    Log log_;
    BusCounts counts_;
    std::map<std::uint32_t, std::size_t> profile_at_;
    engine::Ear ear_;
    /// Hears what the host says, to know whether a device may say the same.
    engine::Ear mirror_;
    EchoFilter echo_;
    DeviceHealth health_;
    PressBook presses_;
    RegisterBank registers_;
    /// As they were given to BusSettings::counters last.
    std::vector<CounterPosition> kept_;
    SpeechQueue queue_;
    PollPlan plan_;
    /// Address of each place in the plan, and the other way round.
    std::vector<std::uint32_t> polled_;
    std::map<std::uint32_t, std::size_t> place_of_;
    std::map<std::uint32_t, Address> addresses_;
    /// All addresses beyond those that are kept apart.
    Address strangers_;
    /// What every address was told last, in the order it was told.
    std::map<std::uint32_t, std::vector<Shown>> shown_;
    /// Prompted addresses; the timer ends the time to answer (0: without end).
    std::map<std::uint32_t, Timers::Id> armed_;
    std::map<std::size_t, Timers::Id> keep_alive_;
    std::optional<Question> question_;
    /// Said again as soon as the line is free.
    std::optional<Question> again_;
    /// Further frames of the poll under way.
    std::deque<engine::Utterance> poll_rest_;
    std::size_t poll_place_ = 0;
    std::optional<AddressScan> scan_;
    ports::BusScan last_scan_;
    /// Rounds when something idle was said last: it gets one place in each round.
    std::uint64_t idle_round_ = 0;
    /// Frames whose echo may come, and when that is over.
    std::map<std::uint64_t, Timers::Id> echo_timers_;
    std::uint64_t rejected_seen_ = 0;
    std::uint64_t rejected_since_frame_ = 0;
    std::uint64_t bad_bursts_ = 0;
    std::uint64_t refused_commands_ = 0;
    BootTime free_at_{};
    Timers::Id burst_timer_ = 0;
    /// When the burst is over, unless another byte comes.
    BootTime burst_over_{};
    Timers::Id pump_timer_ = 0;
    Timers::Id wait_timer_ = 0;
    /// What follows the break that is on the wire.
    std::optional<Question> behind_break_;
    Timers::Id break_timer_ = 0;
    /// The line refused a write: nothing is tried before the timer.
    bool refused_ = false;
    /// Bytes are being taken apart: nothing is written from within.
    bool in_feed_ = false;
    /// Posted calls hold a weak reference: none reaches a driver that is gone.
    std::shared_ptr<BusDriver*> self_;
};

}  // namespace jiaohao::drivers::bus
