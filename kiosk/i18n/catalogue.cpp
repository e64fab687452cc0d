// SPDX-License-Identifier: Apache-2.0
#include "kiosk/i18n/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace jiaohao::i18n {
namespace {

constexpr std::uintmax_t kMostFileBytes = 4U << 20U;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Calls `plain` for each stretch of text and `parameter` for each {name}.
template <class Plain, class Parameter>
void walk(std::string_view text, const Plain& plain, const Parameter& parameter) {
    std::size_t from = 0;
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) {
            break;
        }
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
            continue;
        }
        plain(text.substr(from, open - from));
        parameter(name);
        from = close + 1;
    }
    plain(text.substr(from));
}

/// Parses a flat object and reports keys that stand twice, which a plain parse would swallow.
nlohmann::json parse_flat(std::istream& in, std::vector<std::string>& twice) {
    std::set<std::string> seen;
    const auto watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        if (event == nlohmann::json::parse_event_t::key && depth == 1 &&
            !seen.insert(parsed.get<std::string>()).second) {
            twice.push_back(parsed.get<std::string>());
        }
        return true;
    };
    return nlohmann::json::parse(in, watch, false);
}

std::vector<std::filesystem::path> sorted_entries(const std::filesystem::path& folder,
                                                  std::error_code& error) {
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        entries.push_back(at->path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

}  // namespace

std::string to_string(const CatalogueProblem& problem) {
    return fmt::format("{}: {}{}{}", problem.file, problem.id, problem.id.empty() ? "" : ": ", problem.what);
}

std::vector<std::string> parameters(std::string_view text) {
    std::set<std::string> names;
    walk(
        text, [](std::string_view) {}, [&names](std::string_view name) { names.emplace(name); });
    return {names.begin(), names.end()};
}

std::string fill(std::string_view text, const Params& params) {
    std::string filled;
    walk(
        text, [&filled](std::string_view plain) { filled += plain; },
        [&](std::string_view name) {
            const auto value = params.find(name);
            filled += value != params.end() ? value->second : fmt::format("{{{}}}", name);
        });
    return filled;
}

std::vector<std::string> plural_forms(std::string_view language) {
    return language == "en" ? std::vector<std::string>{"one", "other"} : std::vector<std::string>{"other"};
}

std::string_view plural_form(std::string_view language, std::string_view number) {
    return language == "en" && number == "1" ? "one" : "other";
}

const std::string& Catalogue::Entry::form(std::string_view name) const {
    const auto found = forms.find(name);
    return found != forms.end() ? found->second : forms.find("other")->second;
}

Catalogue::Entry Catalogue::read_text(const nlohmann::json& value, const std::string& language,
                                      std::vector<std::string>& wrong) {
    Entry entry{{}, "n", {}};
    if (value.is_string()) {
        entry.forms["other"] = value.get<std::string>();
        return entry;
    }
    const std::vector<std::string> allowed = plural_forms(language);
    const auto other = value.is_object() ? value.find("other") : value.end();
    if (!value.is_object() || other == value.end() || !other->is_string()) {
        wrong.push_back(
            fmt::format("is not a text, nor one with the plural forms {}", fmt::join(allowed, ", ")));
        return entry;
    }
    for (const auto& [form, text] : value.items()) {
        if (form == "by" && text.is_string()) {
            entry.by = text.get<std::string>();
        } else if (text.is_string() && std::find(allowed.begin(), allowed.end(), form) != allowed.end()) {
            entry.forms[form] = text.get<std::string>();
        } else {
            wrong.push_back(fmt::format("has \"{}\", which is no plural form of {}; its forms: {}", form,
                                        language, fmt::join(allowed, ", ")));
        }
    }
    for (const std::string& form : allowed) {
        if (!entry.forms.contains(form)) {
            wrong.push_back(fmt::format("lacks the plural form \"{}\"", form));
        }
    }
    const auto names = parameters(entry.form("other"));
    if (std::find(names.begin(), names.end(), entry.by) == names.end()) {
        wrong.push_back(fmt::format("counts by {{{}}}, which is none of its parameters", entry.by));
    }
    return entry;
}

void Catalogue::read_file(const std::filesystem::path& file, const std::string& language,
                          std::vector<CatalogueProblem>& problems) {
    const std::string area = file.stem().string();
    const std::string name = fmt::format("{}/{}", language, file.filename().string());
    const auto complain = [&](const std::string& id, std::string what) {
        problems.push_back({name, id, std::move(what)});
    };
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > kMostFileBytes) {
        complain("", error ? error.message() : fmt::format("is {} bytes; allowed: {}", size, kMostFileBytes));
        return;
    }
    std::ifstream in(file, std::ios::binary);
    std::vector<std::string> twice;
    const nlohmann::json object = parse_flat(in, twice);
    if (!object.is_object()) {
        complain("", "is not a JSON object of id -> text");
        return;
    }
    for (const std::string& id : twice) {
        complain(id, "stands twice in this file");
    }
    for (const auto& [id, value] : object.items()) {
        std::vector<std::string> wrong;
        Entry entry = read_text(value, language, wrong);
        for (std::string& what : wrong) {
            complain(id, std::move(what));
        }
        if (entry.forms.empty()) {
            continue;
        }
        if (!id.starts_with(area + ".")) {
            complain(id, fmt::format("ids of this file begin with \"{}.\"", area));
        }
        entry.file = name;
        const auto [at, added] = texts_[language].try_emplace(id, std::move(entry));
        if (!added) {
            complain(id, fmt::format("stands in {} too", at->second.file));
        }
    }
}

