// When a satellite tries to reach its owner, how long it waits, and when it takes the owner for gone. Pure: time is handed
// in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao::satellite {

/// Real time, all of them.
struct LinkTimes {
    /// A question is asked every so often when nothing else is said.
    std::chrono::nanoseconds ping = std::chrono::seconds{1};
    /// Nothing heard for so long: the owner is taken for gone.
    std::chrono::nanoseconds silence = std::chrono::seconds{5};
    /// From the open channel to the end of the greeting.
    std::chrono::nanoseconds greeting = std::chrono::seconds{10};
    std::chrono::nanoseconds first_pause = std::chrono::milliseconds{250};
    std::chrono::nanoseconds longest_pause = std::chrono::seconds{5};
    /// Before the next try when another terminal took this one's place: people have to see to it.
    std::chrono::nanoseconds rest = std::chrono::seconds{60};
};

class LinkPolicy {
  public:
    /// down: waits for the next try. greeting: the channel is open, rows and the owner's word that it knows us are
    /// awaited. ending: cut; its end is awaited.
    enum class State : std::uint8_t { down, connecting, greeting, linked, ending };
    enum class Do : std::uint8_t { nothing, connect, ping, cut };

    LinkPolicy(const LinkTimes& times, Random& random) : times_(times), random_(random) {}

    /// What is to be done now; to be asked several times a second.
    [[nodiscard]] Do look(BootTime now);
    void opened(BootTime now);
    /// The owner knows us and we know its rows.
    void greeted(BootTime now);
    void heard(BootTime now) { heard_ = now; }
    void said(BootTime now) { said_ = now; }
    /// It is no longer to be used; the end of its channel follows.
    void give_up() { state_ = State::ending; }
    /// The channel has ended, or there was none.
    void ended(BootTime now);
    /// No try for a while.
    void rest(BootTime now) { next_try_ = now + times_.rest; }

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool linked() const { return state_ == State::linked; }
    [[nodiscard]] BootTime last_heard() const { return heard_; }
    [[nodiscard]] unsigned failures() const { return failures_; }

  private:
    const LinkTimes times_;
    Random& random_;
    State state_ = State::down;
    BootTime next_try_{};
    BootTime opened_{};
    BootTime heard_{};
    BootTime said_{};
    /// In a row, without a greeting in between.
    unsigned failures_ = 0;
};

}  // namespace jiaohao::satellite
