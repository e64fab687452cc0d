// SPDX-License-Identifier: Apache-2.0
#include "kiosk/config/checked_toml.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "kiosk/config/toml_file.hpp"
#include "kiosk/config/toml_texts.hpp"

namespace jiaohao::config {

const TextRule kIdText{1, 32, "abcdefghijklmnopqrstuvwxyz0123456789_-", "1 to 32 of a-z, 0-9, _ and -"};

struct Table::Impl {
    std::shared_ptr<const toml::table> document;
    const toml::table* table = nullptr;
    Problems* problems = nullptr;
    /// "" at the top, "counter[2]." below.
    std::string prefix;
    std::set<std::string, std::less<>> known;

    [[nodiscard]] const toml::node* find(std::string_view key) {
        known.emplace(key);
        return table->get(key);
    }
    void report(const toml::source_region& at, std::string_view key, std::string what) const {
        problems->add({at.path ? *at.path : std::string{}, at.begin.line, at.begin.column,
                       prefix + std::string(key), std::move(what)});
    }
    void report(const toml::node& node, std::string_view key, std::string what) const {
        report(node.source(), key, std::move(what));
    }
    void missing(std::string_view key, std::string_view wanted) const {
        report(*table, key, fmt::format("missing; needed: {}", wanted));
    }
    void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) const {
        report(node, key, fmt::format("is {}; needed: {}", type_words(node), wanted));
    }
    [[nodiscard]] Table below(const toml::table& child, std::string child_prefix) const {
        auto impl = std::make_shared<Impl>();
        impl->document = document;
        impl->table = &child;
        impl->problems = problems;
        impl->prefix = prefix + std::move(child_prefix) + ".";
        return Table(std::move(impl));
    }
    /// The array at `key`, checked for its length; null when absent or wrong.
    [[nodiscard]] const toml::array* list(std::string_view key, std::string_view wanted, std::size_t least,
                                          std::size_t most) {
        const toml::node* node = find(key);
        if (node == nullptr) {
            if (least > 0) {
                missing(key, wanted);
            }
            return nullptr;
        }
        const toml::array* array = node->as_array();
        if (array == nullptr) {
            wrong_type(*node, key, wanted);
        } else if (array->size() < least || array->size() > most) {
            report(*node, key,
                   fmt::format("holds {} elements; allowed: {} to {}", array->size(), least, most));
            return nullptr;
        }
        return array;
    }
};

std::string to_string(const Problem& problem) {
    std::string text = problem.file;
    if (problem.line != 0) {
        text += fmt::format(":{}:{}", problem.line, problem.column);
    }
    if (!problem.key.empty()) {
        text += fmt::format("{}{}", text.empty() ? "" : ": ", problem.key);
    }
    return fmt::format("{}{}{}", text, text.empty() ? "" : ": ", problem.what);
}

void Problems::add(Problem problem) {
    for (std::string* const text : {&problem.file, &problem.key, &problem.what}) {
        *text = for_terminals(*text);
    }
    if (kept_.size() < kMost) {
        kept_.push_back(std::move(problem));
    } else {
        ++left_off_;
    }
}

std::string Problems::text() const {
    std::string all;
    for (const Problem& problem : kept_) {
        all += to_string(problem) + "\n";
    }
    if (left_off_ > 0) {
        all += fmt::format("and {} more\n", left_off_);
    }
    return all;
}

Table::Table(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

bool Table::has(std::string_view key) const {
    return impl_->table->contains(key);
}

std::string Table::text(std::string_view key, const TextRule& rule,
                        const std::optional<std::string>& fallback) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) {
        if (!fallback) {
            impl_->missing(key, text_words(rule));
        }
        return fallback.value_or("");
    }
    const auto value = node->value_exact<std::string>();
    if (!value) {
        impl_->wrong_type(*node, key, text_words(rule));
        return fallback.value_or("");
    }
    if (const std::string wrong = text_wrong(*value, rule); !wrong.empty()) {
        impl_->report(*node, key, wrong);
    }
    return *value;
}