void Catalogue::compare(std::vector<CatalogueProblem>& problems) const {
    std::map<std::string, const Entry*> all;
    for (const auto& [language, texts] : texts_) {
        for (const auto& [id, entry] : texts) {
            all.emplace(id, &entry);
        }
    }
    for (const auto& [id, first] : all) {
        for (const auto& [language, texts] : texts_) {
            const auto found = texts.find(id);
            if (found == texts.end()) {
                problems.push_back({first->file, id, fmt::format("is missing in {}", language)});
                continue;
            }
            const auto wanted = parameters(first->form("other"));
            for (const auto& [form, text] : found->second.forms) {
                if (parameters(text) != wanted) {
                    problems.push_back({found->second.file, id,
                                        fmt::format("has the parameters [{}], but [{}] in {}",
                                                    fmt::join(parameters(text), ", "),
                                                    fmt::join(wanted, ", "), first->file)});
                }
            }
        }
    }
}

Catalogue::Loaded Catalogue::load(const std::filesystem::path& folder, std::string fallback) {
    Loaded loaded;
    loaded.catalogue.fallback_ = std::move(fallback);
    std::error_code error;
    for (const auto& entry : sorted_entries(folder, error)) {
        if (!std::filesystem::is_directory(entry)) {
            continue;
        }
        const std::string language = entry.filename().string();
        loaded.catalogue.texts_[language];
        std::error_code inner;
        for (const auto& file : sorted_entries(entry, inner)) {
            if (file.extension() == ".json") {
                loaded.catalogue.read_file(file, language, loaded.problems);
            }
        }
        if (inner) {
            loaded.problems.push_back({language, "", inner.message()});
        }
    }
    if (error || loaded.catalogue.texts_.empty()) {
        loaded.problems.push_back(
            {folder.string(), "", error ? error.message() : "holds no language folder"});
    }
    loaded.catalogue.compare(loaded.problems);
    return loaded;
}

const Catalogue::Entry* Catalogue::find(std::string_view language, std::string_view id) const {
    const auto texts = texts_.find(language);
    if (texts == texts_.end()) {
        return nullptr;
    }
    const auto entry = texts->second.find(id);
    return entry == texts->second.end() ? nullptr : &entry->second;
}

std::string Catalogue::text(std::string_view language, std::string_view id, const Params& params) const {
    const Entry* entry = find(language, id);
    if (entry == nullptr) {
        entry = find(fallback_, id);
        language = fallback_;
    }
    if (entry == nullptr) {
        missing_->fetch_add(1);
        return std::string(id);
    }
    const auto count = params.find(entry->by);
    return fill(entry->form(count != params.end() ? plural_form(language, count->second) : "other"), params);
}

bool Catalogue::has(std::string_view language, std::string_view id) const {
    return find(language, id) != nullptr;
}

std::vector<std::string> Catalogue::languages() const {
    std::vector<std::string> all;
    for (const auto& [language, texts] : texts_) {
        all.push_back(language);
    }
    return all;
}

std::vector<std::string> Catalogue::ids(std::string_view language) const {
    std::vector<std::string> all;
    if (const auto texts = texts_.find(language); texts != texts_.end()) {
        for (const auto& [id, entry] : texts->second) {
            all.push_back(id);
        }
    }
    return all;
}

}  // namespace jiaohao::i18n
