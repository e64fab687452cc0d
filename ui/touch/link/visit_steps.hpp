// The services of one visit in the order they were chosen: with one number, one after the other, none twice.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <functional>

namespace jiaohao::ui {

class VisitSteps {
  public:
    /// Another visit, for this service alone. An empty name: for none yet.
    void begin(const QString& service);
    /// At the end. False when it is among them already.
    bool add(const QString& service);
    /// False for the only one, or for one that is not among them.
    bool remove(const QString& service);
    /// No less than one stays.
    void drop_last();
    /// Keeps those that are `wanted`, no more than `most`. True when that took some away and left some; else they stay as
    /// they are.
    bool keep(const std::function<bool(const QString&)>& wanted, qsizetype most);

    [[nodiscard]] bool has(const QString& service) const { return services_.contains(service); }
    [[nodiscard]] qsizetype size() const { return services_.size(); }
    [[nodiscard]] bool several() const { return services_.size() > 1; }
    /// "" before anything was chosen.
    [[nodiscard]] QString first() const { return services_.value(0); }
    /// Those after the first.
    [[nodiscard]] QStringList then() const { return services_.mid(1); }
    [[nodiscard]] const QStringList& all() const { return services_; }

  private:
    QStringList services_;
};

}  // namespace jiaohao::ui
