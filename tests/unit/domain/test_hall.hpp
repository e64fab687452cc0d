// A hall in memory: decides commands, applies the events, keeps them all, and holds after every command that
// the state is sound. Inspired by nothing but decide.hpp: no clock, no journal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain {

/// Readable failures.
std::ostream& operator<<(std::ostream& out, const Refusal& refusal);

namespace testing {

using std::chrono::minutes;
using std::chrono::seconds;
using std::literals::operator""s;

inline const ServiceId mobile{"mobile"};
inline const ServiceId bills{"bills"};
inline const ServiceId complaints{"complaints"};
inline const CounterId c1{"c1"};
inline const CounterId c2{"c2"};
inline const CounterId c3{"c3"};
inline const ClerkId li{"li"};
inline const ClerkId wang{"wang"};
inline const RangeId range_a{"a"};
inline const DeviceId printer{"printer"};
inline const DeviceId line{"bus"};
inline constexpr BusinessDay day_one = std::chrono::year{2026} / std::chrono::January / 2;
inline constexpr BusinessDay day_two = std::chrono::year{2026} / std::chrono::January / 5;

/// mobile and bills share range a (A001..A020), complaints has range c (C1..C5); c1 calls mobile and bills,
/// c2 complaints and mobile, c3 bills and is a handset-only counter.
[[nodiscard]] HallConfig small_hall();

using Outcome = Result<Decision, Refusal>;

struct TestHall {
    HallConfig config = small_hall();
    HallState state;
    Context context;
    std::vector<RecordedEvent> log;

    TestHall();

    /// Decides, applies what was decided, and expects a sound state.
    Outcome run(const Command& command);
    /// As run(), and expects that it is not refused.
    Answer must(const Command& command);
    /// Expects a refusal and gives its code.
    RefusalCode refused(const Command& command);
    /// Runs whatever is due now.
    void run_due();

    void pass(std::chrono::milliseconds span) { context.now += span; }
    void record(const Event& event);
    /// An open day with li at c1 and wang at c2.
    void open_hall() { open_hall_on(day_one); }
    void open_hall_on(BusinessDay day);
    TicketId issue(const ServiceId& service, Channel channel = Channel::touch);
    [[nodiscard]] const Ticket& ticket(const TicketId& id) const { return state.tickets.at(id); }
    [[nodiscard]] const CounterState& counter(const CounterId& id) const { return state.counters.at(id); }
    /// Names of the events of the last command, joined by spaces.
    [[nodiscard]] std::string last() const { return last_names_; }
    template <class One>
    [[nodiscard]] std::vector<One> all_of() const {
        std::vector<One> found;
        for (const RecordedEvent& recorded : log) {
            if (const auto* one = std::get_if<One>(&recorded.event)) {
                found.push_back(*one);
            }
        }
        return found;
    }

  private:
    std::string last_names_;
};

/// The same events applied to an empty state.
[[nodiscard]] HallState replay(const std::vector<RecordedEvent>& log);

}  // namespace testing
}  // namespace jiaohao::domain
