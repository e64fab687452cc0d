// The dependency rules of docs/ARCHITECTURE.md, as a test: tests/lint/rules.toml says what each room may
// include.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace {

namespace fs = std::filesystem;

struct Rule {
    std::string path;
    std::vector<std::string> rooms;
    std::vector<std::string> libraries;
    bool everything = false;
};

std::vector<std::string> strings(const toml::array* array) {
    std::vector<std::string> out;
    if (array != nullptr) {
        for (const auto& element : *array) {
            out.push_back(element.value_or(std::string()));
        }
    }
    return out;
}

std::vector<Rule> load_rules() {
    const toml::table file = toml::parse_file(std::string(JIAOHAO_SOURCE_DIR) + "/tests/lint/rules.toml");
    std::vector<Rule> rules;
    for (const auto& element : *file["room"].as_array()) {
        const toml::table& room = *element.as_table();
        rules.push_back({room["path"].value_or(std::string()), strings(room["rooms"].as_array()),
                         strings(room["libraries"].as_array()), room["everything"].value_or(false)});
    }
    return rules;
}

bool within(const std::string& path, const std::string& folder) {
    return path == folder || path.rfind(folder + "/", 0) == 0;
}

const Rule* rule_for(const std::vector<Rule>& rules, const std::string& path) {
    const Rule* best = nullptr;
    for (const Rule& rule : rules) {
        if (within(path, rule.path) && (best == nullptr || rule.path.size() > best->path.size())) {
            best = &rule;
        }
    }
    return best;
}

bool standard_header(const std::string& name) {
    // C++ headers are lower case and have neither a dot nor a slash; Qt's begin with a capital.
    static const std::array c_headers{"errno.h", "stdio.h", "stdlib.h", "string.h"};
    const bool cpp = name.find_first_of("./") == std::string::npos &&
                     std::islower(static_cast<unsigned char>(name[0])) != 0;
    return cpp || std::find(c_headers.begin(), c_headers.end(), name) != c_headers.end();
}

bool allowed(const Rule& rule, const std::string& own, const std::string& included, bool system) {
    if (rule.everything) {
        return true;
    }
    if (system) {
        return standard_header(included) ||
               std::any_of(rule.libraries.begin(), rule.libraries.end(),
                           [&](const auto& prefix) { return included.rfind(prefix, 0) == 0; });
    }
    return within(included, own) || std::any_of(rule.rooms.begin(), rule.rooms.end(),
                                                [&](const auto& room) { return within(included, room); });
}

std::vector<std::string> violations_in(const Rule& rule, const std::string& path, const std::string& text) {
    static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<std::string> out;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::smatch match;
        // The expression is slow; most lines are no include.
        if (line.find("include") != std::string::npos && std::regex_search(line, match, include) &&
            !allowed(rule, rule.path, match[2], match[1] == "<")) {
            out.push_back(path + ":" + std::to_string(number) + ": " + rule.path + " may not include " +
                          match[2].str());
        }
    }
    return out;
}

bool is_source(const fs::path& path) {
    return path.extension() == ".cpp" || path.extension() == ".hpp";
}

TEST(IncludeRules, EveryRoomIncludesOnlyWhatItMay) {
    const std::vector<Rule> rules = load_rules();
    ASSERT_FALSE(rules.empty());
    std::string found;
    int seen = 0;
    for (const char* top : {"kiosk", "drivers", "ui", "headoffice", "showroom"}) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / top)) {
            if (!entry.is_regular_file() || !is_source(entry.path())) {
                continue;
            }
            ++seen;
            const std::string path = fs::relative(entry.path(), JIAOHAO_SOURCE_DIR).string();
            const Rule* rule = rule_for(rules, path);
            if (rule == nullptr) {
                found += path + ": no rule in tests/lint/rules.toml covers it\n";
                continue;
            }
            std::ifstream file(entry.path());
            const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
            for (const std::string& violation : violations_in(*rule, path, text)) {
                found += violation + "\n";
            }
        }
    }
    EXPECT_GT(seen, 20);
    EXPECT_EQ(found, "");
}

TEST(IncludeRules, AForbiddenIncludeIsFound) {
    const std::vector<Rule> rules = load_rules();
    const Rule* domain = rule_for(rules, "kiosk/domain/decide.cpp");
    ASSERT_NE(domain, nullptr);
    EXPECT_EQ(
        violations_in(*domain, "x.cpp", "#include <vector>\n#include \"kiosk/base/clock.hpp\"\n").size(), 0U);
    for (const char* bad :
         {"#include <QString>", "#include <sqlite3.h>", "#include \"kiosk/journal/journal.hpp\"",
          "  #  include <QtCore/QObject>", "#include <unistd.h>"}) {
        EXPECT_EQ(violations_in(*domain, "x.cpp", bad).size(), 1U) << bad;
    }
    const Rule* drivers = rule_for(rules, "drivers/printer/driver.cpp");
    EXPECT_EQ(violations_in(*drivers, "x.cpp", "#include \"kiosk/api/server.hpp\"").size(), 1U);
}

}  // namespace
