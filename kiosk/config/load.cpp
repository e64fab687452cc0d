// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

/// The layers, lowest first: hall file, main file, overrides. Only the main file or the overrides may name
/// the hall file.
std::vector<std::filesystem::path> layers(const std::filesystem::path& file,
                                          const std::optional<std::filesystem::path>& overrides) {
    std::vector<std::filesystem::path> files{file};
    if (overrides) {
        files.push_back(*overrides);
    }
    // A first look only for hall_file; what is wrong shows when everything is read.
    Problems ignored;
    if (auto top = open_toml(files, ignored)) {
        const auto hall = top->path("hall_file", "");
        if (!hall.empty()) {
            files.insert(files.begin(), hall);
        }
    }
    return files;
}

void read_terminal(Table& top, KioskConfig& config) {
    config.terminal = domain::TerminalId{"t1"};
    config.profiles = "/usr/share/jiaohao/profiles";
    config.catalogue = "/usr/share/jiaohao/i18n";
    auto table = top.table("terminal");
    if (!table) {
        return;
    }
    config.terminal = domain::TerminalId{table->text("id", kIdText, "t1")};
    config.profiles = table->path("profiles", config.profiles.string());
    config.catalogue = table->path("catalogue", config.catalogue.string());
    table->done();
}

}  // namespace

Result<KioskConfig, Problems> load(const std::filesystem::path& file,
                                   const std::optional<std::filesystem::path>& overrides) {
    Problems problems;
    KioskConfig config;
    config.files = layers(file, overrides);
    auto top = open_toml(config.files, problems);
    if (!top) {
        return fail(std::move(problems));
    }
    static_cast<void>(top->path("hall_file", ""));
    read_terminal(*top, config);
    read_hall(*top, config);
    read_order(*top, config);
    read_targets(*top, config);
    read_calling(*top, config);
    read_hours(*top, config);
    read_services(*top, config);
    read_counters(*top, config);
    read_appointments(*top, config);
    read_diversions(*top, config);
    read_journal(*top, config);
    read_api(*top, config);
    read_devices(*top, config);
    read_capture(*top, config);
    read_satellites(*top, config);
    read_owner(*top, config);
    read_upload(*top, config);
    read_paper(*top, config);
    top->done();
    if (!problems.empty()) {
        return fail(std::move(problems));
    }
    config.places = top->places();
    return config;
}

Problem problem_at(const KioskConfig& config, const std::string& key, std::string what) {
    auto place = config.places.find(key);
    for (std::string up = key; place == config.places.end() && !up.empty();) {
        const std::size_t dot = up.rfind('.');
        up.resize(dot == std::string::npos ? 0 : dot);
        place = config.places.find(up);
    }
    Problem problem{{}, 0, 0, key, std::move(what)};
    if (place != config.places.end()) {
        problem.file = place->second.file;
        problem.line = place->second.line;
        problem.column = place->second.column;
    }
    return problem;
}

}  // namespace jiaohao::config
