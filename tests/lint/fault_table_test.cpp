// The table of faults (drivers/FAULTS.md): no empty cell, no fault left out, no test that is not there.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;

const fs::path kSource = JIAOHAO_SOURCE_DIR;

struct Row {
    int line = 0;
    /// device, fault, what happens, shown by
    std::vector<std::string> cells;
};

std::string trimmed(const std::string& text) {
    const auto from = text.find_first_not_of(' ');
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

/// Rows of the one table, without its head.
std::vector<Row> rows_of(std::istream& file) {
    std::vector<Row> rows;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.rfind("|", 0) != 0) {
            continue;
        }
        Row row{number, {}};
        std::istringstream cells(line.substr(1));
        for (std::string cell; std::getline(cells, cell, '|');) {
            row.cells.push_back(trimmed(cell));
        }
        rows.push_back(std::move(row));
    }
    rows.erase(rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(2, std::ssize(rows)));
    return rows;
}

std::vector<Row> table() {
    std::ifstream file(kSource / "drivers" / "FAULTS.md");
    return rows_of(file);
}

std::vector<std::string> quoted(const std::string& cell) {
    static const std::regex name("`([^`]+)`");
    std::vector<std::string> names;
    for (auto one = std::sregex_iterator(cell.begin(), cell.end(), name); one != std::sregex_iterator();
         ++one) {
        names.push_back((*one)[1]);
    }
    return names;
}

/// "Suite.Test" of every suite of the tree.
std::set<std::string> tests_there() {
    static const std::regex head(R"(^TEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\))");
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(kSource / "tests")) {
        if (!entry.is_regular_file() || entry.path().extension() != ".cpp") {
            continue;
        }
        std::ifstream file(entry.path());
        std::string before;
        for (std::string line; std::getline(file, line);) {
            // A long name stands on the next line.
            const std::string whole = before + line;
            before = line.rfind("TEST", 0) == 0 && line.find(')') == std::string::npos ? line : "";
            std::smatch match;
            if (whole.rfind("TEST", 0) == 0 && std::regex_search(whole, match, head)) {
                names.insert(match[1].str() + "." + match[2].str());
            }
        }
    }
    return names;
}

std::string problems_of(const std::vector<Row>& rows, const std::set<std::string>& there) {
    std::string found;
    for (const Row& row : rows) {
        const std::string place = "drivers/FAULTS.md:" + std::to_string(row.line) + ": ";
        if (row.cells.size() != 4) {
            found += place + std::to_string(row.cells.size()) + " cells, wanted 4\n";
            continue;
        }
        for (const std::string& cell : row.cells) {
            found += cell.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos
                         ? place + "a cell says nothing\n"
                         : "";
        }
        const auto names = quoted(row.cells[3]);
        found += names.empty() ? place + "no test is named\n" : "";
        for (const std::string& name : names) {
            found += there.count(name) == 0 ? place + "there is no test " + name + "\n" : "";
        }
    }
    return found;
}

/// What each device must have a row for; the parts of a name stand in its fault cell.
const std::map<std::string, std::vector<std::string>>& wanted() {
    static const std::vector<std::string> bus{
        "`noise-before`", "`noise-inside`", "`noise-after`",         "`garbage`",
        "`bad-check`",    "`truncated`",    "`truncated-then-good`", "`doubled-press`",
        "`stuck-key`",    "`own-echo`",     "`address-clash`",       "`silent`",
        "`late-reply`",   "`slow-reply`",   "`exception`",           "`unplug`",
        "`wrong-baud`"};
    static const std::map<std::string, std::vector<std::string>> all{
        {"printer",
         {"`paper-near-end`",
          "`paper-out` before a ticket",
          "`paper-out` in the middle",
          "`cover-open` and closed",
          "`cutter-jam`",
          "`head-hot`",
          "`silent`",
          "`asb-lost`",
          "`buffer-45`",
          "`buffer-4k`",
          "`xoff`",
          "`slow-reply`",
          "`split-reply`",
          "`stray-bytes`",
          "XON between",
          "text, raster, between cut and reply",
          "another tty name",
          "`garbage`",
          "`wrong-baud`",
          "`clone`: no process id, no automatic status",
          "`power-cycle`"}},
        {"handset", bus},
        {"pad", bus},
        {"display", bus},
        {"Modbus box", bus},
        {"keypad",
         {"`unplug`", "another program", "no right", "another device", "`numlock`", "`repeat`", "`double`",
          "`bounce`", "`dropped`", "`stuck`", "noise"}},
        {"port",
         {"unplugged", "another tty name", "no right", "another program", "two adapters", "swallows",
          "wrong speed", "noise"}}};
    return all;
}

TEST(FaultTable, HasNoEmptyCellAndNamesOnlyTestsThatAreThere) {
    const auto rows = table();
    EXPECT_GE(rows.size(), 60U);
    EXPECT_EQ(problems_of(rows, tests_there()), "");
}

TEST(FaultTable, HasEveryFaultOfEveryDevice) {
    std::map<std::string, std::string> faults;
    for (const Row& row : table()) {
        std::istringstream devices(row.cells.at(0));
        for (std::string device; std::getline(devices, device, ',');) {
            faults[trimmed(device)] += row.cells.at(1) + "\n";
        }
    }
    std::string missing;
    for (const auto& [device, names] : wanted()) {
        for (const std::string& name : names) {
            missing += faults[device].find(name) == std::string::npos ? device + ": " + name + "\n" : "";
        }
    }
    EXPECT_EQ(missing, "");
    EXPECT_EQ(faults.size(), wanted().size()) << "a device under a name of its own";
}

TEST(FaultTable, MistakesInItAreFound) {
    std::istringstream text(
        "|a|b|c|d|\n|---|---|---|---|\n| pad | `x` | told | `Suite.Test`, `Suite.Gone` |\n"
        "| pad | | told | `Suite.Test` |\n| pad | `x` | told | by hand |\n| pad | `x` | `Suite.Test` |\n"
        "| pad | `x` | – | `Suite.Test` |\n");
    EXPECT_EQ(problems_of(rows_of(text), {"Suite.Test"}),
              "drivers/FAULTS.md:3: there is no test Suite.Gone\n"
              "drivers/FAULTS.md:4: a cell says nothing\n"
              "drivers/FAULTS.md:5: no test is named\n"
              "drivers/FAULTS.md:6: 3 cells, wanted 4\n"
              "drivers/FAULTS.md:7: a cell says nothing\n");
}

}  // namespace
