// What a batch holds as the store takes it, and whether head office believes its days.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "headoffice/store/store.hpp"
#include "kiosk/wire/batch.hpp"

namespace jiaohao::headoffice {

/// A business day further from head office's date than this is not believed: the event is set apart.
/// Simulated events are not judged.
struct DayWindow {
    std::chrono::days back{400};
    std::chrono::days ahead{2};
};

/// `now`: head office's time of receipt.
[[nodiscard]] IncomingEvent to_incoming(wire::BatchElement element, WallTime now, const DayWindow& window);
[[nodiscard]] bool holds_simulated(const wire::Batch& batch);

}  // namespace jiaohao::headoffice
