// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/model.hpp"

#include <algorithm>

namespace jiaohao::domain::testing {

Model::Row* Model::row(const TicketId& id) {
    const auto found = std::ranges::find(rows_, id, &Row::id);
    if (found == rows_.end()) {
        object("an event about the unknown ticket " + to_string(id));
        return nullptr;
    }
    return &*found;
}

Model::Row* Model::here(const TicketId& id, const CounterId& counter, const char* what) {
    Row* const one = row(id);
    const auto at = at_.find(counter);
    if (at == at_.end() || at->second != id || one == nullptr || one->place != Place::counter ||
        one->counter != counter) {
        object(std::string(what) + " of a ticket that is not at " + counter.get());
        return nullptr;
    }
    return one;
}

void Model::leave(const TicketId& id, const CounterId& counter, Place to, const char* what) {
    if (Row* const one = here(id, counter, what)) {
        at_.erase(counter);
        one->place = to;
    }
}

void Model::arrive(const TicketId& id, const CounterId& counter, Place from, const char* what) {
    Row* const one = row(id);
    if (one == nullptr) {
        return;
    }
    if (one->place != from) {
        object(std::string(what) + " of a ticket in the wrong place: " + to_string(id));
    }
    if (!at_.emplace(counter, id).second) {
        object(std::string(what) + " to a counter that has a ticket: " + counter.get());
    }
    if (!open_counters_.contains(counter)) {
        object(std::string(what) + " at a counter that is not open: " + counter.get());
    }
    one->place = Place::counter;
    one->counter = counter;
}

void Model::on(const TicketIssued& event) {
    if (!open_) {
        object("a ticket on a closed day");
    }
    const BusinessDay day = day_.value_or(BusinessDay{});
    const bool fresh = used_.emplace(day, event.range, event.ordinal).second;
    if (!numbers_.emplace(day, event.number).second || !fresh) {
        object("number given twice: " + event.number + " on " + to_string(day));
    }
    if (std::ranges::any_of(rows_,
                            [&](const Row& one) { return one.carried && one.number == event.number; })) {
        object("number of a ticket that was kept: " + event.number);
    }
    const NumberRange* const range = config_.range(event.range);
    if (range == nullptr || event.ordinal < range->first || event.ordinal > range->last) {
        object("number outside its range: " + event.number);
    }
    Row one;
    one.id = {at_event_.terminal, at_event_.epoch, at_event_.seq};
    one.service = event.service;
    one.customer_class = event.customer_class;
    last_line_at_ = std::max(at_event_.at, last_line_at_ + Milliseconds{1});
    one.then = event.then.value_or(std::vector<ServiceId>{});
    one.number = event.number;
    one.line_at = last_line_at_;
    one.due_at = event.due_at;
    one.stands = {event.due_at.value_or(last_line_at_), one.id};
    rows_.push_back(one);
}

void Model::on(const DayOpened& event) {
    const BusinessDay& day = event.day;
    const bool steps_back = day_ && day < *day_ && today_ == day;
    const bool goes_on = day_ == day && today_ == day;
    if (open_ || (day_ && day <= *day_ && !steps_back && !goes_on)) {
        object("a day opened twice or backwards");
    }
    if (event.again.value_or(false) != goes_on) {
        object("a day that goes on is not one that begins");
    }
    if (goes_on) {
        open_ = true;
        ++reopened_;
        return;
    }
    if (today_ && std::chrono::abs(std::chrono::sys_days{day} - std::chrono::sys_days{*today_}) >
                      std::chrono::days{1}) {
        object("a day opened that is far away");
    }
    days_back_ += steps_back ? 1 : 0;
    day_ = day;
    open_ = true;
    lines_.clear();
    carry_over();
}

/// Those of yesterday stand before everybody who comes today, in their order.
void Model::carry_over() {
    std::erase_if(rows_, [](const Row& one) { return one.place != Place::waiting; });
    std::ranges::sort(rows_, {}, [](const Row& one) { return LinePlace{one.line_at, one.id}; });
    WallTime at = at_event_.at - Milliseconds{static_cast<int>(rows_.size())};
    for (Row& one : rows_) {
        one.line_at = at += Milliseconds{1};
        one.stands = {one.due_at.value_or(one.line_at), one.id};
        one.carried = true;
        one.to_counter.reset();
        line_up(one);
    }
    carried_ += static_cast<int>(rows_.size());
    last_line_at_ = rows_.empty() ? WallTime{} : at;
}

void Model::on(const DayClosed& event) {
    open_ = false;
    kept_.clear();
    if (event.kept) {
        kept_.insert(event.kept->begin(), event.kept->end());
    }
    for (const Row& one : rows_) {
        const bool keeps = config_.service(one.service)->at_closing == ClosingRule::keep;
        const bool kept = one.place == Place::waiting && kept_.contains(one.service) && keeps;
        if (one.place != Place::gone && !kept) {
            object("not ended with its day: " + to_string(one.id));
        }
        if (one.asked != one.ends) {
            object("asked for a rating that has not one end: " + to_string(one.id));
        }
    }
    if (!at_.empty() || !armed_.empty() || !clerks_.empty() || !open_counters_.empty()) {
        object("a counter at work after the day");
    }
}

void Model::on(const TicketCalled& event) {
    note_order(event);
    arrive(event.ticket, event.counter, Place::waiting, "call");
    if (Row* const one = row(event.ticket)) {
        one->was_called = true;
    }
}

void Model::on(const TicketRecalled& event) {
    here(event.ticket, event.counter, "recall");
}

void Model::on(const TicketNoShow& event) {
    leave(event.ticket, event.counter, Place::gone, "no-show");
    if (Row* const one = row(event.ticket)) {
        one->no_show = true;
    }
}

/// What is promised holds for each stay in a line.
void Model::line_up(Row& row) {
    row.passed = 0;
    row.passed_since.reset();
    row.overtaken = 0;
    row.overtaken_since.reset();
}

void Model::on(const TicketReturned& event) {
    Row* const one = row(event.ticket);
    if (one != nullptr && !one->no_show) {
        object("a return without a no-show");
    }
    if (one != nullptr) {
        one->place = Place::waiting;
        one->no_show = false;
        line_up(*one);
    }
}

void Model::on(const TicketParked& event) {
    leave(event.ticket, event.counter, Place::parked, "parking");
}

void Model::on(const TicketUnparked& event) {
    Row* const one = row(event.ticket);
    if (one == nullptr || one->place != Place::parked || one->counter != event.counter) {
        object("back in line without having been parked there: " + to_string(event.ticket));
        return;
    }
    one->place = Place::waiting;
    one->to_counter = event.counter;
    one->to_clerk.reset();
    line_up(*one);
}

void Model::on(const TicketResumed& event) {
    arrive(event.ticket, event.counter, Place::parked, "resume");
}

void Model::on(const TicketTransferred& event) {
    leave(event.ticket, event.counter, Place::waiting, "transfer");
    if (Row* const one = row(event.ticket)) {
        one->service = event.to;
        one->to_counter = event.to_counter;
        one->to_clerk = event.to_clerk;
        if (!one->then.empty() && one->then.front() == event.to) {
            one->then.erase(one->then.begin());
        }
        line_up(*one);
    }
}

void Model::on(const ServingStarted& event) {
    here(event.ticket, event.counter, "start");
}

void Model::on(const ServingFinished& event) {
    leave(event.ticket, event.counter, event.next ? Place::waiting : Place::gone, "finish");
    Row* const one = row(event.ticket);
    if (one == nullptr) {
        return;
    }
    if (!one->then.empty() && event.next != one->then.front()) {
        object("a visit that does not go on as was planned: " + to_string(event.ticket));
    }
    if (event.next) {
        one->service = *event.next;
        one->then = event.then.value_or(std::vector<ServiceId>{});
        one->to_counter.reset();
        one->to_clerk.reset();
        line_up(*one);
    }
}

void Model::end_rating(const TicketId& id, const CounterId& counter) {
    const auto armed = armed_.find(counter);
    if (armed == armed_.end() || armed->second != id) {
        object("the end of a rating that was not asked at " + counter.get());
        return;
    }
    armed_.erase(armed);
    if (Row* const one = row(id)) {
        one->ends += 1;
    }
}

void Model::on(const RatingRequested& event) {
    if (!armed_.emplace(event.counter, event.ticket).second) {
        object("two ratings at " + event.counter.get());
    }
    Row* const one = row(event.ticket);
    if (one != nullptr && (one->place != Place::gone || ++one->asked > 1)) {
        object("a rating asked twice or before the end: " + to_string(event.ticket));
    }
}

void Model::on(const RatingGiven& event) {
    end_rating(event.ticket, event.counter);
    if (event.level < 1 || event.level > static_cast<std::uint32_t>(levels(event.scale))) {
        object("a level that is none");
    }
}

void Model::on(const RatingMissed& event) {
    end_rating(event.ticket, event.counter);
}

void Model::settle(const TicketId& id, std::uint32_t copy) {
    Row* const one = row(id);
    if (one != nullptr && one->copies_pending != copy) {
        object("an outcome for a copy that is not awaited: " + to_string(id));
    }
    if (one != nullptr) {
        one->copies_pending = 0;
    }
}

void Model::on(const TicketPrintStarted& event) {
    Row* const one = row(event.ticket);
    if (one != nullptr && one->copies_pending != 0) {
        object("two papers at once: " + to_string(event.ticket));
    }
    if (one != nullptr) {
        one->copies_pending = event.copy;
    }
}

void Model::on(const TicketPrinted& event) {
    settle(event.ticket, event.copy);
}

void Model::on(const TicketReprinted& event) {
    settle(event.ticket, event.copy);
}

void Model::on(const TicketPrintUnknown& event) {
    settle(event.ticket, event.copy);
}

void Model::on(const TicketNotPrinted& event) {
    Row* const one = row(event.ticket);
    settle(event.ticket, one != nullptr && one->copies_pending == 0 ? 0 : event.copy);
}

void Model::on(const ClerkSignedIn& event) {
    const bool elsewhere =
        std::ranges::any_of(clerks_, [&](const auto& one) { return one.second == event.clerk; });
    if (elsewhere || !clerks_.emplace(event.counter, event.clerk).second) {
        object("two clerks at a counter or a clerk at two: " + event.clerk.get());
    }
}

void Model::on(const ClerkSignedOut& event) {
    const auto found = clerks_.find(event.counter);
    if (found == clerks_.end() || found->second != event.clerk) {
        object("a clerk left who was not there: " + event.clerk.get());
    }
    clerks_.erase(event.counter);
}

void Model::on(const CounterOpened& event) {
    if (!open_counters_.insert(event.counter).second) {
        object("opened twice: " + event.counter.get());
    }
}

void Model::on(const CounterClosed& event) {
    if (open_counters_.erase(event.counter) != 1 || at_.contains(event.counter)) {
        object("closed twice or with a ticket: " + event.counter.get());
    }
}

void Model::on(const TicketCancelled& event) {
    if (Row* const one = row(event.ticket)) {
        std::erase_if(at_, [&](const auto& at) { return at.second == event.ticket; });
        one->place = Place::gone;
    }
}

void Model::on(const TicketExpired& event) {
    Row* const one = row(event.ticket);
    if (one != nullptr && one->place == Place::gone) {
        object("expired after its end: " + to_string(event.ticket));
    }
    if (one != nullptr) {
        std::erase_if(at_, [&](const auto& at) { return at.second == event.ticket; });
        one->place = Place::gone;
    }
}

void Model::note(const RecordedEvent& recorded) {
    at_event_ = recorded.envelope;
    std::visit(
        [this](const auto& event) {
            if constexpr (requires { this->on(event); }) {
                this->on(event);
            }
        },
        recorded.event);
    drop_empty_lines();
}

void Model::compare(const HallState& state) {
    if (state.tickets.size() != rows_.size()) {
        object("a ticket was lost or invented");
    }
    std::map<ServiceId, std::set<LinePlace>> lines;
    for (const Row& one : rows_) {
        if (one.place == Place::waiting) {
            lines[one.service].insert(one.stands);
        }
    }
    for (const auto& [id, service] : state.services) {
        if (service.line != lines[id]) {
            object("the line of " + id.get() + " is not in the order of arrival");
        }
    }
    for (const auto& [id, service] : state.services) {
        for (const domain::Line& real : service.lines) {
            const auto line = lines_.find({id, real.customer_class, real.to_counter, real.to_clerk});
            if (real.overtaken.size() != (line == lines_.end() ? 0 : line->second.passed_by.size())) {
                object("another number of overtakes in a line of " + id.get());
            }
        }
    }
    for (const auto& [id, counter] : state.counters) {
        const auto at = at_.find(id);
        const auto armed = armed_.find(id);
        if (counter.ticket != (at == at_.end() ? std::nullopt : std::optional(at->second))) {
            object("another ticket at " + id.get());
        }
        if (counter.rating.has_value() != (armed != armed_.end())) {
            object("another rating at " + id.get());
        }
    }
}

}  // namespace jiaohao::domain::testing
