// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "headoffice/ingest/address.hpp"

namespace jiaohao::headoffice {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = std::size_t{16} * 1024;
constexpr std::size_t kMostCharacters = 200;
constexpr std::size_t kMostIdBytes = 32;
constexpr std::size_t kMostTold = 20;

/// Of UTF-8 text: bytes that begin a character.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// UTF-8 (which parsed JSON always is) of U+0000..001F and U+007F..009F, or of what turns the direction of writing:
/// U+202A..202E, U+2066..2069 (Unicode Standard Annex 9). A name that holds one reads as another, and so does the text
/// behind it.
bool holds_control(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned last = byte(i + 2);
        if (byte(i) < 0x20U || byte(i) == 0x7FU || (byte(i) == 0xC2U && byte(i + 1) < 0xA0U) ||
            (byte(i) == 0xE2U && byte(i + 1) == 0x80U && last >= 0xAAU && last <= 0xAEU) ||
            (byte(i) == 0xE2U && byte(i + 1) == 0x81U && last >= 0xA6U && last <= 0xA9U)) {
            return true;
        }
    }
    return false;
}

/// Empty when the name can be taken.
std::string why_refused(const Json& name) {
    if (!name.is_string()) {
        return "is no text";
    }
    const auto& text = name.get_ref<const std::string&>();
    if (text.empty()) {
        return "is empty";
    }
    if (characters(text) > kMostCharacters) {
        return fmt::format("is longer than {} characters", kMostCharacters);
    }
    return holds_control(text) ? "holds a control character" : "";
}

class Checker {
  public:
    explicit Checker(std::vector<std::string>& refused) : refused_(refused) {}

    Json by_language(const Json& said, const std::string& where) {
        Json taken = Json::object();
        if (!is_table(said, where)) {
            return taken;
        }
        for (const auto& [language, name] : said.items()) {
            if (!is_key(language, where)) {
                continue;
            }
            const std::string problem = why_refused(name);
            problem.empty() ? void(taken[language] = name)
                            : refuse(fmt::format("{}.{}", where, language), problem);
        }
        return taken;
    }
    Json by_id(const Json& said, const std::string& where) {
        Json taken = Json::object();
        if (!is_table(said, where)) {
            return taken;
        }
        for (const auto& [id, texts] : said.items()) {
            if (!is_key(id, where)) {
                continue;
            }
            Json names = by_language(texts, fmt::format("{}.{}", where, id));
            if (!names.empty()) {
                taken[id] = std::move(names);
            }
        }
        return taken;
    }
    bool is_table(const Json& said, const std::string& where) {
        if (!said.is_object()) {
            refuse(where, "is no object");
        }
        return said.is_object();
    }
    void refuse(const std::string& where, std::string_view problem) {
        if (refused_.size() < kMostTold) {
            refused_.push_back(fmt::format("{} {}", where, problem));
        }
    }

  private:
    bool is_key(const std::string& key, const std::string& where) {
        if (!is_name(key, kMostIdBytes)) {
            refuse(where, "has a key that is no id");
            return false;
        }
        return true;
    }

    std::vector<std::string>& refused_;
};

}  // namespace

CheckedNames check_names(const Json& names) {
    CheckedNames checked;
    Checker checker(checked.refused);
    if (!checker.is_table(names, "names")) {
        return checked;
    }
    const auto text_of = [](const Json& json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    if (text_of(names).size() > kMostBytes) {
        checker.refuse("names", fmt::format("is larger than {} bytes", kMostBytes));
        return checked;
    }
    const auto part = [&](const char* name) { return names.value(name, Json::object()); };
    const Json taken{{"hall", checker.by_language(part("hall"), "names.hall")},
                     {"services", checker.by_id(part("services"), "names.services")},
                     {"counters", checker.by_id(part("counters"), "names.counters")}};
    checked.text = text_of(taken);
    return checked;
}

}  // namespace jiaohao::headoffice
