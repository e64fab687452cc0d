// The one catalogue of user-facing words: <folder>/<language>/<area>.json, each a flat object id -> text, ids
// beginning with the area ("refusal.nobody_waiting" in refusal.json), parameters as {name}.
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

/// Fixed once loaded. Thread-safe.
class Catalogue {
  public:
    struct Loaded;
    /// Reads every <language>/<area>.json. Whatever can be read is there afterwards: a hall goes on with a
    /// text missing. Problems name unreadable files, ids twice in a language, ids that do not begin with
    /// their area, ids missing in a language, and parameters that differ between languages.
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
        std::string text;
        std::string file;
    };
    using Texts = std::map<std::string, Entry, std::less<>>;

    void read_file(const std::filesystem::path& file, const std::string& language,
                   std::vector<CatalogueProblem>& problems);
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
