// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/row_model.hpp"

#include <utility>

namespace jiaohao::ui {

RowModel::RowModel(QString key, QStringList fields, Order order, qsizetype most, QObject* parent)
    : QAbstractListModel(parent),
      key_(std::move(key)),
      fields_(std::move(fields)),
      order_(order),
      most_(most) {}

int RowModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RowModel::data(const QModelIndex& index, int role) const {
    const int field = role - Qt::UserRole;
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || field < 0 || field >= fields_.size()) {
        return {};
    }
    return rows_.at(index.row()).value(fields_.at(field)).toVariant();
}

QHash<int, QByteArray> RowModel::roleNames() const {
    QHash<int, QByteArray> names;
    for (int i = 0; i < fields_.size(); ++i) {
        names.insert(Qt::UserRole + i,
                     fields_.at(i) == QStringLiteral("id") ? "key" : fields_.at(i).toUtf8());
    }
    return names;
}

void RowModel::reset(const QJsonArray& rows) {
    beginResetModel();
    rows_.clear();
    for (const auto& each : rows) {
        const QJsonObject row = each.toObject();
        const QString id = row.value(key_).toString();
        if (id.isEmpty() || find(id) >= 0) {
            continue;  // not a row this model can name
        }
        rows_.insert(place_of(row), row);
    }
    if (most_ > 0 && rows_.size() > most_) {
        rows_.resize(most_);
    }
    endResetModel();
    emit countChanged();
    emit changed();
}

void RowModel::merge(const QJsonArray& rows) {
    if (rows.isEmpty()) {
        return;
    }
    const int before = count();
    for (const auto& each : rows) {
        const QJsonObject row = each.toObject();
        if (!row.value(key_).toString().isEmpty()) {
            put(row);
        }
    }
    while (most_ > 0 && rows_.size() > most_) {
        remove(rows_.size() - 1);
    }
    if (count() != before) {
        emit countChanged();
    }
    emit changed();
}

QJsonObject RowModel::row(const QString& id) const {
    const qsizetype place = find(id);
    return place < 0 ? QJsonObject() : rows_.at(place);
}

int RowModel::role(const QString& field) const {
    return Qt::UserRole + static_cast<int>(fields_.indexOf(field));
}

void RowModel::put(const QJsonObject& row) {
    const qsizetype place = find(row.value(key_).toString());
    if (place < 0) {
        insert(place_of(row), row);
    } else if (order_ == Order::arrival) {
        rows_[place] = row;
        const QModelIndex where = index(static_cast<int>(place));
        emit dataChanged(where, where);
    } else {
        remove(place);
        insert(place_of(row), row);
    }
}

void RowModel::insert(qsizetype place, const QJsonObject& row) {
    const int at = static_cast<int>(place);
    beginInsertRows({}, at, at);
    rows_.insert(place, row);
    endInsertRows();
}

void RowModel::remove(qsizetype place) {
    const int at = static_cast<int>(place);
    beginRemoveRows({}, at, at);
    rows_.removeAt(place);
    endRemoveRows();
}

qsizetype RowModel::find(const QString& id) const {
    for (qsizetype i = 0; i < rows_.size(); ++i) {
        if (rows_.at(i).value(key_).toString() == id) {
            return i;
        }
    }
    return -1;
}

qsizetype RowModel::place_of(const QJsonObject& row) const {
    if (order_ == Order::arrival) {
        return rows_.size();
    }
    // RFC 3339 in UTC with milliseconds sorts as text.
    const QString at = row.value(QStringLiteral("at")).toString();
    qsizetype place = 0;
    while (place < rows_.size() && rows_.at(place).value(QStringLiteral("at")).toString() > at) {
        ++place;
    }
    return place;
}

}  // namespace jiaohao::ui
