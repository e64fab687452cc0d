// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/standardise.hpp"

namespace jiaohao::stats {
namespace {

Standardised of_group(const std::vector<Sample>& strata, const std::vector<double>& mix) {
    Standardised one;
    double hits = 0;
    double n = 0;
    for (std::size_t s = 0; s < strata.size(); ++s) {
        if (strata[s].n == 0) {
            continue;
        }
        const auto in_stratum = static_cast<double>(strata[s].n);
        hits += static_cast<double>(strata[s].hits);
        n += in_stratum;
        one.covered += mix[s];
        one.share += mix[s] * static_cast<double>(strata[s].hits) / in_stratum;
    }
    one.raw = n > 0 ? hits / n : 0;
    one.share = one.covered > 0 ? one.share / one.covered : 0;
    return one;
}

}  // namespace

StatResult<std::vector<Standardised>> standardise(std::span<const std::vector<Sample>> groups) {
    std::vector<double> mix(groups.empty() ? 0 : groups.front().size());
    double total = 0;
    for (const auto& strata : groups) {
        if (strata.size() != mix.size()) {
            return out_of_range("groups");
        }
        for (std::size_t s = 0; s < strata.size(); ++s) {
            if (strata[s].hits > strata[s].n) {
                return out_of_range("groups");
            }
            mix[s] += static_cast<double>(strata[s].n);
            total += static_cast<double>(strata[s].n);
        }
    }
    if (total == 0) {
        return fail(StatError{StatError::Code::no_answer, "groups"});
    }
    for (double& weight : mix) {
        weight /= total;
    }
    std::vector<Standardised> all;
    for (const auto& strata : groups) {
        all.push_back(of_group(strata, mix));
    }
    return all;
}

}  // namespace jiaohao::stats
