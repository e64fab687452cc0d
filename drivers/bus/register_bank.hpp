// What polled devices remember (counters, latched bits, inputs), and which presses of it are under way to the hall.
// Lives through line losses.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "drivers/bus/counter_memory.hpp"
#include "drivers/bus/press_book.hpp"
#include "drivers/engine/registers.hpp"

namespace jiaohao::drivers::bus {

class RegisterBank {
  public:
    /// A press to deliver.
    struct Fresh {
        std::uint64_t id = 0;
        /// Bit, or place of the counter.
        std::uint32_t key = 0;
        /// Nothing: the profile gives it no meaning.
        std::optional<engine::Press> press;
    };
    /// Bits to clear in a device.
    struct Clear {
        std::uint32_t bits = 0;
        std::uint32_t rest = 0;
    };
    /// Presses under way to the hall; what comes beyond stays in the device's registers. Each waits for its answer
    /// however late it comes.
    static constexpr std::size_t kMostUnderWay = 1024;

    RegisterBank(Timers& timers, std::function<std::uint64_t()> next_press);
    ~RegisterBank();
    RegisterBank(const RegisterBank&) = delete;
    RegisterBank& operator=(const RegisterBank&) = delete;

    /// `meaning.what` is latched, inputs or counters. `profile` outlives the bank.
    [[nodiscard]] std::vector<Fresh> hear(std::uint32_t address, const engine::DeviceProfile& profile,
                                          const engine::Meaning& meaning);
    /// The press is safe. The address whose bits can be cleared now; nothing when there is none.
    [[nodiscard]] std::optional<std::uint32_t> acknowledge(std::uint64_t press);
    /// The hall could not take it: the next reading brings it again. False: not one of ours.
    bool forget(std::uint64_t press);

    /// Counters begin where they stood; before the first hear().
    void resume(std::vector<CounterPosition> positions) { before_ = std::move(positions); }
    /// Of every counter that was read, and of those to be resumed that were not yet.
    [[nodiscard]] std::vector<CounterPosition> positions() const;

    /// Of what was heard in the words of this profile. Nothing to clear: nothing.
    [[nodiscard]] std::optional<Clear> to_clear(std::uint32_t address,
                                                const engine::DeviceProfile& profile) const;
    /// The device took it (or needs no telling).
    void cleared(std::uint32_t address, const engine::DeviceProfile& profile, std::uint32_t bits);

    [[nodiscard]] std::uint64_t never_answered() const { return never_answered_; }
    /// Counters that jumped to a value no presses explain.
    [[nodiscard]] std::uint64_t jumps() const { return jumps_; }
    /// Devices that began to count anew.
    [[nodiscard]] std::uint64_t restarts() const { return restarts_; }

  private:
    /// Address, profile, rule of that profile, place of the counter (0 for bits). A stranger may be heard in the words
    /// of one profile now and of another later: the same number is then another rule.
    struct Where {
        std::uint32_t address = 0;
        const engine::DeviceProfile* profile = nullptr;
        std::size_t rule = 0;
        std::uint32_t place = 0;
        friend auto operator<=>(const Where&, const Where&) = default;
    };
    struct UnderWay {
        Where where;
        std::uint32_t bit = 0;
        Timers::Id timer = 0;
    };
    /// The counter as the process before left it, or a new one.
    [[nodiscard]] engine::PressCounter counter_at(const Where& where) const;
    using Register = std::variant<engine::PressCounter, engine::LatchedBits, engine::InputBits>;

    void hear_bits(const Where& where, std::uint32_t bits, std::vector<Fresh>& fresh);
    void hear_counter(const Where& where, std::uint32_t value, std::vector<Fresh>& fresh);
    void give_back(const UnderWay& press);
    /// False: too many are under way.
    bool deliver(const Where& where, std::uint32_t bit, std::vector<Fresh>& fresh);
    /// The first latch that has bits to clear.
    [[nodiscard]] std::optional<Where> safe_latch(std::uint32_t address,
                                                  const engine::DeviceProfile& profile) const;

    Timers& timers_;
    std::function<std::uint64_t()> next_press_;
    std::map<Where, Register> registers_;
    std::vector<CounterPosition> before_;
    std::map<std::uint64_t, UnderWay> under_way_;
    std::uint64_t never_answered_ = 0;
    std::uint64_t jumps_ = 0;
    std::uint64_t restarts_ = 0;
};

}  // namespace jiaohao::drivers::bus
