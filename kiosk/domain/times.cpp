// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/times.hpp"

#include <algorithm>

#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::times {

Free of_counter(const CounterState& counter, WallTime now) {
    Free free;
    if (counter.ticket) {
        return free;
    }
    if (counter.paused_since) {
        free.paused = elapsed(*counter.paused_since, now);
    } else if (counter.idle_since && counter.served_at && counter.wrap_up_until) {
        const WallTime end = std::max(*counter.served_at, std::min(now, *counter.wrap_up_until));
        free.wrap_up = elapsed(*counter.served_at, end);
        free.idle = elapsed(end, now);
    } else if (counter.idle_since) {
        free.idle = elapsed(*counter.idle_since, now);
    }
    return free;
}

Milliseconds walked(const Ticket& ticket, WallTime now) {
    return elapsed(ticket.called_at.value_or(now), now);
}

Busy of_ticket(const Ticket& ticket, WallTime now) {
    Busy busy;
    if (ticket.serving_since) {
        busy.walk = elapsed(ticket.called_at.value_or(*ticket.serving_since), *ticket.serving_since);
        busy.service = elapsed(*ticket.serving_since, now);
    } else {
        busy.service = walked(ticket, now);
    }
    return busy;
}

Milliseconds waited(const Ticket& ticket, WallTime now) {
    return elapsed(ticket.waiting_since.value_or(ticket.issued_at), now);
}

}  // namespace jiaohao::domain::times
