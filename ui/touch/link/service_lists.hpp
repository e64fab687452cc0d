// Views on the rows for QML: services of a category, services with people waiting (longest wait first), and
// a window on the calls.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QSortFilterProxyModel>

#include "ui/touch/link/row_model.hpp"

namespace jiaohao::ui {

class ServiceList : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(jiaohao::ui::RowModel* source READ source WRITE setSource NOTIFY sourceChanged)
    /// Empty: all.
    Q_PROPERTY(QString category READ category WRITE setCategory NOTIFY categoryChanged)
    /// When set: only services of no category or of one that is not in it.
    Q_PROPERTY(
        jiaohao::ui::RowModel* strangersTo READ strangersTo WRITE setStrangersTo NOTIFY strangersToChanged)
    /// Only services with people waiting, the longest wait first.
    Q_PROPERTY(bool waitingOnly READ waitingOnly WRITE setWaitingOnly NOTIFY waitingOnlyChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    explicit ServiceList(QObject* parent = nullptr);

    [[nodiscard]] RowModel* source() const { return source_; }
    void setSource(RowModel* source);
    [[nodiscard]] QString category() const { return category_; }
    void setCategory(const QString& category);
    [[nodiscard]] RowModel* strangersTo() const { return known_; }
    void setStrangersTo(RowModel* known);
    [[nodiscard]] bool waitingOnly() const { return waiting_only_; }
    void setWaitingOnly(bool only);
    [[nodiscard]] int count() const { return rowCount(); }

  signals:
    void sourceChanged();
    void categoryChanged();
    void strangersToChanged();
    void waitingOnlyChanged();
    void countChanged();

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    [[nodiscard]] QVariant field(int row, const QString& name) const;

    RowModel* source_ = nullptr;
    RowModel* known_ = nullptr;
    bool waiting_only_ = false;
    QString category_;
};

/// Rows `first` .. `first + most - 1` of the calls.
class CallList : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(jiaohao::ui::RowModel* source READ source WRITE setSource NOTIFY changed)
    Q_PROPERTY(int first MEMBER first_ NOTIFY changed)
    Q_PROPERTY(int most MEMBER most_ NOTIFY changed)

  public:
    explicit CallList(QObject* parent = nullptr);

    [[nodiscard]] RowModel* source() const { return source_; }
    void setSource(RowModel* source);

  signals:
    void changed();

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    RowModel* source_ = nullptr;
    int first_ = 0;
    int most_ = 1;
};

}  // namespace jiaohao::ui
