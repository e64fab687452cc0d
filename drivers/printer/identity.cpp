// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/identity.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace jiaohao::drivers::printer {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool any_matches(const std::vector<std::string>& patterns, const std::string& text) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return matches(pattern, text); });
}

std::size_t longest_match(const std::vector<std::string>& patterns, const std::string& text) {
    std::size_t longest = 0;
    for (const auto& pattern : patterns) {
        longest = matches(pattern, text) ? std::max(longest, pattern.size()) : longest;
    }
    return longest;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_t = t;
        } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_t;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Resemblance compare(const PrinterIdentity& identity, const PrinterNames& names) {
    const bool maker = !identity.makers.empty() && !names.maker.empty();
    const bool model = !identity.models.empty() && !names.model.empty();
    if (!maker && !model) {
        return Resemblance::nothing_to_compare;
    }
    const bool fits = (!maker || any_matches(identity.makers, names.maker)) &&
                      (!model || any_matches(identity.models, names.model));
    return fits ? Resemblance::fits : Resemblance::contradicts;
}

Result<std::vector<PrinterProfile>, std::string> load_candidates(const std::filesystem::path& folder) {
    std::error_code problem;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
        if (entry.path().filename().string().starts_with("printer-") && entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    if (problem) {
        return fail(folder.string() + ": " + problem.message());
    }
    // A folder has no order of its own.
    std::sort(files.begin(), files.end());
    std::vector<PrinterProfile> profiles;
    for (const auto& file : files) {
        auto profile = load_profile(file);
        if (!profile) {
            return fail(profile.error());
        }
        if (!profile->identity.detect) {
            profiles.push_back(std::move(*profile));
        }
    }
    return profiles;
}

const PrinterProfile* choose_profile(std::span<const PrinterProfile> candidates, const PrinterNames& names) {
    const PrinterProfile* best = nullptr;
    std::size_t best_length = 0;
    for (const auto& profile : candidates) {
        // The maker alone is not enough: Epson also makes printers that know none of this.
        const std::size_t length = longest_match(profile.identity.models, names.model);
        if (length > best_length && compare(profile.identity, names) == Resemblance::fits) {
            best = &profile;
            best_length = length;
        }
    }
    return best;
}

}  // namespace jiaohao::drivers::printer
