// Papers of the owner's tickets that come out here: which are under way, and outcomes that wait to be told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "kiosk/domain/command.hpp"

namespace jiaohao::satellite {

/// The owner hears of at most so many at a greeting; what is beyond it settles by the cause of the greeting.
inline constexpr std::size_t most_papers = 200;

/// Thread-safe: jobs begin on the strand, their outcomes come from the devices thread.
class Papers {
  public:
    /// False: too many are under way, or this one is, or what became of it waits to be told.
    [[nodiscard]] bool begin(const domain::TicketId& ticket, std::uint32_t copy);
    /// True when this outcome (PrintSucceeded, PrintRefused, PrintDoubtful) is of such a paper; it then waits to be told.
    [[nodiscard]] bool take(const domain::Command& outcome);

    /// The oldest outcome that nobody tells at the moment.
    [[nodiscard]] std::optional<domain::Command> next();
    /// It was told (or will never be taken): forgotten.
    void told();
    /// It could not be told: next() gives it again.
    void not_told();

    /// What the owner need not settle: under way, or about to be told.
    [[nodiscard]] std::vector<domain::TicketId> pending() const;
    /// All that wait to be told, the oldest first; also the one that is just being told.
    [[nodiscard]] std::vector<domain::Command> outcomes() const;
    [[nodiscard]] std::size_t waiting() const;

  private:
    using Copy = std::pair<domain::TicketId, std::uint32_t>;
    [[nodiscard]] static std::optional<Copy> copy_of(const domain::Command& outcome);

    mutable std::mutex mutex_;
    std::set<Copy> under_way_;              // guarded by mutex_
    std::deque<domain::Command> outcomes_;  // guarded by mutex_
    bool telling_ = false;                  // guarded by mutex_
};

}  // namespace jiaohao::satellite
