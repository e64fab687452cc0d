// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/mirror.hpp"

#include <algorithm>

namespace jiaohao::satellite {
namespace {

constexpr std::size_t kMostCalls = 12;

template <class Row>
void merge(std::vector<Row>& rows, const std::vector<Row>& changed) {
    for (const Row& row : changed) {
        const auto known = std::ranges::find(rows, row.id, &Row::id);
        if (known == rows.end()) {
            rows.push_back(row);
        } else {
            *known = row;
        }
    }
}

template <class Row, class Id>
void drop(std::vector<Row>& rows, const std::vector<Id>& gone) {
    std::erase_if(rows, [&gone](const Row& row) { return std::ranges::find(gone, row.id) != gone.end(); });
}

/// Both newest first.
void merge_calls(std::vector<domain::CallView>& calls, const std::vector<domain::CallView>& newer) {
    std::erase_if(calls, [&newer](const domain::CallView& call) {
        return std::ranges::find(newer, call.ticket, &domain::CallView::ticket) != newer.end();
    });
    calls.insert(calls.begin(), newer.begin(), newer.end());
    if (calls.size() > kMostCalls) {
        calls.resize(kMostCalls);
    }
}

}  // namespace

void Mirror::reset(domain::HallView view) {
    view_ = std::move(view);
    view_.tickets_gone.clear();
    view_.alerts_gone.clear();
}

void Mirror::take(const domain::HallView& delta) {
    if (delta.hall) {
        if (view_.hall && view_.hall->day != delta.hall->day) {
            view_.calls.clear();
        }
        view_.hall = delta.hall;
    }
    merge(view_.categories, delta.categories);
    merge(view_.services, delta.services);
    merge(view_.counters, delta.counters);
    merge(view_.tickets, delta.tickets);
    drop(view_.tickets, delta.tickets_gone);
    merge_calls(view_.calls, delta.calls);
    merge(view_.devices, delta.devices);
    merge(view_.alerts, delta.alerts);
    drop(view_.alerts, delta.alerts_gone);
    merge(view_.diversions, delta.diversions);
    if (delta.visitors) {
        view_.visitors = delta.visitors;
    }
}

const domain::CounterView* Mirror::counter(const domain::CounterId& id) const {
    const auto found = std::ranges::find(view_.counters, id, &domain::CounterView::id);
    return found == view_.counters.end() ? nullptr : &*found;
}

}  // namespace jiaohao::satellite
