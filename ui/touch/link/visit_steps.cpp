// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/visit_steps.hpp"

#include <algorithm>
#include <iterator>

namespace jiaohao::ui {

void VisitSteps::begin(const QString& service) {
    services_ = service.isEmpty() ? QStringList() : QStringList{service};
}

bool VisitSteps::add(const QString& service) {
    if (has(service)) {
        return false;
    }
    services_.append(service);
    return true;
}

bool VisitSteps::remove(const QString& service) {
    return several() && services_.removeOne(service);
}

void VisitSteps::drop_last() {
    if (several()) {
        services_.removeLast();
    }
}

bool VisitSteps::keep(const std::function<bool(const QString&)>& wanted, qsizetype most) {
    QStringList left;
    std::copy_if(services_.cbegin(), services_.cend(), std::back_inserter(left), wanted);
    left = left.mid(0, std::max<qsizetype>(most, 0));
    if (left.isEmpty() || left.size() == services_.size()) {
        return false;
    }
    services_ = left;
    return true;
}

}  // namespace jiaohao::ui
