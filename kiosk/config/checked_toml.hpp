// Reading TOML so that nothing passes unchecked: every key has a type, a range and a meaning, and a key that
// nobody asked for is an error. Problems are collected, not thrown, so that one run names them all.
// Used by kiosk/config, drivers/bus and the head office's configuration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::config {

/// One thing wrong in a file. Lines and columns count from 1; 0 when the thing is absent altogether.
struct Problem {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    /// "counter[2].services[1]", as it would be found in the merged file.
    std::string key;
    /// What is wrong and what is allowed.
    std::string what;
};

/// "kiosk.toml:12:3: counter[2].label: ..."
[[nodiscard]] std::string to_string(const Problem& problem);

/// Where a key stands; lines and columns count from 1.
struct Place {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};
/// By full key, "counter[2].services[1]".
using Places = std::map<std::string, Place, std::less<>>;

/// At most kMost are kept; the rest are counted.
class Problems {
  public:
    static constexpr std::size_t kMost = 50;

    void add(Problem problem);
    [[nodiscard]] bool empty() const { return kept_.empty(); }
    [[nodiscard]] const std::vector<Problem>& kept() const { return kept_; }
    [[nodiscard]] std::size_t left_off() const { return left_off_; }
    /// One line each, and a last one when some were left off.
    [[nodiscard]] std::string text() const;

  private:
    std::vector<Problem> kept_;
    std::size_t left_off_ = 0;
};

/// Inclusive.
struct Range {
    std::int64_t least;
    std::int64_t most;
};

/// What a text must look like; `meaning` is shown to the person ("1 to 32 of a-z, 0-9, _ and -").
struct TextRule {
    std::size_t least = 0;
    std::size_t most = 200;
    /// Characters allowed; empty: any UTF-8 without control characters.
    std::string_view alphabet;
    std::string_view meaning;
};

/// Identities: [a-z0-9_-]{1,32}.
extern const TextRule kIdText;

/// A view into a parsed document; cheap to copy; keeps the document alive. Every getter marks its key as
/// known; done() then reports the keys that nobody asked for. A getter that meets a problem reports it and
/// returns the fallback (or an empty value), so that reading goes on.
class Table {
  public:
    struct Impl;
    explicit Table(std::shared_ptr<Impl> impl);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key, const TextRule& rule,
                                   const std::optional<std::string>& fallback = std::nullopt);
    [[nodiscard]] std::int64_t integer(std::string_view key, Range range,
                                       std::optional<std::int64_t> fallback = std::nullopt);
    [[nodiscard]] bool boolean(std::string_view key, std::optional<bool> fallback = std::nullopt);
    /// One of `allowed`, given as text.
    [[nodiscard]] std::string choice(std::string_view key, const std::vector<std::string>& allowed,
                                     const std::optional<std::string>& fallback = std::nullopt);
    /// Several of `allowed` (any text by `rule` when empty), none twice.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key, const TextRule& rule,
                                                 const std::vector<std::string>& allowed = {},
                                                 std::size_t least = 0, std::size_t most = 100);
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view key, Range range,
                                                     std::size_t most = 100);
    /// A path; relative ones are relative to the folder of the file that holds the key. Empty when absent.
    [[nodiscard]] std::filesystem::path path(std::string_view key,
                                             const std::optional<std::string>& fallback = std::nullopt);
    [[nodiscard]] std::optional<Table> table(std::string_view key, bool required = false);
    /// [[key]]: an array of tables; none when absent.
    [[nodiscard]] std::vector<Table> tables(std::string_view key, std::size_t most = 1000);
    /// The keys as they stand, for free-form tables (texts by language). Marks none of them.
    [[nodiscard]] std::vector<std::string> keys() const;

    /// Reports a problem at `key` (at this table when the key is absent).
    void problem(std::string_view key, std::string what) const;
    /// At element `index` of the array `key`.
    void problem_at(std::string_view key, std::size_t index, std::string what) const;
    /// Reports every key that was never asked for.
    void done() const;
    /// Where this table and everything in it stands, for what shows only when it is tried.
    [[nodiscard]] Places places() const;

  private:
    std::shared_ptr<Impl> impl_;
};

/// Files laid over each other: a later file's key wins; tables merge key by key, everything else (arrays,
/// arrays of tables) is replaced whole. Each key keeps the file and line it came from. Files of more than
/// 4 MiB are refused. Nothing is thrown; a file that cannot be read or parsed is a problem, and then there is
/// no table. `problems` outlives every Table.
[[nodiscard]] std::optional<Table> open_toml(const std::vector<std::filesystem::path>& files,
                                             Problems& problems);

}  // namespace jiaohao::config
