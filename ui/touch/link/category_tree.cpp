// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/category_tree.hpp"

#include <algorithm>

namespace jiaohao::ui {

void CategoryTree::follow(RowModel*& place, RowModel* model) {
    if (place == model) {
        return;
    }
    if (place != nullptr) {
        place->disconnect(this);
    }
    place = model;
    if (place != nullptr) {
        connect(place, &RowModel::changed, this, &CategoryTree::look);
    }
    look();
}

void CategoryTree::setCategories(RowModel* categories) {
    follow(categories_, categories);
}

void CategoryTree::setServices(RowModel* services) {
    follow(services_, services);
}

void CategoryTree::look() {
    const QStringList before = std::exchange(ids_, {});
    if (categories_ != nullptr && services_ != nullptr) {
        add_below({});
    }
    // Services change with every ticket, the tree hardly ever.
    if (ids_ != before) {
        emit changed();
    }
}

void CategoryTree::add_below(const QString& id) {
    for (const QJsonObject& row : categories_->rows()) {
        const QString child = row.value(QStringLiteral("id")).toString();
        if (parent_of(child) == id && !ids_.contains(child) && is_used(child)) {
            ids_.append(child);
            add_below(child);
        }
    }
}

/// One that nobody knows is none.
QString CategoryTree::parent_of(const QString& id) const {
    const QString parent = categories_->row(id).value(QStringLiteral("parent")).toString();
    return categories_->row(parent).isEmpty() ? QString() : parent;
}

bool CategoryTree::is_used(const QString& id) const {
    return std::ranges::any_of(services_->rows(), [&](const QJsonObject& row) {
        return holds(id, row.value(QStringLiteral("category")).toString());
    });
}

QStringList CategoryTree::children(const QString& id) const {
    QStringList found;
    std::ranges::copy_if(ids_, std::back_inserter(found),
                         [&](const QString& one) { return parent_of(one) == id; });
    return found;
}

QStringList CategoryTree::way(const QString& id) const {
    QStringList way;
    // What stands in itself ends where it began.
    for (QString at = id; categories_ != nullptr && !at.isEmpty() && !way.contains(at); at = parent_of(at)) {
        way.prepend(at);
    }
    return way;
}

bool CategoryTree::holds(const QString& outer, const QString& inner) const {
    return outer.isEmpty() || way(inner).contains(outer);
}

QVariantMap CategoryTree::name(const QString& id) const {
    return categories_ == nullptr
               ? QVariantMap()
               : categories_->row(id).value(QStringLiteral("name")).toObject().toVariantMap();
}

}  // namespace jiaohao::ui
