// The one list of the fields of each event, used by writer and reader alike. A name that stands here once
// stands for ever; a field added later must be optional, because older events lack it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/types/events.hpp"
#include "kiosk/wire/event_fields_satellite.hpp"

namespace jiaohao::wire::fields {

using namespace jiaohao::domain;  // NOLINT(google-build-using-namespace): names of events only

/// Visitor is called as visit("field", member) for each field in turn.
template <class V>
void visit(V& v, EpochStarted& e) {
    v("reason", e.reason);
    v("previous", e.previous);
    v("floors", e.floors);
}
template <class V>
void visit(V& v, DayOpened& e) {
    v("day", e.day);
    v("day_class", e.day_class);
    v("utc_offset_ms", e.utc_offset_ms);
    v("again", e.again);
}
template <class V>
void visit(V& v, DayClosed& e) {
    v("day", e.day);
    v("kept", e.kept);
}
template <class V>
void visit(V& v, ServiceOpened& e) {
    v("service", e.service);
    v("by", e.by);
}
template <class V>
void visit(V& v, ServiceClosed& e) {
    v("service", e.service);
    v("by", e.by);
}
template <class V>
void visit(V& v, TicketIssued& e) {
    v("number", e.number);
    v("range", e.range);
    v("ordinal", e.ordinal);
    v("service", e.service);
    v("class", e.customer_class);
    v("channel", e.channel);
    v("language", e.language);
    v("ahead", e.ahead);
    v("promised", e.promised);
    v("reference", e.reference);
    v("due_at", e.due_at);
    v("counters_open", e.counters_open);
    v("counter_idle", e.counter_idle);
    v("ahead_in_line", e.ahead_in_line);
    v("then", e.then);
    v("appointment", e.appointment);
    v("after_offer", e.after_offer);
    v("asked", e.asked);
}
template <class V>
void visit(V& v, TicketPrintStarted& e) {
    v("ticket", e.ticket);
    v("copy", e.copy);
    v("printer", e.printer);
    v("at", e.at);
}
template <class V>
void visit(V& v, TicketPrinted& e) {
    v("ticket", e.ticket);
    v("copy", e.copy);
    v("proof", e.proof);
    v("took_ms", e.took_ms);
}
template <class V>
void visit(V& v, TicketNotPrinted& e) {
    v("ticket", e.ticket);
    v("copy", e.copy);
    v("cause", e.cause);
}
template <class V>
void visit(V& v, TicketPrintUnknown& e) {
    v("ticket", e.ticket);
    v("copy", e.copy);
    v("cause", e.cause);
}
template <class V>
void visit(V& v, TicketReprinted& e) {
    v("ticket", e.ticket);
    v("copy", e.copy);
    v("proof", e.proof);
    v("took_ms", e.took_ms);
}
template <class V>
void visit(V& v, TicketCalled& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("channel", e.channel);
    v("counters_open", e.counters_open);
    v("why", e.why);
    v("pick_reason", e.pick_reason);
    v("passed", e.passed);
    v("passed_sent", e.passed_sent);
    v("wait_ms", e.wait_ms);
    v("wrap_up_ms", e.wrap_up_ms);
    v("idle_ms", e.idle_ms);
}
template <class V>
void visit(V& v, TicketRecalled& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("nth", e.nth);
}
template <class V>
void visit(V& v, TicketNoShow& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("calls", e.calls);
    v("walk_ms", e.walk_ms);
}
template <class V>
void visit(V& v, TicketReturned& e) {
    v("ticket", e.ticket);
    v("away_ms", e.away_ms);
}
template <class V>
void visit(V& v, TicketParked& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("until", e.until);
    v("walk_ms", e.walk_ms);
    v("service_ms", e.service_ms);
}
template <class V>
void visit(V& v, TicketResumed& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("parked_ms", e.parked_ms);
    v("wrap_up_ms", e.wrap_up_ms);
    v("idle_ms", e.idle_ms);
}
template <class V>
void visit(V& v, TicketTransferred& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("from", e.from);
    v("to", e.to);
    v("to_counter", e.to_counter);
    v("to_clerk", e.to_clerk);
    v("walk_ms", e.walk_ms);
    v("service_ms", e.service_ms);
}
template <class V>
void visit(V& v, TicketCancelled& e) {
    v("ticket", e.ticket);
    v("channel", e.channel);
    v("walk_ms", e.walk_ms);
}
template <class V>
void visit(V& v, TicketExpired& e) {
    v("ticket", e.ticket);
    v("cause", e.cause);
    v("walk_ms", e.walk_ms);
}
template <class V>
void visit(V& v, ServingStarted& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
}
template <class V>
void visit(V& v, ServingFinished& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("service", e.service);
    v("outcome", e.outcome);
    v("implied", e.implied);
    v("service_ms", e.service_ms);
    v("walk_ms", e.walk_ms);
    v("done", e.done);
    v("next", e.next);
    v("then", e.then);
    v("wrap_up_until", e.wrap_up_until);
}
template <class V>
void visit(V& v, RatingRequested& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("service", e.service);
    v("scale", e.scale);
    v("label_set", e.label_set);
}
template <class V>
void visit(V& v, RatingGiven& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("service", e.service);
    v("scale", e.scale);
    v("level", e.level);
    v("label_set", e.label_set);
    v("channel", e.channel);
}
template <class V>
void visit(V& v, RatingReason& e) {
    v("ticket", e.ticket);
    v("reason", e.reason);
}
template <class V>
void visit(V& v, RatingMissed& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("service", e.service);
    v("cause", e.cause);
}
template <class V>
void visit(V& v, PressRaw& e) {
    v("line", e.line);
    v("address", e.address);
    v("key", e.key);
    v("counter", e.counter);
    v("fate", e.fate);
}
template <class V>
void visit(V& v, ClerkSignedIn& e) {
    v("clerk", e.clerk);
    v("counter", e.counter);
}
template <class V>
void visit(V& v, ClerkSignedOut& e) {
    v("clerk", e.clerk);
    v("counter", e.counter);
}
template <class V>
void visit(V& v, CounterOpened& e) {
    v("counter", e.counter);
    v("clerk", e.clerk);
}
template <class V>
void visit(V& v, CounterPaused& e) {
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("reason", e.reason);
    v("wrap_up_ms", e.wrap_up_ms);
    v("idle_ms", e.idle_ms);
}
template <class V>
void visit(V& v, CounterResumed& e) {
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("paused_ms", e.paused_ms);
}
template <class V>
void visit(V& v, CounterClosed& e) {
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("wrap_up_ms", e.wrap_up_ms);
    v("idle_ms", e.idle_ms);
    v("paused_ms", e.paused_ms);
}
template <class V>
void visit(V& v, AlertRaised& e) {
    v("alert", e.alert);
    v("code", e.code);
    v("subject", e.subject);
    v("params", e.params);
}
template <class V>
void visit(V& v, AlertResolved& e) {
    v("alert", e.alert);
    v("done", e.done);
}
template <class V>
void visit(V& v, DeviceChanged& e) {
    v("device", e.device);
    v("kind", e.kind);
    v("state", e.state);
    v("fault", e.fault);
}
template <class V>
void visit(V& v, ClockAdjusted& e) {
    v("from", e.from);
    v("to", e.to);
    v("since", e.since);
    v("first", e.first);
}
template <class V>
void visit(V& v, ConfigApplied& e) {
    v("hash", e.hash);
}
template <class V>
void visit(V& v, Gap& e) {
    v("dropped", e.dropped);
    v("from", e.from);
    v("to", e.to);
}
template <class V>
void visit(V& v, TicketUnparked& e) {
    v("ticket", e.ticket);
    v("counter", e.counter);
    v("parked_ms", e.parked_ms);
}
template <class V>
void visit(V& v, CounterReady& e) {
    v("counter", e.counter);
    v("clerk", e.clerk);
    v("wrap_up_ms", e.wrap_up_ms);
}
template <class V>
void visit(V& v, HelpRequested& e) {
    v("alert", e.alert);
    v("counter", e.counter);
    v("clerk", e.clerk);
}
template <class V>
void visit(V& v, MessageSent& e) {
    v("message", e.message);
    v("counter", e.counter);
    v("code", e.code);
}
template <class V>
void visit(V& v, MessageRead& e) {
    v("message", e.message);
    v("counter", e.counter);
    v("clerk", e.clerk);
}
template <class V>
void visit(V& v, AppointmentAdded& e) {
    v("appointment", e.appointment);
    v("service", e.service);
    v("at", e.at);
    v("code", e.code);
    v("reference", e.reference);
}
template <class V>
void visit(V& v, AppointmentArrived& e) {
    v("appointment", e.appointment);
    v("ticket", e.ticket);
    v("late_ms", e.late_ms);
}
template <class V>
void visit(V& v, AppointmentMissed& e) {
    v("appointment", e.appointment);
}
template <class V>
void visit(V& v, AppointmentCancelled& e) {
    v("appointment", e.appointment);
    v("channel", e.channel);
}
template <class V>
void visit(V& v, DiversionOffered& e) {
    v("offer", e.offer);
    v("diversion", e.diversion);
    v("service", e.service);
    v("target", e.target);
    v("channel", e.channel);
    v("expected_s", e.expected_s);
    v("saving_s", e.saving_s);
    v("showing", e.showing);
}
template <class V>
void visit(V& v, DiversionTaken& e) {
    v("offer", e.offer);
    v("diversion", e.diversion);
    v("service", e.service);
    v("saving_s", e.saving_s);
}
template <class V>
void visit(V& v, VisitNoted& e) {
    v("purpose", e.purpose);
    v("channel", e.channel);
    v("service", e.service);
}
template <class V>
void visit(V& v, AlertAcknowledged& e) {
    v("alert", e.alert);
}

}  // namespace jiaohao::wire::fields
