// Rows by id as the API sends them: a snapshot sets them all, a row in an event replaces the one with its id.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace jiaohao::ui {

class RowModel final : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    /// arrival: new rows go last and keep their place. newest_first: by the row's `at`, a replaced row moves.
    enum class Order { arrival, newest_first };

    /// `fields` become roles of the same name, but "id" is the role "key" (QML keeps `id` for itself).
    /// With `most` > 0 the rows beyond it are dropped from the end.
    RowModel(QString key, QStringList fields, Order order = Order::arrival, qsizetype most = 0,
             QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    void reset(const QJsonArray& rows);
    void merge(const QJsonArray& rows);
    void clear() { reset({}); }

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] const QList<QJsonObject>& rows() const { return rows_; }
    /// An empty object when there is none with that id.
    [[nodiscard]] QJsonObject row(const QString& id) const;
    [[nodiscard]] int role(const QString& field) const;

  signals:
    void countChanged();
    /// After any change, once per reset or merge.
    void changed();

  private:
    void put(const QJsonObject& row);
    void insert(qsizetype place, const QJsonObject& row);
    void remove(qsizetype place);
    [[nodiscard]] qsizetype find(const QString& id) const;
    [[nodiscard]] qsizetype place_of(const QJsonObject& row) const;

    QString key_;
    QStringList fields_;
    Order order_;
    qsizetype most_;
    QList<QJsonObject> rows_;
};

}  // namespace jiaohao::ui
