// Rows as they stand now: a snapshot and the deltas after it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/types/views.hpp"

namespace jiaohao::satellite {

class Mirror {
  public:
    void reset(domain::HallView view);
    void clear() { view_ = {}; }
    /// A row replaces the one with its id. Another business day ends the calls of the one before.
    void take(const domain::HallView& delta);
    [[nodiscard]] const domain::HallView& view() const { return view_; }
    [[nodiscard]] const domain::CounterView* counter(const domain::CounterId& id) const;

  private:
    domain::HallView view_;
};

}  // namespace jiaohao::satellite
