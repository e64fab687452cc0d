// Who is called next at a counter, and why. A written policy over the first of each line; its cost grows with the lines
// of a counter (services x classes), never with the number who wait.
//
//  1. Who was sent to this counter or its clerk goes first. (If that counter is closed, or the clerk is not there, they
//     wait with their class like everybody else.)
//  2. Else the class that goes first (OrderConfig::first), within it the one who came first. Appointments count from
//     their time on; before it they are called only while nobody else waits.
//  3. A line that was passed over `turn_after` times in a row has its turn.
//  4. Whoever was overtaken `most_overtakes` times, or first `longest_overtaken` ago, is overtaken no more: of those the
//     one who came first is called before anybody who came later.
//  5. Services that the counter only helps out with (CounterConfig::also) come when none of its own wait, and by 4.
//
// What 4 promises holds for each stay in a line: who comes back after a no-show, or is transferred, begins anew. It
// holds for those of rule 1 too while the counter or clerk that they were sent to is away.
// "Overtaken" means: somebody who came later was called by a counter that might have called them. What a clerk picks
// or sends by hand counts too, but is not held back by 4. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain::order {

struct Choice {
    const Ticket* ticket = nullptr;
    CallReason why{};
    /// For the sentence "why.<code>": class, n (overtakes), minutes.
    std::map<std::string, std::string> params;
};

[[nodiscard]] std::optional<Choice> choose_next(const HallState& state, const HallConfig& config,
                                                const CounterConfig& counter, WallTime now);

/// Whether choose_next() would find somebody: without looking at who it is.
[[nodiscard]] bool has_somebody(const HallState& state, const CounterConfig& counter);

/// How many choose_next() may find there, now or after others.
struct Callable {
    /// For the counter's own services, or sent to it or its clerk.
    std::uint32_t own = 0;
    /// For those it only helps out with.
    std::uint32_t also = 0;
};
[[nodiscard]] Callable count_callable(const HallState& state, const CounterConfig& counter);

/// Own services or helped out with: whose lines the counter may call.
[[nodiscard]] bool may_call(const CounterConfig& counter, const Ticket& ticket, const HallState& state);

/// Services of the counter in whose lines somebody stands before the ticket: sent to nobody, or to a counter or clerk
/// that is away.
struct PassedOver {
    std::vector<ServiceId> plain;
    std::vector<ServiceId> sent;
};
[[nodiscard]] PassedOver passed_over(const HallState& state, const CounterConfig& counter,
                                     const Ticket& ticket);

/// How many of those who wait would be called before somebody of this class who came now: everybody of the same or an
/// earlier class, and of the later classes those whose turn comes meanwhile.
[[nodiscard]] std::uint32_t ahead_of_newcomer(const HallState& state, const HallConfig& config,
                                              const ServiceId& service, CustomerClass customer_class);
/// The same within the lines of these services; with `place` before somebody of the class who stands there (costs as
/// many steps as stand before it).
[[nodiscard]] std::uint32_t ahead_in(const HallState& state, const HallConfig& config,
                                     const std::vector<ServiceId>& services, CustomerClass customer_class,
                                     const std::optional<LinePlace>& place = {});

}  // namespace jiaohao::domain::order
