// What is not recorded when the journal's room ends: raw presses first. They are counted, and a `gap` says so.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::service {

/// Not thread-safe: the hall thread's.
class ShedEvents {
  public:
    /// Takes out of `events` what goes first and counts it. Tickets, calls and ratings always stay.
    void take_from(std::vector<domain::Event>& events, WallTime wall, BootTime boot);
    /// What was counted since the last gap, to be recorded now; nothing while there is nothing to tell.
    [[nodiscard]] std::optional<domain::Gap> tell();
    /// A gap that did not become durable is still to be told.
    void put_back(const domain::Gap& gap);

    [[nodiscard]] bool pending() const { return !gap_.dropped.empty(); }
    /// When the first of what is pending was shed.
    [[nodiscard]] BootTime since() const { return since_; }

  private:
    domain::Gap gap_;
    BootTime since_{};
};

}  // namespace jiaohao::service
