// What a clock that was set moves: the times it had told itself. A terminal without a battery starts at some other time,
// and what its journal knows from before was told by a clock that was right. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/apply.hpp"

namespace jiaohao::domain::changes {

class ClockShift {
  public:
    explicit ClockShift(const ClockAdjusted& event);

    /// Whether that clock told the time `at`. Of an older event, which does not say since when it ran: every time.
    [[nodiscard]] bool told(WallTime at) const;
    [[nodiscard]] bool told(const std::optional<WallTime>& at) const { return at && told(*at); }
    /// The ticket is known to have been issued before.
    [[nodiscard]] bool is_older(const Stand& stand, const TicketId& ticket) const;
    /// `at` on the clock as it is now.
    [[nodiscard]] WallTime shifted(WallTime at) const;
    /// Moves `at` if that clock told it.
    void move(WallTime& at) const;
    void move(std::optional<WallTime>& at) const;
    /// Moves a deadline along with the time it was counted from.
    void move_if(bool told, std::optional<WallTime>& at) const;

  private:
    Milliseconds by_;
    WallTime until_;
    std::optional<WallTime> since_;
    std::optional<Seq> first_;
};

}  // namespace jiaohao::domain::changes
