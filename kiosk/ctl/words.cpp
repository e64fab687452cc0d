// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/words.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include <ctime>
#include <nlohmann/json.hpp>

#include "kiosk/ctl/printable.hpp"

namespace jiaohao::ctl {
namespace {
namespace fs = std::filesystem;

// Before any thread is started.
std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? std::string{} : value;
}
}  // namespace

std::string Words::text(std::string_view id, const i18n::Params& params) const {
    i18n::Params shown = params;
    for (auto& [name, value] : shown) {
        value = printable(value);
    }
    return catalogue_.text(language_, id, shown);
}

std::string Words::refusal(const wire::api::RefusalText& refusal, std::string_view command) const {
    const std::string of_command = fmt::format("ctl.refused.{}.{}", command, refusal.code);
    const auto where = refusal.params.find("where");
    const std::string of_place =
        where == refusal.params.end() ? "" : fmt::format("refusal.{}.{}", refusal.code, where->second);
    const std::string id = has(of_place)     ? of_place
                           : has(of_command) ? of_command
                                             : "refusal." + refusal.code;
    i18n::Params values;
    std::string details;
    for (const auto& [name, value] : refusal.params) {
        values[name] = value;
        details += fmt::format("{}{}={}", details.empty() ? "" : ", ", name, printable(value));
    }
    // What is wrong with an argument says more than that one is.
    const auto problem = refusal.params.find("problem");
    const std::string closer = problem == refusal.params.end()      ? std::string()
                               : refusal.params.contains("allowed") ? "ctl.problem.not_allowed"
                                                                    : "ctl.problem." + problem->second;
    const std::string sentence = refusal.code == "bad_arguments" && has(closer) ? text(closer, values)
                                 : has(id)                                      ? text(id, values)
                                           : text("ctl.refused", {{"code", refusal.code}});
    return details.empty() ? sentence : sentence + " [" + refusal.code + ": " + details + "]";
}

std::string Words::span(std::int64_t seconds) const {
    if (seconds < 60) {
        return text("ctl.unit.s", {{"n", std::to_string(seconds)}});
    }
    const std::int64_t minutes = seconds / 60;
    if (minutes < 60) {
        return text("ctl.unit.min", {{"n", std::to_string(minutes)}});
    }
    return text("ctl.unit.h", {{"h", std::to_string(minutes / 60)}, {"min", std::to_string(minutes % 60)}});
}

std::string Words::value(std::string_view name, const nlohmann::json& value) const {
    if (value.is_boolean()) {
        return text(value.get<bool>() ? "ctl.yes" : "ctl.no");
    }
    if (value.is_number_integer() && name.ends_with("_s")) {
        return span(value.get<std::int64_t>());
    }
    if (value.is_number_integer() && name.ends_with("_bytes")) {
        const auto bytes = static_cast<double>(value.get<std::int64_t>());
        return bytes < 1e6 ? fmt::format("{:.1f} kB", bytes / 1e3) : fmt::format("{:.1f} MB", bytes / 1e6);
    }
    if (value.is_number() && name.ends_with("_ms")) {
        return value.dump() + " ms";
    }
    return value.is_string() ? time(value.get<std::string>()) : value.dump();
}

std::string Words::time(const std::string& rfc3339) {
    const auto at = parse_rfc3339(rfc3339);
    return at ? time(*at) : rfc3339;
}

std::string Words::time(WallTime at) {
    const time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    tm parts{};
    localtime_r(&seconds, &parts);
    std::string text(32, '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts));
    return text;
}

std::string Words::own(const nlohmann::json& texts) const {
    if (texts.is_object() && !texts.empty()) {
        const auto found = texts.find(language_);
        const auto& chosen = found != texts.end() ? *found : *texts.begin();
        return chosen.is_string() ? chosen.get<std::string>() : std::string{};
    }
    return {};
}

i18n::Params Words::params(const nlohmann::json& object) const {
    i18n::Params result;
    if (object.is_object()) {
        for (const auto& [name, one] : object.items()) {
            result[name] = value(name, one);
        }
    }
    return result;
}

std::optional<std::string> find_catalogue(const std::string& given) {
    std::error_code error;
    const auto usable = [&error](const fs::path& folder) { return fs::is_directory(folder / "en", error); };
    for (const std::string& folder : {given, environment("JIAOHAO_I18N")}) {
        if (!folder.empty()) {
            return usable(folder) ? std::optional(folder) : std::nullopt;
        }
    }
    fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (int up = 0; up < 5 && !here.empty(); ++up, here = here.parent_path()) {
        for (const char* tail : {"share/jiaohao/i18n", "ui/i18n"}) {
            if (usable(here / tail)) {
                return (here / tail).string();
            }
        }
    }
    return usable("/usr/share/jiaohao/i18n") ? std::optional<std::string>("/usr/share/jiaohao/i18n")
                                             : std::nullopt;
}

std::string language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const std::string value = environment(name); !value.empty()) {
            return value.starts_with("zh") ? "zh_CN" : "en";
        }
    }
    return "en";
}

}  // namespace jiaohao::ctl