std::int64_t Table::integer(std::string_view key, Range range, std::optional<std::int64_t> fallback) {
    const std::string wanted = fmt::format("a whole number from {} to {}", range.least, range.most);
    const toml::node* node = impl_->find(key);
    if (node == nullptr) {
        if (!fallback) {
            impl_->missing(key, wanted);
        }
        return fallback.value_or(range.least);
    }
    const auto value = node->value_exact<std::int64_t>();
    if (!value) {
        impl_->wrong_type(*node, key, wanted);
        return fallback.value_or(range.least);
    }
    if (*value < range.least || *value > range.most) {
        impl_->report(*node, key, fmt::format("is {}; allowed: {}", *value, wanted));
        return fallback.value_or(range.least);
    }
    return *value;
}

bool Table::boolean(std::string_view key, std::optional<bool> fallback) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) {
        if (!fallback) {
            impl_->missing(key, "true or false");
        }
        return fallback.value_or(false);
    }
    const auto value = node->value_exact<bool>();
    if (!value) {
        impl_->wrong_type(*node, key, "true or false");
    }
    return value.value_or(fallback.value_or(false));
}

std::string Table::choice(std::string_view key, const std::vector<std::string>& allowed,
                          const std::optional<std::string>& fallback) {
    const std::string wanted = fmt::format("one of {}", fmt::join(allowed, ", "));
    const toml::node* node = impl_->find(key);
    if (node == nullptr) {
        if (!fallback) {
            impl_->missing(key, wanted);
        }
        return fallback.value_or(allowed.front());
    }
    const auto value = node->value_exact<std::string>();
    if (!value) {
        impl_->wrong_type(*node, key, wanted);
    } else if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
        impl_->report(*node, key, fmt::format("is {}; allowed: {}", in_quotes(*value), wanted));
    } else {
        return *value;
    }
    return fallback.value_or(allowed.front());
}

std::vector<std::string> Table::texts(std::string_view key, const TextRule& rule,
                                      const std::vector<std::string>& allowed, std::size_t least,
                                      std::size_t most) {
    std::vector<std::string> found;
    const toml::array* array = impl_->list(key, "a list of texts", least, most);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const toml::node& node = *array->get(i);
        const std::string element = fmt::format("{}[{}]", key, i + 1);
        const auto value = node.value_exact<std::string>();
        if (!value) {
            impl_->wrong_type(node, element, text_words(rule));
            continue;
        }
        std::string wrong = text_wrong(*value, rule);
        if (wrong.empty() && !allowed.empty() &&
            std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
            wrong = fmt::format("is {}; allowed: one of {}", in_quotes(*value), fmt::join(allowed, ", "));
        }
        if (wrong.empty() && std::find(found.begin(), found.end(), *value) != found.end()) {
            wrong = fmt::format("{} stands twice in this list", in_quotes(*value));
        }
        if (!wrong.empty()) {
            impl_->report(node, element, wrong);
        }
        found.push_back(*value);
    }
    return found;
}

std::vector<std::int64_t> Table::integers(std::string_view key, Range range, std::size_t most) {
    std::vector<std::int64_t> found;
    const toml::array* array = impl_->list(key, "a list of whole numbers", 0, most);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const toml::node& node = *array->get(i);
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < range.least || *value > range.most) {
            impl_->report(node, fmt::format("{}[{}]", key, i + 1),
                          fmt::format("needed: a whole number from {} to {}", range.least, range.most));
            continue;
        }
        found.push_back(*value);
    }
    return found;
}

std::filesystem::path Table::path(std::string_view key, const std::optional<std::string>& fallback) {
    const TextRule rule{1, 1000, {}, "a path of 1 to 1000 bytes"};
    std::filesystem::path given = text(key, rule, fallback.value_or(""));
    if (given.empty() || given.is_absolute()) {
        return given;
    }
    const toml::node* node = impl_->table->get(key);
    const auto& source = (node != nullptr ? *node : static_cast<const toml::node&>(*impl_->table)).source();
    // Absolute, whatever the file was called on the command line: a port by a relative name would be looked for in /dev.
    std::error_code failed;
    const auto file = std::filesystem::absolute(source.path ? *source.path : std::string{}, failed);
    return (file.parent_path() / given).lexically_normal();
}

std::optional<Table> Table::table(std::string_view key, bool required) {
    const toml::node* node = impl_->find(key);
    if (node == nullptr) {
        if (required) {
            impl_->missing(key, "a table");
        }
        return std::nullopt;
    }
    const toml::table* child = node->as_table();
    if (child == nullptr) {
        impl_->wrong_type(*node, key, "a table");
        return std::nullopt;
    }
    return impl_->below(*child, std::string(key));
}

