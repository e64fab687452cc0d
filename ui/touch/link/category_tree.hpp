// The categories as a tree, for QML: those that hold services, each after the one it stands in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantList>

#include "ui/touch/link/row_model.hpp"

namespace jiaohao::ui {

class CategoryTree : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(jiaohao::ui::RowModel* categories READ categories WRITE setCategories NOTIFY changed)
    Q_PROPERTY(jiaohao::ui::RowModel* services READ services WRITE setServices NOTIFY changed)
    /// Depth first.
    Q_PROPERTY(QStringList ids READ ids NOTIFY changed)

  public:
    using QObject::QObject;

    [[nodiscard]] RowModel* categories() const { return categories_; }
    void setCategories(RowModel* categories);
    [[nodiscard]] RowModel* services() const { return services_; }
    void setServices(RowModel* services);
    [[nodiscard]] QStringList ids() const { return ids_; }

    /// Below `id`; of "" those at the top.
    Q_INVOKABLE [[nodiscard]] QStringList children(const QString& id) const;
    /// From the top down to `id`, which is the last.
    Q_INVOKABLE [[nodiscard]] QStringList way(const QString& id) const;
    /// Whether `inner` is `outer` or stands somewhere in it. Everything stands in "".
    Q_INVOKABLE [[nodiscard]] bool holds(const QString& outer, const QString& inner) const;
    /// As its owner wrote it, by language.
    Q_INVOKABLE [[nodiscard]] QVariantMap name(const QString& id) const;

  signals:
    void changed();

  private:
    void follow(RowModel*& place, RowModel* model);
    void look();
    void add_below(const QString& id);
    [[nodiscard]] QString parent_of(const QString& id) const;
    [[nodiscard]] bool is_used(const QString& id) const;

    RowModel* categories_ = nullptr;
    RowModel* services_ = nullptr;
    QStringList ids_;
};

}  // namespace jiaohao::ui
