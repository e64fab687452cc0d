// SPDX-License-Identifier: Apache-2.0
#include "showroom/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace jiaohao::showroom {
namespace {

constexpr std::uint32_t kMostKills = 200;

Result<void, std::string> add(std::vector<PlannedFault>& faults, const std::string& word) {
    const auto between = [&](FaultKind begin, double from, FaultKind end, double to) {
        faults.push_back({from, begin});
        faults.push_back({to, end});
    };
    if (word == "printer") {
        between(FaultKind::printer_unplugged, 0.15, FaultKind::printer_back, 0.22);
    } else if (word == "paper") {
        between(FaultKind::paper_out, 0.35, FaultKind::paper_refilled, 0.42);
    } else if (word == "noise") {
        between(FaultKind::bus_noisy, 0.30, FaultKind::bus_quiet, 0.80);
    } else if (word == "headoffice") {
        between(FaultKind::head_office_killed, 0.25, FaultKind::head_office_back, 0.55);
    } else if (word == "ui") {
        between(FaultKind::ui_frozen, 0.45, FaultKind::ui_continued, 0.60);
    } else if (word.rfind("kill=", 0) == 0) {
        std::uint32_t kills = 0;
        const auto [end, error] = std::from_chars(word.data() + 5, word.data() + word.size(), kills);
        if (error != std::errc{} || end != word.data() + word.size() || kills > kMostKills) {
            return fail(fmt::format("--faults: '{}': kill=N needs N from 0 to {}", word, kMostKills));
        }
        for (std::uint32_t i = 0; i < kills; ++i) {
            faults.push_back({0.05 + 0.9 * i / kills, FaultKind::hall_killed});
        }
    } else {
        return fail(fmt::format(
            "--faults: '{}' is not one of none, all, printer, paper, noise, headoffice, ui, kill=N", word));
    }
    return {};
}

}  // namespace

Result<std::vector<PlannedFault>, std::string> plan_faults(const std::string& words) {
    std::vector<PlannedFault> faults;
    if (words.empty() || words == "none") {
        return faults;
    }
    std::istringstream list(words == "all" ? "printer,paper,noise,headoffice,ui,kill=20" : words);
    for (std::string word; std::getline(list, word, ',');) {
        if (auto added = add(faults, word); !added) {
            return fail(added.error());
        }
    }
    std::stable_sort(faults.begin(), faults.end(),
                     [](const auto& a, const auto& b) { return a.share < b.share; });
    return faults;
}

}  // namespace jiaohao::showroom
