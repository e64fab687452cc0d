// What can be seen of a file without understanding it: its size, its licence line, words that say
// "unfinished".
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace {

namespace fs = std::filesystem;

struct Source {
    std::string path;
    std::vector<std::string> lines;
};

std::vector<Source> sources(const std::vector<std::string>& tops,
                            const std::vector<std::string>& extensions) {
    std::vector<Source> out;
    for (const std::string& top : tops) {
        for (auto it = fs::recursive_directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / top);
             it != fs::recursive_directory_iterator(); ++it) {
            const std::string name = it->path().filename().string();
            if (it->is_directory() && (name == "node_modules" || name == "dist")) {
                it.disable_recursion_pending();
                continue;
            }
            const std::string extension = it->path().extension().string();
            if (!it->is_regular_file() ||
                std::find(extensions.begin(), extensions.end(), extension) == extensions.end()) {
                continue;
            }
            Source source{fs::relative(it->path(), JIAOHAO_SOURCE_DIR).string(), {}};
            std::ifstream file(it->path());
            for (std::string line; std::getline(file, line);) {
                source.lines.push_back(line);
            }
            out.push_back(std::move(source));
        }
    }
    return out;
}

const std::vector<std::string> kRooms{"kiosk", "drivers", "ui", "headoffice", "showroom"};

TEST(Tree, NoSourceIsLongerThanItsLimit) {
    std::string found;
    for (const Source& source : sources(kRooms, {".cpp", ".hpp"})) {
        if (source.lines.size() > 400) {
            found += source.path + ": " + std::to_string(source.lines.size()) + " lines, at most 400\n";
        }
    }
    for (const Source& source : sources({"ui"}, {".qml"})) {
        if (source.lines.size() > 200) {
            found += source.path + ": " + std::to_string(source.lines.size()) + " lines, at most 200\n";
        }
    }
    EXPECT_EQ(found, "");
}

TEST(Tree, EverySourceNamesItsLicence) {
    std::string found;
    for (const Source& source : sources({"kiosk", "drivers", "ui", "headoffice", "showroom", "tests"},
                                        {".cpp", ".hpp", ".qml", ".ts"})) {
        bool named = false;
        for (std::size_t i = 0; i < source.lines.size() && i < 20; ++i) {
            named = named || source.lines[i].find("SPDX-License-Identifier: Apache-2.0") != std::string::npos;
        }
        found += named ? "" : source.path + "\n";
    }
    EXPECT_EQ(found, "");
}

TEST(Tree, EveryTestIsBuilt) {
    // A file of tests that its folder's CMakeLists.txt does not name proves nothing, and nobody notices.
    std::string found;
    for (const Source& source : sources({"tests"}, {".cpp"})) {
        const std::filesystem::path path = source.path;
        if (!path.filename().string().ends_with("_test.cpp")) {
            continue;
        }
        const std::filesystem::path list =
            std::filesystem::path(JIAOHAO_SOURCE_DIR) / path.parent_path() / "CMakeLists.txt";
        std::ifstream file(list);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const bool named = text.find("GLOB") != std::string::npos ||
                           text.find(path.filename().string()) != std::string::npos;
        found += named ? "" : source.path + "\n";
    }
    EXPECT_EQ(found, "");
}

TEST(Tree, NoUserFacingChineseOutsideTheCatalogue) {
    // Sources hold codes; words stand in ui/i18n. Comments may explain a term.
    std::string found;
    for (const Source& source : sources({"kiosk", "headoffice", "drivers"}, {".cpp"})) {
        // The simulator decodes and draws what it gets; encoder tables name characters they replace.
        if (source.path.rfind("drivers/sim/", 0) == 0 || source.path.rfind("drivers/printer/", 0) == 0) {
            continue;
        }
        for (std::size_t i = 0; i < source.lines.size(); ++i) {
            const std::string code = source.lines[i].substr(0, source.lines[i].find("//"));
            if (std::any_of(code.begin(), code.end(),
                            [](char c) { return static_cast<unsigned char>(c) >= 0xe4; })) {
                found += source.path + ":" + std::to_string(i + 1) + "\n";
            }
        }
    }
    EXPECT_EQ(found, "");
}

}  // namespace
