// Categories: a tree that groups services on the touch screen.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

/// A customer goes through as many pages before the services.
constexpr std::size_t kDeepest = 3;
const TextRule kParentText{0, 32, kIdText.alphabet, kIdText.meaning};

const domain::CategoryConfig* find(const std::vector<domain::CategoryConfig>& all, const std::string& id) {
    const auto found = std::ranges::find(all, id, &domain::CategoryConfig::id);
    return found == all.end() ? nullptr : &*found;
}

/// "" or what is wrong with where the category stands.
std::string parent_wrong(const std::vector<domain::CategoryConfig>& all,
                         const domain::CategoryConfig& category) {
    const domain::CategoryConfig* up = &category;
    for (std::size_t level = 1; !up->parent.empty(); ++level) {
        const domain::CategoryConfig* const parent = find(all, up->parent);
        if (parent == nullptr) {
            return up == &category ? fmt::format("there is no category \"{}\"", category.parent) : "";
        }
        if (parent == &category) {
            return fmt::format("\"{}\" would stand in itself", category.id);
        }
        if (level >= kDeepest) {
            return fmt::format("\"{}\" would stand more than {} levels deep", category.id, kDeepest);
        }
        up = parent;
    }
    return {};
}

}  // namespace

void read_categories(Table& top, KioskConfig& config) {
    auto& all = config.hall.categories;
    std::vector<Table> tables = top.tables("category", 50);
    for (Table& table : tables) {
        domain::CategoryConfig category{table.text("id", kIdText),
                                        read_own_text(table, "name", config.hall.languages),
                                        table.text("parent", kParentText, "")};
        if (find(all, category.id) != nullptr) {
            table.problem("id", fmt::format("\"{}\" is another category's id", category.id));
        }
        table.done();
        all.push_back(std::move(category));
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (const std::string wrong = parent_wrong(all, all[i]); !wrong.empty()) {
            tables[i].problem("parent", wrong);
        }
    }
}

}  // namespace jiaohao::config
