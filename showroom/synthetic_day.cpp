// SPDX-License-Identifier: Apache-2.0
#include "showroom/synthetic_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "kiosk/base/random.hpp"

namespace jiaohao::showroom {
namespace {

/// Sum of twelve uniforms: close enough to normal, and the same bits with every libm.
double normal(Random& random) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
        sum += random.unit();
    }
    return sum;
}

double arrival(const SyntheticSetting& setting, Random& random) {
    const double length = setting.close_min - setting.open_min;
    const double hump = random.unit() < 0.6 ? 0.3 : 0.68;
    const double at = hump + 0.13 * normal(random);
    return setting.open_min + length * std::clamp(at, 0.0, 0.97);
}

}  // namespace

RecordedDay make_synthetic_day(const SyntheticSetting& setting) {
    SeededRandom random(setting.seed);
    RecordedDay day{kMadeUpHall, "2026-01-05", {}};
    for (std::uint32_t i = 0; i < setting.tickets; ++i) {
        RecordedTicket one;
        const auto queue = static_cast<std::uint32_t>(random.below(setting.queues));
        one.queue = fmt::format("{}", 101 + queue);
        one.letter = std::string(1, static_cast<char>('A' + queue % 26));
        one.issued_min = arrival(setting, random);
        one.open_counters = setting.counters;
        day.tickets.push_back(std::move(one));
    }
    std::stable_sort(day.tickets.begin(), day.tickets.end(),
                     [](const auto& a, const auto& b) { return a.issued_min < b.issued_min; });
    // As long as keeps counters four fifths busy, but no longer than services last in halls.
    const double busy = 0.8 * setting.counters * setting.queues * (setting.close_min - setting.open_min) /
                        std::max(1U, setting.tickets);
    const double mean = std::min(busy, 8.0);
    std::map<std::string, std::vector<double>> free_at;
    std::map<std::string, int> numbers;
    for (RecordedTicket& one : day.tickets) {
        auto& counters = free_at.try_emplace(one.queue, setting.counters, setting.open_min).first->second;
        auto earliest = std::min_element(counters.begin(), counters.end());
        one.called_min = std::max(one.issued_min + 0.1, *earliest);
        *earliest = one.called_min + mean * std::clamp(1.0 + 0.4 * normal(random), 0.2, 3.0);
        one.number = fmt::format("{}", ++numbers[one.queue]);
    }
    return day;
}

}  // namespace jiaohao::showroom
