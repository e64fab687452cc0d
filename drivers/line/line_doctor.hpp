// Judges whether what a line brings makes sense. Pure: it is shown totals from time to time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/line/line_fault.hpp"
#include "drivers/line/serial_setting.hpp"

namespace jiaohao::drivers {

/// Totals since the start of the process; they only grow.
struct LineTally {
    /// Bytes heard, and those of them that fitted no frame or reply (the driver knows).
    std::uint64_t heard = 0;
    std::uint64_t rejected = 0;
    /// Framing and parity errors that the kernel counted; adapters without the counter leave it at zero.
    std::uint64_t errors = 0;
};

/// At a wrong speed nearly every byte is noise; on a sound line hardly any is. A judgement needs kWindow bytes (or
/// kErrors errors), so that one disturbed frame is no news; it turns at half and turns back at a fifth, so that it
/// does not flap.
class LineDoctor {
  public:
    static constexpr std::uint64_t kWindow = 32;
    static constexpr std::uint64_t kErrors = 8;

    explicit LineDoctor(SerialSetting setting) : setting_(std::move(setting)) {}

    void look(const LineTally& totals);
    /// What came since the last look says nothing of these settings: the port was set otherwise.
    void skip(const LineTally& totals) { judged_ = totals; }
    /// no_sense (nothing ever fitted: speed or parity), noisy (it did before), or nothing.
    [[nodiscard]] std::optional<LineFault> fault() const;

  private:
    SerialSetting setting_;
    LineTally judged_;
    LineTally last_window_;
    bool made_sense_ = false;
    bool bad_ = false;
};

}  // namespace jiaohao::drivers
