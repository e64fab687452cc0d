// The order of calling once more, by walking over everybody who waits.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/unit/domain/model.hpp"

namespace jiaohao::domain::testing {
namespace {

template <class T>
bool has(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

Milliseconds since(WallTime then, WallTime now) {
    return std::max(Milliseconds{0}, now - then);
}

}  // namespace

Model::LineKey Model::key_of(const Row& row) {
    return {row.service, row.customer_class, row.to_counter, row.to_clerk};
}

std::size_t Model::rank(const Row& row) const {
    const auto& first = config_.order.first;
    return static_cast<std::size_t>(std::ranges::find(first, row.customer_class) - first.begin());
}

bool Model::target_there(const Row& row) const {
    if (row.to_counter) {
        return open_counters_.contains(*row.to_counter);
    }
    return row.to_clerk &&
           std::ranges::any_of(clerks_, [&](const auto& one) { return one.second == *row.to_clerk; });
}

/// Waits where the counter calls, and for nobody else who is there.
bool Model::is_callable(const Row& row, const CounterConfig& counter) const {
    return row.place == Place::waiting && !target_there(row) &&
           (has(counter.services, row.service) || has(counter.also, row.service));
}

/// The first of each line that the counter may call.
std::vector<const Model::Row*> Model::firsts(const CounterConfig& counter) const {
    std::map<LineKey, const Row*> first;
    for (const Row& row : rows_) {
        if (!is_callable(row, counter)) {
            continue;
        }
        const Row*& here = first[key_of(row)];
        if (here == nullptr || row.stands < here->stands) {
            here = &row;
        }
    }
    std::vector<const Row*> rows;
    for (const auto& [key, row] : first) {
        rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [](const Row* row) { return row->stands; });
    return rows;
}

bool Model::is_held(const Row& row, WallTime now) const {
    return row.passed >= config_.order.most_overtakes ||
           (row.passed_since && since(*row.passed_since, now) >= config_.order.longest_overtaken);
}

/// `rows` in the order of their places.
const Model::Row* Model::by_class(const std::vector<const Row*>& rows) const {
    if (rows.empty()) {
        return nullptr;
    }
    const Row* const top = *std::ranges::min_element(rows, {}, [&](const Row* row) { return rank(*row); });
    for (const Row* row : rows) {
        const auto line = lines_.find(key_of(*row));
        if (row->stands < top->stands && rank(*row) > rank(*top) && line != lines_.end() &&
            line->second.in_row >= config_.order.turn_after) {
            return row;
        }
    }
    return top;
}

std::optional<TicketId> Model::next(const CounterConfig& counter, WallTime now) const {
    const Row* sent = nullptr;
    const auto clerk = clerks_.find(counter.id);
    for (const Row& row : rows_) {
        const bool here = row.to_counter
                              ? *row.to_counter == counter.id
                              : row.to_clerk && clerk != clerks_.end() && clerk->second == *row.to_clerk;
        if (row.place == Place::waiting && here && (sent == nullptr || row.stands < sent->stands)) {
            sent = &row;
        }
    }
    if (sent != nullptr) {
        return sent->id;
    }
    const auto rows = firsts(counter);
    std::vector<const Row*> due;
    std::vector<const Row*> own;
    for (const Row* row : rows) {
        if (row->customer_class != CustomerClass::appointment || row->stands.line_at <= now) {
            due.push_back(row);
            if (has(counter.services, row->service)) {
                own.push_back(row);
            }
        }
    }
    const Row* chosen = by_class(own);
    chosen = chosen != nullptr ? chosen : by_class(due);
    chosen = chosen != nullptr || rows.empty() ? chosen : rows.front();
    if (chosen == nullptr) {
        return std::nullopt;
    }
    const Row* first = chosen;
    for (const Row& row : rows_) {
        first = is_callable(row, counter) && row.stands < first->stands && is_held(row, now) ? &row : first;
    }
    return first->id;
}

/// What the order promises everybody, told from the events alone.
void Model::check_guarantee(const Row& called, const TicketCalled& event) {
    const bool by_hand = event.why == CallReason::picked || event.why == CallReason::directed;
    const CounterConfig* const counter = config_.counter(event.counter);
    for (Row& row : rows_) {
        if (counter == nullptr || !is_callable(row, *counter) || !(row.stands < called.stands)) {
            continue;
        }
        ++row.passed;
        row.passed_since = std::min(row.passed_since.value_or(at_event_.at), at_event_.at);
        if (by_hand) {
            continue;
        }
        if (row.overtaken_since &&
            since(*row.overtaken_since, at_event_.at) >= config_.order.longest_overtaken) {
            object("overtaken for too long: " + to_string(row.id));
        }
        if (++row.overtaken > config_.order.most_overtakes) {
            object("overtaken too often: " + to_string(row.id));
        }
        row.overtaken_since = row.overtaken_since.value_or(at_event_.at);
    }
}

void Model::note_order(const TicketCalled& event) {
    const Row* const called = row(event.ticket);
    const CounterConfig* const counter = config_.counter(event.counter);
    if (called == nullptr || counter == nullptr || called->place != Place::waiting || !event.why) {
        object("a call without a reason, a counter or a ticket that waits");
        return;
    }
    reasons_[*event.why] += 1;
    check_guarantee(*called, event);
    const bool first = std::ranges::none_of(rows_, [&](const Row& row) {
        return row.place == Place::waiting && key_of(row) == key_of(*called) && row.stands < called->stands;
    });
    if (first) {
        lines_[key_of(*called)].in_row = 0;
    }
    std::set<LineKey> passed;
    for (const Row& row : rows_) {
        if (is_callable(row, *counter) && row.stands < called->stands) {
            passed.insert(key_of(row));
        }
    }
    for (const LineKey& key : passed) {
        lines_[key].passed_by.emplace_back(called->stands, at_event_.at);
        lines_[key].in_row += 1;
    }
}

void Model::drop_empty_lines() {
    std::map<LineKey, LinePlace> firsts;
    for (const Row& row : rows_) {
        if (row.place == Place::waiting) {
            const auto [first, fresh] = firsts.emplace(key_of(row), row.stands);
            first->second = std::min(first->second, row.stands);
        }
    }
    std::erase_if(lines_, [&](const auto& line) { return !firsts.contains(line.first); });
    // Nobody who waits now saw what happened behind the place of one who is gone.
    for (auto& [key, line] : lines_) {
        std::erase_if(line.passed_by, [&](const auto& one) { return one.first < firsts.at(key); });
    }
}

}  // namespace jiaohao::domain::testing
