// Reads the keys of one TOML table, remembers which it knows, keeps the first thing wrong: "file:line: key: allowed
// is ...". Internal to drivers/printer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <toml++/toml.h>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::printer {

template <class T>
using Choices = std::initializer_list<std::pair<std::string_view, T>>;

class Section {
  public:
    Section(const toml::table& table, std::string path, std::string_view file, std::string& error)
        : table_(table), path_(std::move(path)), file_(file), error_(error) {}

    template <class T>
    void number(std::string_view key, T& out, std::int64_t least, std::int64_t most) {
        const auto* node = take(key);
        if (node == nullptr) {
            return;
        }
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            wrong(*node, key, fmt::format("a whole number {}..{}", least, most));
            return;
        }
        out = static_cast<T>(*value);
    }

    void flag(std::string_view key, bool& out) {
        if (const auto* node = take(key)) {
            const auto value = node->value_exact<bool>();
            value ? out = *value : (wrong(*node, key, "true or false"), out);
        }
    }

    void text(std::string_view key, std::string& out) {
        if (const auto* node = take(key)) {
            const auto value = node->value_exact<std::string>();
            if (!value || value->empty() || value->size() > 100) {
                wrong(*node, key, "a text of 1..100 bytes");
            } else {
                out = *value;
            }
        }
    }

    template <class T>
    void choice(std::string_view key, T& out, Choices<T> allowed) {
        const auto* node = take(key);
        if (node == nullptr) {
            return;
        }
        const auto value = node->value_exact<std::string>();
        std::string names;
        for (const auto& [name, meaning] : allowed) {
            if (value && *value == name) {
                out = meaning;
                return;
            }
            names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
        }
        wrong(*node, key, fmt::format("one of {}", names));
    }

    /// A list of texts of 1..100 bytes.
    void texts(std::string_view key, std::vector<std::string>& out) {
        const auto* node = take(key);
        if (node == nullptr) {
            return;
        }
        const auto* list = node->as_array();
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            const auto value = (*list)[i].value_exact<std::string>();
            if (!value || value->empty() || value->size() > 100) {
                list = nullptr;
                break;
            }
            out.push_back(*value);
        }
        if (list == nullptr) {
            wrong(*node, key, "a list of texts of 1..100 bytes");
        }
    }

    /// Marks the key as known and gives its node, or nullptr.
    const toml::node* take(std::string_view key) {
        known_.insert(std::string(key));
        return table_.get(key);
    }

    void wrong(const toml::node& node, std::string_view key, std::string_view allowed) {
        complain(node, key, fmt::format("allowed is {}", allowed));
    }

    /// Call after every key was read: a misspelt key must not be ignored.
    void no_others() {
        for (const auto& [key, node] : table_) {
            if (!known_.contains(std::string(key.str()))) {
                std::string names;
                for (const auto& name : known_) {
                    names += (names.empty() ? "" : ", ") + name;
                }
                complain(node, key.str(), fmt::format("no such key; known here: {}", names));
            }
        }
    }

    void complain(const toml::node& node, std::string_view key, std::string_view what) {
        if (error_.empty()) {
            error_ = fmt::format("{}:{}: {}{}: {}", file_, node.source().begin.line, path_, key, what);
        }
    }

    [[nodiscard]] const toml::table& table() const { return table_; }

  private:
    const toml::table& table_;
    std::string path_;
    std::string_view file_;
    std::string& error_;
    std::set<std::string> known_;
};

/// The whole file; the error names it. More than `most_bytes` are refused as no `kind`.
[[nodiscard]] Result<std::string, std::string> read_text_file(const std::filesystem::path& file,
                                                              std::string_view kind);

}  // namespace jiaohao::drivers::printer
