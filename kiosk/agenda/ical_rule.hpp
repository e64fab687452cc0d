// The times of a repeated event. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libical/ical.h>

#include <cstddef>
#include <functional>
#include <string>

#include "kiosk/agenda/zones.hpp"

namespace jiaohao::agenda {

/// Follows rules of one file. libical looks for the first time of a rule that never comes true for centuries, which
/// takes it seconds: after a few such rules the file's others are followed no more.
class Rules {
  public:
    Rules(Zones& zones, WallTime until) : zones_(zones), until_(until) {}

    /// Gives `add` the times of the rule that begin at `start` in `zone`. The id of the catalogue of what is wrong with
    /// the rule; null: nothing.
    [[nodiscard]] const char* follow(icalrecurrencetype rule, const Local& start, const std::string& zone,
                                     const std::function<void(WallTime)>& add);

  private:
    [[nodiscard]] const char* walk(icalrecurrencetype rule, const Local& start, const std::string& zone,
                                   const Local& last, const std::function<void(WallTime)>& add);

    Zones& zones_;
    WallTime until_;
    std::size_t never_true_ = 0;
};

}  // namespace jiaohao::agenda
