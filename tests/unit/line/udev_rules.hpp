// Reads udev rules as udev(7) describes them, strictly, and says what they do to one device: enough of the language
// for the rules of this product, so that the suite needs no running udev.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace jiaohao::testing {

struct UdevToken {
    std::string key, attribute, op, value;
    [[nodiscard]] bool is_match() const { return op == "==" || op == "!="; }
};
struct UdevRule {
    int line = 0;
    std::vector<UdevToken> tokens;
};
struct UdevRules {
    std::vector<UdevRule> rules;
    std::vector<std::string> problems;
};

inline void check_token(const UdevToken& token, int line, std::vector<std::string>& problems) {
    static const std::set<std::string> kMatches{"ACTION",     "KERNEL", "SUBSYSTEM", "DRIVER",
                                                "SUBSYSTEMS", "ENV",    "ATTR"};
    static const std::map<std::string, std::set<std::string>> kAssigns{
        {"GROUP", {"=", ":="}}, {"MODE", {"=", ":="}}, {"ENV", {"=", "+="}}, {"SYMLINK", {"+="}},
        {"ATTR", {"="}},        {"GOTO", {"="}},       {"LABEL", {"="}},     {"IMPORT", {"="}}};
    const auto problem = [&](const std::string& what) {
        problems.push_back(std::to_string(line) + ": " + token.key + ": " + what);
    };
    if (token.is_match() && !kMatches.contains(token.key)) {
        problem("is not matched on here");
    }
    const auto assign = kAssigns.find(token.key);
    if (!token.is_match() && (assign == kAssigns.end() || !assign->second.contains(token.op))) {
        problem("cannot be assigned with " + token.op);
    }
    const bool needs = token.key == "ENV" || token.key == "ATTR" || token.key == "IMPORT";
    if (needs == token.attribute.empty()) {
        problem(needs ? "needs {a name}" : "takes no {name}");
    }
}

inline UdevRules read_udev_rules(const std::string& file) {
    static const std::regex kToken(R"re(^\s*([A-Z]+)(?:\{([^}]+)\})?(==|!=|\+=|-=|:=|=)"([^"]*)"\s*(,|$))re");
    UdevRules read;
    std::ifstream in(file);
    std::string text;
    std::set<std::string> labels, gotos;
    for (int line = 1; std::getline(in, text); ++line) {
        if (text.empty() || text[0] == '#') {
            continue;
        }
        UdevRule rule{line, {}};
        std::smatch found;
        while (!text.empty() && std::regex_search(text, found, kToken)) {
            const UdevToken token{found[1], found[2], found[3], found[4]};
            check_token(token, line, read.problems);
            (token.key == "LABEL" ? labels : gotos)
                .insert(token.key == "LABEL" || token.key == "GOTO" ? token.value : "");
            rule.tokens.push_back(token);
            text = found.suffix();
        }
        if (!text.empty()) {
            read.problems.push_back(std::to_string(line) + ": cannot be read: " + text);
        }
        read.rules.push_back(rule);
    }
    for (const std::string& label : gotos) {
        if (!label.empty() && !labels.contains(label)) {
            read.problems.push_back("GOTO to a label that is nowhere: " + label);
        }
    }
    return read;
}

/// "KERNEL", "ENV{ID_PATH}", "ATTR{type}" -> value. `path_id` is what that builtin would find.
struct UdevDevice {
    std::map<std::string, std::string> facts;
    std::string path_id;
    std::vector<std::string> symlinks;

    [[nodiscard]] std::string get(const UdevToken& token) const {
        const auto found = facts.find(name(token));
        return found == facts.end() ? "" : found->second;
    }
    static std::string name(const UdevToken& token) {
        return token.attribute.empty() ? token.key : token.key + "{" + token.attribute + "}";
    }
    [[nodiscard]] std::string filled(std::string text) const {
        static const std::regex kHole(R"(\$(env|attr)\{([^}]+)\})");
        for (std::smatch hole; std::regex_search(text, hole, kHole);) {
            const std::string key = (hole[1] == "env" ? "ENV{" : "ATTR{") + hole[2].str() + "}";
            const auto found = facts.find(key);
            text = hole.prefix().str() + (found == facts.end() ? "" : found->second) + hole.suffix().str();
        }
        return text;
    }
    [[nodiscard]] bool matches(const UdevToken& token) const {
        std::string patterns = token.value;
        bool hit = false;
        for (std::size_t from = 0; from <= patterns.size();) {
            const std::size_t bar = std::min(patterns.find('|', from), patterns.size());
            hit = hit || fnmatch(patterns.substr(from, bar - from).c_str(), get(token).c_str(), 0) == 0;
            from = bar + 1;
        }
        return hit == (token.op == "==");
    }
};

inline void apply_udev_rules(const UdevRules& rules, UdevDevice& device) {
    std::string skip_to;
    for (const UdevRule& rule : rules.rules) {
        const auto is_label = [&](const UdevToken& token) {
            return token.key == "LABEL" && token.value == skip_to;
        };
        if (!skip_to.empty() && std::none_of(rule.tokens.begin(), rule.tokens.end(), is_label)) {
            continue;
        }
        skip_to.clear();
        for (const UdevToken& token : rule.tokens) {
            if (token.is_match() && !device.matches(token)) {
                break;
            }
            if (token.key == "GOTO") {
                skip_to = token.value;
            } else if (token.key == "SYMLINK") {
                device.symlinks.push_back(device.filled(token.value));
            } else if (token.key == "IMPORT") {
                device.facts["ENV{ID_PATH}"] = device.path_id;
            } else if (!token.is_match() && token.key != "LABEL") {
                device.facts[UdevDevice::name(token)] = device.filled(token.value);
            }
        }
    }
}

}  // namespace jiaohao::testing
