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
    v("at", paper.at);
}
template <class V>
void visit(V& v, domain::ExpectedWait& wait) {
    v("p50_s", wait.p50);
    v("p90_s", wait.p90);
}
template <class V>
void visit(V& v, stats::WaitFeatures& f) {
    v("row", f.row);
    v("ahead", f.ahead);
    v("next", f.next);
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
    v("features", t.features);
    v("reference", t.reference);
    v("due_at", t.due_at);
    v("to_counter", t.to_counter);
    v("to_clerk", t.to_clerk);
    v("paper", t.paper);
    v("rating_asked", t.rating_asked);
    v("rating_given", t.rating_given);
    v("rating_missed", t.rating_missed);
    v("reasons", t.reasons);
    v("then", t.then);
    v("waiting_since", t.waiting_since);
    v("parked_until", t.parked_until);
    v("announced_at", t.announced_at);
    v("appointment", t.appointment);
    v("from_day", t.from_day);
    v("asked", t.asked);
    v("line_seq", t.line_seq);
    v("steps_done", t.steps_done);
}
template <class V>
void visit(V& v, domain::LinePlace& place) {
    v("line_at", place.line_at);
    v("id", place.id);
}
/// A snapshot of before the estimator has the fields up to last_call_ms, with the same meaning.
template <class V>
void visit(V& v, stats::LineWaits& w) {
    v("wait_sum", w.wait_sum);
    v("wait_n", w.wait_n);
    v("cycle", w.cycle);
    v("last_wait", w.last_wait);
    v("last_call_ms", w.last_call_ms);
    v("recent", w.recent);
    v("recent_n", w.recent_n);
    v("recent_next", w.recent_next);
    v("pace", w.pace);
    v("pace_slot", w.pace_slot);
    v("hour_sum", w.hour_sum);
    v("hour_n", w.hour_n);
}
template <class V>
void visit(V& v, domain::PromiseScore& p) {
    v("n", p.n);
    v("error_s", p.error_s);
    v("within_p90", p.within_p90);
    v("longer_than_told", p.longer_than_told);
}
template <class V>
void visit(V& v, stats::WaitRegression& r) {
    v("weights", r.weights);
    v("covariance", r.covariance);
    v("learnt", r.learnt);
}
template <class V>
void visit(V& v, stats::WaitBound& b) {
    v("log_q", b.log_q);
    v("scored", b.scored);
}
template <class V>
void visit(V& v, stats::WaitEstimator& e) {
    v("version", e.version);
    v("regression", e.regression);
    v("bound", e.bound);
}
template <class V>
void visit(V& v, domain::Overtake& o) {
    v("place", o.place);
    v("at", o.at);
    v("seq", o.seq);
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
    v("promises", s.promises);
    v("hours_say", s.hours_say);
    v("issued", s.issued);
}
template <class V>
void visit(V& v, domain::Message& m) {
    v("id", m.id);
    v("code", m.code);
    v("at", m.at);
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
    v("served_at", c.served_at);
    v("wrap_up_until", c.wrap_up_until);
    v("paused_since", c.paused_since);
    v("auto_called_at", c.auto_called_at);
    v("closed_at", c.closed_at);
    v("messages", c.messages);
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
    v("acknowledged_at", a.acknowledged_at);
}
template <class V>
void visit(V& v, std::pair<domain::TicketId, std::pair<domain::CounterId, WallTime>>& call) {
    v("ticket", call.first);
    v("counter", call.second.first);
    v("at", call.second.second);
}
template <class V>
void visit(V& v, domain::Appointment& a) {
    v("service", a.service);
    v("at", a.at);
    v("code", a.code);
    v("reference", a.reference);
    v("status", a.status);
    v("ticket", a.ticket);
}
template <class V>
void visit(V& v, domain::DiversionCount& d) {
    v("offered", d.offered);
    v("taken", d.taken);
    v("saving_offered_s", d.saving_offered_s);
    v("saving_taken_s", d.saving_taken_s);
}
template <class V>
void visit(V& v, domain::AskedCount& a) {
    v("showings", a.showings);
    v("tickets", a.tickets);
    v("after_offers", a.after_offers);
}
template <class V>
void visit(V& v, domain::Offer& o) {
    v("id", o.id);
    v("diversion", o.diversion);
    v("service", o.service);
    v("at", o.at);
    v("showing", o.showing);
    v("saving_s", o.saving_s);
    v("taken", o.taken);
}
template <class V>
void visit(V& v, stats::ArrivalProfile& p) {
    v("sum", p.sum);
    v("n", p.n);
    v("today_class", p.today_class);
    v("from_slot", p.from_slot);
    v("today", p.today);
}
template <class V>
void visit(V& v, stats::SpanMeter& m) {
    v("today", m.today);
    v("sum", m.sum);
    v("n", m.n);
    v("clipped", m.clipped);
}
template <class V>
void visit(V& v, domain::ServiceFigures& f) {
    v("arrivals", f.arrivals);
    v("waits", f.waits);
    v("served", f.served);
    v("wrap_up", f.wrap_up);
    v("long_wait_settled", f.long_wait_settled);
    v("no_counter_settled", f.no_counter_settled);
}
template <class V>
void visit(V& v, domain::CounterFigures& f) {
    v("served", f.served);
    v("no_shows", f.no_shows);
    v("service_ms", f.service_ms);
    v("open_ms", f.open_ms);
    v("busy_ms", f.busy_ms);
    v("open_since", f.open_since);
    v("busy_since", f.busy_since);
    v("last_service", f.last_service);
}
template <class V>
void visit(V& v, domain::DayFigures& f) {
    v("day_class", f.day_class);
    v("from_slot", f.from_slot);
    v("utc_offset_ms", f.utc_offset);
    v("opened_epoch", f.opened_epoch);
    v("opened_seq", f.opened_seq);
    v("services", f.services);
    v("counters", f.counters);
    v("ranges_told", f.ranges_told);
}
template <class V>
void visit(V& v, domain::NumberBlock& b) {
    v("first", b.first);
    v("last", b.last);
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
    v("waits", s.waits);
    v("services", s.services);
    v("counters", s.counters);
    v("tickets", s.tickets);
    v("devices", s.devices);
    v("alerts", s.alerts);
    v("recent_calls", s.recent_calls);
    v("appointments", s.appointments);
    v("diversions", s.diversions);
    v("asked", s.asked);
    v("offers", s.offers);
    v("visits", s.visits);
    v("kept", s.kept);
    v("figures", s.figures);
    v("day_opened_at", s.day_opened_at);
    v("day_again_at", s.day_again_at);
    v("leases", s.leases);
    v("lease_holders", s.lease_holders);
    v("withdrawn", s.withdrawn);
    v("last_work_at", s.last_work_at);
}
template <class V>
void visit(V& v, domain::DiversionOffer& o) {
    v("offer", o.offer);
    v("diversion", o.diversion);
    v("target", o.target);
    v("to_service", o.to_service);
    v("saving", o.saving);
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
    v("next", a.next);
    v("no_show", a.no_show);
    v("appointment", a.appointment);
    v("code", a.code);
    v("late", a.late);
    v("message", a.message);
    v("offers", a.offers);
    v("lease", a.lease);
    v("lease_day", a.lease_day);
    v("day", a.day);
    v("goes_on", a.goes_on);
}

}  // namespace jiaohao::journal::fields
