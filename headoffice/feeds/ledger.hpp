// The buckets of one hall-day while they are being filled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "headoffice/feeds/figures.hpp"
#include "headoffice/feeds/zone.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

/// Where a fact happened. A dimension that makes no sense for the fact is left out: a ticket is not issued at
/// a counter.
struct Place {
    std::optional<std::string> service;
    std::optional<std::string> counter;
    std::optional<std::string> clerk;
};

class Ledger {
  public:
    Ledger(const HallDay& hall_day, const Zone& zone);

    /// What is noted from here on belongs to one fact more: a bucket counts each at most once in clock_doubts, however many
    /// figures it changes.
    void begin_fact() { fact_ = ++facts_; }
    /// What is noted from here on follows from facts that were counted already.
    void end_facts() { fact_.reset(); }
    /// Applies `change` to every bucket that a fact at this time and place belongs to.
    void note(WallTime at, const Place& place, const std::function<void(Figures&)>& change);
    /// The day row of the whole hall.
    [[nodiscard]] Figures& whole_day();
    [[nodiscard]] std::vector<Rollup> rows() const;

  private:
    struct Key {
        Grain grain{};
        std::uint32_t slot_min = 0;
        std::string service;
        std::string counter;
        std::string clerk;
        // The check takes the 0 that a comparison is rewritten with for a null pointer.
        friend auto operator<=>(const Key&, const Key&) = default;  // NOLINT(modernize-use-nullptr)
    };
    struct Bucket {
        Figures figures;
        /// The last fact that was doubted here.
        std::optional<std::uint64_t> doubted{};
    };
    /// Minutes after midnight of the business day, and whether the clock was within it.
    [[nodiscard]] std::pair<std::uint32_t, bool> minute_of(WallTime at) const;

    HallDay hall_day_;
    Zone zone_;
    LocalTime midnight_;
    std::map<Key, Bucket> buckets_;
    std::uint64_t facts_ = 0;
    std::optional<std::uint64_t> fact_;
};

}  // namespace jiaohao::headoffice::feeds
