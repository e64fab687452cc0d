// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/shrinkage.hpp"

#include <algorithm>

namespace jiaohao::stats {

StatResult<Prior> prior_of(std::span<const Sample> groups) {
    double hits = 0;
    double n = 0;
    double squares = 0;
    double count = 0;
    for (const Sample& group : groups) {
        if (group.hits > group.n) {
            return out_of_range("groups");
        }
        const auto size = static_cast<double>(group.n);
        hits += static_cast<double>(group.hits);
        n += size;
        squares += size * size;
        count += group.n > 0 ? 1 : 0;
    }
    if (count < 2) {
        return fail(StatError{StatError::Code::no_answer, "groups"});
    }
    const double share = hits / n;
    double spread = 0;
    for (const Sample& group : groups) {
        if (group.n > 0) {
            const auto size = static_cast<double>(group.n);
            const double off = static_cast<double>(group.hits) / size - share;
            spread += size * off * off;
        }
    }
    const double chance = share * (1 - share);
    const double between_groups = (spread - chance * (count - 1)) / (n - squares / n);
    // Groups that differ no more than chance tell nothing of their own.
    const double strength = between_groups > 0 ? chance / between_groups - 1 : most_prior_strength;
    return Prior{share, std::clamp(strength, least_prior_strength, most_prior_strength)};
}

double shrunk_score(const Sample& group, const Prior& prior) {
    const auto n = static_cast<double>(group.n);
    const auto hits = static_cast<double>(std::min(group.hits, group.n));
    return (hits + prior.strength * prior.share) / (n + prior.strength);
}

bool enough_to_rank(const Sample& group, const Prior& prior) {
    return static_cast<double>(group.n) >= prior.strength;
}

}  // namespace jiaohao::stats
