// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/rating_filter.hpp"

#include <algorithm>
#include <numeric>

namespace jiaohao::stats {

std::string_view code(RatingFate fate) {
    switch (fate) {
        case RatingFate::request:
            return "request";
        case RatingFate::defaulted:
            return "defaulted";
        case RatingFate::invalid:
            return "invalid";
        case RatingFate::repeated:
            return "repeated";
        case RatingFate::unsolicited:
            return "unsolicited";
        case RatingFate::second_of_ticket:
            return "second_of_ticket";
        case RatingFate::burst:
            return "burst";
        case RatingFate::counted:
            return "counted";
    }
    return "invalid";
}

std::uint64_t LevelCounts::n() const {
    return std::accumulate(levels.begin(), levels.end(), std::uint64_t{0});
}

ShareFigure LevelCounts::satisfied(std::uint32_t of_levels, std::uint64_t least) const {
    std::uint64_t hits = 0;
    for (std::uint32_t level = std::max(1U, satisfied_from(of_levels));
         level <= std::min(of_levels, most_levels); ++level) {
        hits += levels[level - 1];
    }
    return share_figure(hits, n(), least);
}

std::uint64_t RatingTotals::given() const {
    return std::accumulate(by_fate.begin(), by_fate.end(), std::uint64_t{0}) - of(RatingFate::request);
}

ShareFigure RatingTotals::response_rate() const {
    return share_figure(counted_asked, armed, 1);
}

}  // namespace jiaohao::stats
