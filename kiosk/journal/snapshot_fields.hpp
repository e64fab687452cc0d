// The one list of the fields of everything in a snapshot. A name that stands here once stands for ever.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::journal::fields {

template <class V>
void visit(V& v, domain::Paper& paper) {
    v("state", paper.state);
    v("copies", paper.copies);
    v("pending_copy", paper.pending_copy);
}
template <class V>
void visit(V& v, domain::ExpectedWait& wait) {
    v("p50_s", wait.p50);
    v("p90_s", wait.p90);
}
template <class V>
void visit(V& v, domain::Ticket& t) {
    v("id", t.id);
    v("number", t.number);
    v("service", t.service);
    v("class", t.customer_class);
    v("language", t.language);
    v("issued_at", t.issued_at);
    v("line_at", t.line_at);
    v("status", t.status);
    v("counter", t.counter);
    v("clerk", t.clerk);
    v("called_at", t.called_at);
    v("serving_since", t.serving_since);
    v("ended_at", t.ended_at);
    v("recalls", t.recalls);
    v("ahead_at_issue", t.ahead_at_issue);
    v("promised", t.promised);
    v("reference", t.reference);
    v("due_at", t.due_at);
    v("to_counter", t.to_counter);
    v("to_clerk", t.to_clerk);
    v("paper", t.paper);
    v("rating_asked", t.rating_asked);
    v("rating_given", t.rating_given);
    v("rating_missed", t.rating_missed);
    v("reasons", t.reasons);
}
template <class V>
void visit(V& v, domain::LinePlace& place) {
    v("line_at", place.line_at);
    v("id", place.id);
}
template <class V>
void visit(V& v, stats::WaitModel& m) {
    v("wait_sum", m.wait_sum);
    v("wait_n", m.wait_n);
    v("cycle", m.cycle);
    v("last_wait", m.last_wait);
    v("last_call_ms", m.last_call_ms);
    v("log_q90", m.log_q90);
    v("scored", m.scored);
}
template <class V>
void visit(V& v, domain::Overtake& o) {
    v("place", o.place);
    v("at", o.at);
}
template <class V>
void visit(V& v, domain::Line& l) {
    v("class", l.customer_class);
    v("to_counter", l.to_counter);
    v("to_clerk", l.to_clerk);
    v("overtaken", l.overtaken);
    v("in_row", l.in_row);
}
template <class V>
void visit(V& v, domain::ServiceState& s) {
    v("open", s.open);
    v("line", s.line);
    v("lines", s.lines);
    v("wait", s.wait);
}
template <class V>
void visit(V& v, domain::ArmedRating& r) {
    v("ticket", r.ticket);
    v("asked_at", r.asked_at);
    v("scale", r.scale);
    v("label_set", r.label_set);
}
template <class V>
void visit(V& v, domain::CounterState& c) {
    v("status", c.status);
    v("pause_reason", c.pause_reason);
    v("clerk", c.clerk);
    v("ticket", c.ticket);
    v("rating", c.rating);
    v("parked", c.parked);
    v("last_rated", c.last_rated);
    v("call_unconfirmed_since", c.call_unconfirmed_since);
    v("idle_since", c.idle_since);
    v("pause_changed_at", c.pause_changed_at);
    v("resume_unconfirmed_since", c.resume_unconfirmed_since);
}
template <class V>
void visit(V& v, domain::DeviceRecord& d) {
    v("kind", d.kind);
    v("state", d.state);
    v("fault", d.fault);
    v("since", d.since);
}
template <class V>
void visit(V& v, domain::AlertRecord& a) {
    v("code", a.code);
    v("subject", a.subject);
    v("params", a.params);
    v("at", a.at);
}
template <class V>
void visit(V& v, std::pair<domain::TicketId, std::pair<domain::CounterId, WallTime>>& call) {
    v("ticket", call.first);
    v("counter", call.second.first);
    v("at", call.second.second);
}
template <class V>
void visit(V& v, domain::DayNumbers& d) {
    v("day", d.day);
    v("last_ordinal", d.last_ordinal);
}
template <class V>
void visit(V& v, domain::HallState& s) {
    v("epoch", s.epoch);
    v("seq", s.seq);
    v("last_at", s.last_at);
    v("day", s.day);
    v("day_open", s.day_open);
    v("last_ordinal", s.last_ordinal);
    v("other_days", s.other_days);
    v("floors", s.floors);
    v("floors_day", s.floors_day);
    v("last_line_at", s.last_line_at);
    v("services", s.services);
    v("counters", s.counters);
    v("tickets", s.tickets);
    v("devices", s.devices);
    v("alerts", s.alerts);
    v("recent_calls", s.recent_calls);
}
template <class V>
void visit(V& v, domain::Answer& a) {
    v("ticket", a.ticket);
    v("number", a.number);
    v("counter", a.counter);
    v("ahead", a.ahead);
    v("promised", a.promised);
    v("printing", a.printing);
    v("not_printing", a.not_printing);
    v("copy", a.copy);
    v("press", a.press);
    v("again", a.again);
    v("why", a.why);
    v("why_params", a.why_params);
}

}  // namespace jiaohao::journal::fields
