// Whether a service gives a ticket now. The same for whoever asks for one and for the screens that say so before.
// Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::admission {

struct Moment {
    const HallState& state;
    const HallConfig& config;
    WallTime now{};
    const std::optional<LocalTime>& local;
};

/// Closed by hand or by its hours, used up, or past its last ticket; `opens` and `closes` are local times. An
/// appointment was promised its ticket: for it only closed counts.
[[nodiscard]] std::optional<Refusal> refused(const Moment& moment, const ServiceConfig& service,
                                             bool appointment);
/// Where tickets end by the expected wait: whoever is told `wait` may not be called before the service closes.
[[nodiscard]] std::optional<Refusal> too_late(const Moment& moment, const ServiceConfig& service,
                                              const ExpectedWait& wait);

/// Told before anybody asks: when the hours begin next while the service is closed by them, and when the last of today's
/// end ("" when there is nothing to say).
struct Times {
    std::string opens;
    std::string closes;
};
[[nodiscard]] Times times(const Moment& moment, const ServiceConfig& service);

}  // namespace jiaohao::domain::admission
