// Whether a terminal that is linked could give tickets if its owner went away now. People are told while there is still
// somebody to ask; alone it would be too late. Pure: time is handed in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::satellite {

/// What a time alone would lack. `day`: the owner's day is open and ours is not, which a wrong date here brings about.
/// `numbers`: an open service has none of the lent ones left.
enum class Missing : std::uint8_t { nothing, day, numbers };

/// By the owner's rows: nothing while its day is not open.
[[nodiscard]] Missing missing_alone(const domain::HallView& owner, const domain::HallState& own,
                                    const domain::HallConfig& config, const domain::TerminalId& terminal);

/// "alone_no_day", "alone_no_numbers": alert, finding and their words. Empty for nothing.
[[nodiscard]] std::string_view code(Missing missing);

/// What lacks for a moment is on its way: only what stays away is told.
class Readiness {
  public:
    /// Real time.
    static constexpr std::chrono::seconds patience{60};

    /// To be told while linked.
    void look(Missing missing, BootTime now);
    /// What lacks now and has for long enough.
    [[nodiscard]] Missing lasting() const { return lasting_; }

  private:
    Missing missing_ = Missing::nothing;
    Missing lasting_ = Missing::nothing;
    BootTime since_{};
};

}  // namespace jiaohao::satellite
