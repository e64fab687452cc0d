// The one catalogue of user-facing words: <folder>/<language>/<area>.json, each a flat object id -> text, ids
// beginning with the area ("refusal.nobody_waiting" in refusal.json), parameters as {name}.
// A text that counts is an object of the language's plural forms by their CLDR names, chosen by the parameter "n",
// or by the one that "by" names: {"by": "events", "one": "{events} event", "other": "{events} events"}.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/base/result.hpp"

namespace jiaohao::i18n {

using Params = std::map<std::string, std::string, std::less<>>;

/// One thing wrong with the catalogue: where and what.
struct CatalogueProblem {
    /// "zh_CN/refusal.json"
    std::string file;
    /// Empty when it is about the file.
    std::string id;
    std::string what;
    friend bool operator==(const CatalogueProblem&, const CatalogueProblem&) = default;
};
[[nodiscard]] std::string to_string(const CatalogueProblem& problem);

/// The CLDR names of the plural forms that whole numbers have in `language`, "other" last.
[[nodiscard]] std::vector<std::string> plural_forms(std::string_view language);
/// The form for a number as it is shown: "one" for 1 in English. What is no whole number is "other".
[[nodiscard]] std::string_view plural_form(std::string_view language, std::string_view number);

/// Fixed once loaded. Thread-safe.
class Catalogue {
  public:
    struct Loaded;
    /// Reads every <language>/<area>.json. Whatever can be read is there afterwards: a hall goes on with a
    /// text missing. Problems name unreadable files, ids twice in a language, ids that do not begin with
    /// their area, ids missing in a language, plural forms that a language lacks or does not have, and parameters
    /// that differ between languages or forms.
    [[nodiscard]] static Loaded load(const std::filesystem::path& folder, std::string fallback = "zh_CN");

    /// The text in `language`, else in the fallback language, else the id itself (counted). A {name} without
    /// a value stays as it is.
    [[nodiscard]] std::string text(std::string_view language, std::string_view id,
                                   const Params& params = {}) const;
    [[nodiscard]] bool has(std::string_view language, std::string_view id) const;
    [[nodiscard]] std::vector<std::string> languages() const;
    [[nodiscard]] std::vector<std::string> ids(std::string_view language) const;
    /// How often text() had nothing better than the id.
    [[nodiscard]] std::uint64_t missing() const { return missing_->load(); }

  private:
    struct Entry {
        /// By plural form; a text that does not count has "other" only.
        std::map<std::string, std::string, std::less<>> forms;
        std::string by;
        std::string file;
        [[nodiscard]] const std::string& form(std::string_view name) const;
    };
    using Texts = std::map<std::string, Entry, std::less<>>;

    void read_file(const std::filesystem::path& file, const std::string& language,
                   std::vector<CatalogueProblem>& problems);
    /// What is wrong with it is added to `wrong`. "other" is there, or no form at all.
    static Entry read_text(const nlohmann::json& value, const std::string& language,
                           std::vector<std::string>& wrong);
    void compare(std::vector<CatalogueProblem>& problems) const;
    [[nodiscard]] const Entry* find(std::string_view language, std::string_view id) const;

    std::string fallback_;
    std::map<std::string, Texts, std::less<>> texts_;
    std::shared_ptr<std::atomic<std::uint64_t>> missing_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

struct Catalogue::Loaded {
    Catalogue catalogue;
    std::vector<CatalogueProblem> problems;
};

/// Names of the {parameters} in a text, sorted, each once.
[[nodiscard]] std::vector<std::string> parameters(std::string_view text);
/// `text` with each {name} that `params` knows replaced, in one pass: values are never looked into.
[[nodiscard]] std::string fill(std::string_view text, const Params& params);

}  // namespace jiaohao::i18n