std::vector<Table> Table::tables(std::string_view key, std::size_t most) {
    std::vector<Table> found;
    const toml::array* array = impl_->list(key, fmt::format("tables, each begun by [[{}]]", key), 0, most);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const std::string element = fmt::format("{}[{}]", key, i + 1);
        if (const toml::table* child = array->get(i)->as_table(); child != nullptr) {
            found.push_back(impl_->below(*child, element));
        } else {
            impl_->wrong_type(*array->get(i), element, fmt::format("a table, begun by [[{}]]", key));
        }
    }
    return found;
}

std::vector<std::string> Table::keys() const {
    std::vector<std::string> all;
    for (const auto& [key, node] : *impl_->table) {
        all.emplace_back(key.str());
    }
    return all;
}

void Table::problem(std::string_view key, std::string what) const {
    const toml::node* node = impl_->table->get(key);
    impl_->report(node != nullptr ? *node : *impl_->table, key, std::move(what));
}

void Table::problem_at(std::string_view key, std::size_t index, std::string what) const {
    const toml::node* node = impl_->table->get(key);
    const toml::array* array = node != nullptr ? node->as_array() : nullptr;
    if (array == nullptr || index >= array->size()) {
        problem(key, std::move(what));
        return;
    }
    const toml::node& element = *array->get(index);
    // What is no such text is told already; that it names nothing either helps nobody.
    const auto told = [&](const Problem& one) {
        return one.line == element.source().begin.line && one.column == element.source().begin.column &&
               one.key == impl_->prefix + fmt::format("{}[{}]", key, index + 1);
    };
    if (std::ranges::none_of(impl_->problems->kept(), told)) {
        impl_->report(element, fmt::format("{}[{}]", key, index + 1), std::move(what));
    }
}

namespace {

void note_places(const toml::node& node, const std::string& key, Places& places) {
    const toml::source_region& at = node.source();
    places[key] = {at.path ? *at.path : std::string{}, at.begin.line, at.begin.column};
    if (const toml::table* table = node.as_table()) {
        for (const auto& [name, child] : *table) {
            note_places(child, key.empty() ? std::string(name.str()) : fmt::format("{}.{}", key, name.str()),
                        places);
        }
    } else if (const toml::array* array = node.as_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            note_places(*array->get(i), fmt::format("{}[{}]", key, i + 1), places);
        }
    }
}

}  // namespace

Places Table::places() const {
    Places places;
    std::string key = impl_->prefix;
    if (!key.empty()) {
        key.pop_back();
    }
    note_places(*impl_->table, key, places);
    return places;
}

void Table::done() const {
    for (const auto& [key, node] : *impl_->table) {
        if (!impl_->known.contains(key.str())) {
            impl_->report(key.source(), key.str(),
                          fmt::format("unknown key; allowed here: {}", fmt::join(impl_->known, ", ")));
        }
    }
}

namespace {

/// Moves, because toml++ copies lose where a node stood.
void lay_over(toml::table& base, toml::table&& top) {
    for (auto& [key, node] : top) {
        toml::node* below = base.get(key.str());
        if (below != nullptr && below->is_table() && node.is_table()) {
            lay_over(*below->as_table(), std::move(*node.as_table()));
            continue;
        }
        node.visit([&base, name = key](auto& value) { base.insert_or_assign(name, std::move(value)); });
    }
}

}  // namespace

std::optional<Table> open_toml(const std::vector<std::filesystem::path>& files, Problems& problems) {
    auto merged = std::make_shared<toml::table>();
    bool sound = true;
    bool first = true;
    for (const std::filesystem::path& file : files) {
        auto layer = parse_toml_file(file, problems);
        if (!layer) {
            sound = false;
        } else if (first) {
            *merged = std::move(*layer);
        } else {
            lay_over(*merged, std::move(*layer));
        }
        first = first && !layer;
    }
    if (!sound) {
        return std::nullopt;
    }
    auto impl = std::make_shared<Table::Impl>();
    impl->table = merged.get();
    impl->document = std::move(merged);
    impl->problems = &problems;
    return Table(std::move(impl));
}

}  // namespace jiaohao::config
