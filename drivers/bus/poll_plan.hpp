// Who is asked next on a polled line. Pure: time is handed in.
//
// Devices are asked in turn. One that answered with a press or is waiting for one (hot) is asked again between
// the others, so that a second press, or a visitor's finger on the pad, waits for no whole round. One that is
// silent is asked ever more rarely, at most one such in a round: half a hall without power must not slow down the
// other half. It is never forgotten.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "drivers/bus/round_times.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers::bus {

class PollPlan {
  public:
    /// So many missed answers in a row, and a device backs off.
    static constexpr std::uint32_t kSilentAfter = 3;
    static constexpr std::chrono::seconds kFirstPause{1};
    static constexpr std::chrono::seconds kLongestPause{15};
    /// Hot for so long after a press.
    static constexpr std::chrono::seconds kHotAfterPress{2};
    /// So many others are asked before a hot one is again.
    static constexpr std::uint32_t kBetweenHot = 3;

    /// `every`: least time between two questions to the device. Returns its place.
    std::size_t add(std::chrono::nanoseconds every);
    /// A round begins no sooner than so long after the one before began: a short line is not asked as fast as it
    /// answers, which costs processor time and tells nobody anything sooner. Hot devices are asked meanwhile.
    void rest(std::chrono::nanoseconds least_round) { least_round_ = least_round; }
    [[nodiscard]] std::size_t size() const { return places_.size(); }

    /// The place to ask now; nothing when none is due.
    [[nodiscard]] std::optional<std::size_t> next(BootTime now);
    /// When the next one is due, at the latest; nothing on a line without polled devices.
    [[nodiscard]] std::optional<BootTime> due(BootTime now) const;

    void answered(std::size_t place, BootTime now, bool pressed);
    void missed(std::size_t place, BootTime now);
    /// A press is awaited (nothing: no longer).
    void await_press(std::size_t place, bool is_awaited);
    /// The line came up: everybody is asked at once.
    void begin_again(BootTime now);

    [[nodiscard]] std::uint32_t missed_in_a_row(std::size_t place) const { return places_[place].missed; }
    [[nodiscard]] bool silent(std::size_t place) const { return places_[place].missed >= kSilentAfter; }
    [[nodiscard]] const RoundTimes& rounds() const { return rounds_; }

  private:
    struct Place {
        std::chrono::nanoseconds every{0};
        BootTime not_before{};
        std::uint32_t missed = 0;
        BootTime hot_until{};
        bool awaited = false;
        /// Asked in this round.
        bool asked = false;
    };
    [[nodiscard]] bool hot(const Place& place, BootTime now) const {
        return !silent_place(place) && (place.awaited || place.hot_until > now);
    }
    [[nodiscard]] static bool silent_place(const Place& place) { return place.missed >= kSilentAfter; }
    [[nodiscard]] std::optional<std::size_t> next_hot(BootTime now);
    [[nodiscard]] std::optional<std::size_t> next_in_turn(BootTime now);
    void end_round(BootTime now);

    std::vector<Place> places_;
    std::size_t turn_ = 0;
    std::size_t hot_turn_ = 0;
    std::uint32_t since_hot_ = 0;
    bool silent_asked_ = false;
    std::optional<BootTime> round_began_;
    std::chrono::nanoseconds least_round_{0};
    /// Between two rounds: when the next one may begin.
    BootTime rest_until_{};
    RoundTimes rounds_;
};

}  // namespace jiaohao::drivers::bus
