// Fields of the events of satellite terminals; part of event_fields.hpp.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::wire::fields {

using namespace jiaohao::domain;  // NOLINT(google-build-using-namespace): names of events only

template <class V>
void visit(V& v, LeaseGranted& e) {
    v("to", e.to);
    v("range", e.range);
    v("first", e.first);
    v("last", e.last);
    v("epoch", e.epoch);
}
template <class V>
void visit(V& v, TicketAdopted& e) {
    v("ticket", e.ticket);
    v("number", e.number);
    v("range", e.range);
    v("ordinal", e.ordinal);
    v("service", e.service);
    v("class", e.customer_class);
    v("channel", e.channel);
    v("language", e.language);
    v("issued_at", e.issued_at);
    v("reference", e.reference);
    v("paper", e.paper);
    v("then", e.then);
    v("asked", e.asked);
}
template <class V>
void visit(V& v, TicketHandedOver& e) {
    v("ticket", e.ticket);
}
template <class V>
void visit(V& v, AskingWithdrawn& e) {
    v("asked", e.asked);
}

}  // namespace jiaohao::wire::fields
