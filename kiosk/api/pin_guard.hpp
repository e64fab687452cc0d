// Counts wrong PINs and locks out. Pure: the time is handed in. Not thread-safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::api {

/// The name under which tries on this machine itself are counted: guests elsewhere lock nobody out there.
[[nodiscard]] inline domain::ClerkId tried_here(const domain::ClerkId& clerk) {
    return domain::ClerkId(clerk.get() + "@here");
}

/// After `allowed` wrong tries in a row a name is locked for `first`; each further wrong try doubles that, up
/// to `longest`. Names that belong to nobody are counted alike, so that the answer does not tell who exists;
/// of those only the latest `strangers` are remembered. The record of a clerk is never forgotten: whoever can try made-up
/// names, and everybody can, would otherwise wash it away.
class PinGuard {
  public:
    struct Policy {
        std::uint32_t allowed = 5;
        std::chrono::seconds first{60};
        std::chrono::seconds longest{3600};
        std::size_t strangers = 512;
    };
    explicit PinGuard(Policy policy, const std::vector<domain::ClerkId>& clerks = {});

    /// How long it still lasts; nothing when a try may be made.
    [[nodiscard]] std::optional<std::chrono::seconds> locked(const domain::ClerkId& clerk,
                                                             BootTime now) const;
    /// One try at a time per name, or a hundred at once would outrun the counting. False: one is under way.
    [[nodiscard]] bool begin(const domain::ClerkId& clerk, BootTime now);
    /// The try could not be made after all.
    void abandon(const domain::ClerkId& clerk) { record_of(clerk).busy = false; }
    /// Ends what begin() began.
    void end(const domain::ClerkId& clerk, bool right, BootTime now);

  private:
    struct Record {
        std::uint32_t wrong = 0;
        BootTime until{};
        BootTime touched{};
        bool busy = false;
    };
    [[nodiscard]] Record& record_of(const domain::ClerkId& clerk);
    void forget_oldest_stranger();

    Policy policy_;
    std::map<domain::ClerkId, Record> clerks_;
    std::map<domain::ClerkId, Record> strangers_;
};

}  // namespace jiaohao::api
