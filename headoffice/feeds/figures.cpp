// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/figures.hpp"

#include <algorithm>

namespace jiaohao::headoffice::feeds {

const std::array<CountField, 29>& count_fields() {
    static constexpr std::array<CountField, 29> fields{{
        {"issued", &Figures::issued},
        {"called", &Figures::called},
        {"recalled", &Figures::recalled},
        {"served", &Figures::served},
        {"pending", &Figures::pending},
        {"refused", &Figures::refused},
        {"implied", &Figures::implied},
        {"no_show", &Figures::no_show},
        {"returned", &Figures::returned},
        {"transferred", &Figures::transferred},
        {"cancelled", &Figures::cancelled},
        {"expired", &Figures::expired},
        {"abandoned", &Figures::abandoned},
        {"printed", &Figures::printed},
        {"not_printed", &Figures::not_printed},
        {"print_unknown", &Figures::print_unknown},
        {"reprinted", &Figures::reprinted},
        {"press_raw", &Figures::press_raw},
        {"press_unsolicited", &Figures::press_unsolicited},
        {"press_repeated", &Figures::press_repeated},
        {"fate_unsolicited", &Figures::fate_unsolicited},
        {"fate_repeated", &Figures::fate_repeated},
        {"walk_ms", &Figures::walk_ms},
        {"serving_ms", &Figures::serving_ms},
        {"wrap_up_ms", &Figures::wrap_up_ms},
        {"idle_ms", &Figures::idle_ms},
        {"paused_ms", &Figures::paused_ms},
        {"started", &Figures::started},
        {"clock_doubts", &Figures::clock_doubts},
    }};
    return fields;
}

const std::array<RatingField, 10>& rating_fields() {
    static constexpr std::array<RatingField, 10> fields{{
        {"armed", &RatingFigures::armed},
        {"given", &RatingFigures::given},
        {"counted", &RatingFigures::counted},
        {"unasked", &RatingFigures::unasked},
        {"repeated", &RatingFigures::repeated},
        {"second", &RatingFigures::second},
        {"burst", &RatingFigures::burst},
        {"missed", &RatingFigures::missed},
        {"invalid", &RatingFigures::invalid},
        {"unfiltered", &RatingFigures::unfiltered},
    }};
    return fields;
}

void RatingFigures::merge(const RatingFigures& other) {
    for (const auto& field : rating_fields()) {
        this->*field.member += other.*field.member;
    }
    for (std::size_t level = 0; level < levels.size(); ++level) {
        levels.at(level) += other.levels.at(level);
    }
}

void Figures::merge(const Figures& other) {
    for (const auto& field : count_fields()) {
        this->*field.member += other.*field.member;
    }
    waits.merge(other.waits);
    service_times.merge(other.service_times);
    counter_times.merge(other.counter_times);
    for (const auto& [scale, rating] : other.ratings) {
        ratings[scale].merge(rating);
    }
    for (const auto& [reason, count] : other.reasons) {
        reasons[reason] += count;
    }
    closed_at = std::max(closed_at, other.closed_at);
}

}  // namespace jiaohao::headoffice::feeds
