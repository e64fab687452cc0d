// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/service_lists.hpp"

namespace jiaohao::ui {

ServiceList::ServiceList(QObject* parent) : QSortFilterProxyModel(parent) {
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(this, signal, this, &ServiceList::countChanged);
    }
    connect(this, &QAbstractItemModel::modelReset, this, &ServiceList::countChanged);
    connect(this, &QAbstractItemModel::layoutChanged, this, &ServiceList::countChanged);
}

void ServiceList::setSource(RowModel* source) {
    if (source == source_) {
        return;
    }
    source_ = source;
    setSourceModel(source);
    emit sourceChanged();
    emit countChanged();
}

void ServiceList::setCategory(const QString& category) {
    if (category == category_) {
        return;
    }
    category_ = category;
    invalidateFilter();
    emit categoryChanged();
    emit countChanged();
}

void ServiceList::setStrangersTo(RowModel* known) {
    if (known == known_) {
        return;
    }
    if (known_ != nullptr) {
        known_->disconnect(this);
    }
    known_ = known;
    if (known_ != nullptr) {
        connect(known_, &RowModel::changed, this, [this] {
            invalidateFilter();
            emit countChanged();
        });
    }
    invalidateFilter();
    emit strangersToChanged();
    emit countChanged();
}

void ServiceList::setWaitingOnly(bool only) {
    if (only == waiting_only_) {
        return;
    }
    waiting_only_ = only;
    invalidateFilter();
    sort(only ? 0 : -1);
    emit waitingOnlyChanged();
    emit countChanged();
}

bool ServiceList::filterAcceptsRow(int row, const QModelIndex&) const {
    const QString category = field(row, QStringLiteral("category")).toString();
    if (known_ != nullptr && !known_->row(category).isEmpty()) {
        return false;
    }
    if (waiting_only_ && field(row, QStringLiteral("waiting")).toInt() <= 0) {
        return false;
    }
    return category_.isEmpty() || category == category_;
}

QVariant ServiceList::field(int row, const QString& name) const {
    return source_ == nullptr ? QVariant() : source_->data(source_->index(row), source_->role(name));
}

bool ServiceList::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QString oldest = QStringLiteral("oldest_issued_at");
    const QString a = field(left.row(), oldest).toString();
    const QString b = field(right.row(), oldest).toString();
    if (a.isEmpty() != b.isEmpty()) {
        return b.isEmpty();
    }
    return a == b ? left.row() < right.row() : a < b;
}

CallList::CallList(QObject* parent) : QSortFilterProxyModel(parent) {
    connect(this, &CallList::changed, this, [this] { invalidateFilter(); });
}

void CallList::setSource(RowModel* source) {
    if (source == source_) {
        return;
    }
    if (source_ != nullptr) {
        source_->disconnect(this);
    }
    source_ = source;
    setSourceModel(source);
    // The window is by place, and a new call moves every place.
    connect(source_, &RowModel::changed, this, [this] { invalidateFilter(); });
    emit changed();
}

bool CallList::filterAcceptsRow(int row, const QModelIndex&) const {
    return row >= first_ && row < first_ + most_;
}

}  // namespace jiaohao::ui
