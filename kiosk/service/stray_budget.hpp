// How many presses at addresses nobody configured are worth an event. A pad set to a wrong address is seen in the
// journal; a line whose noise reads as sound frames brings ninety a second, and the journal has room for tickets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::service {

/// Each address has its share and all of them together have one (real time); what is beyond is counted, and a gap of
/// `press.stray` says how many there were. Not thread-safe: the hall thread's.
class StrayBudget {
  public:
    struct Share {
        std::uint32_t burst;
        std::chrono::nanoseconds refill;
    };
    /// As often as visitors press a pad.
    static constexpr Share of_address{20, std::chrono::minutes{1}};
    static constexpr Share of_all{120, std::chrono::seconds{20}};
    /// Addresses beyond these have one share between them.
    static constexpr std::size_t most_addresses = 64;
    /// A gap is recorded no more often.
    static constexpr std::chrono::nanoseconds between_gaps = std::chrono::minutes{10};

    explicit StrayBudget(const Clock& clock) : clock_(clock), begun_(clock.boot()) {}

    /// Whether the press may be recorded; else it has been counted.
    [[nodiscard]] bool pass(const domain::PressStray& press);
    /// What was counted, when it is time to record it; `ending`: at once.
    [[nodiscard]] std::optional<domain::Gap> tell(bool ending);
    /// A gap of stray presses that did not become durable is still to be told; false: it is of something else.
    bool put_back(const domain::Gap& gap);
    [[nodiscard]] bool pending() const { return !gap_.dropped.empty(); }

  private:
    /// Real time since the start at which the whole burst is there again.
    using FullAt = std::chrono::nanoseconds;
    using Place = std::pair<domain::DeviceId, std::uint32_t>;

    [[nodiscard]] std::chrono::nanoseconds now() const;
    [[nodiscard]] bool left(const Share& share, FullAt full_at) const;
    void spend(const Share& share, FullAt& full_at) const;
    [[nodiscard]] FullAt& place_of(const domain::PressStray& press);
    void count(WallTime from, WallTime to, std::uint64_t presses);

    const Clock& clock_;
    const BootTime begun_;
    std::map<Place, FullAt> places_;
    FullAt others_{0};
    FullAt all_{0};
    /// When the first of what is pending was counted.
    std::chrono::nanoseconds since_{0};
    domain::Gap gap_;
};

}  // namespace jiaohao::service
