// Who may come to one counter now, by the hall's own rule of who is called where (kiosk/domain/order.hpp).
// SPDX-License-Identifier: Apache-2.0
import type { Counter, Ticket, View } from './api';

export interface Lines {
  waiting: Ticket[];
  parked: Ticket[];
  /** Called in vain, who may still come back; those of this counter first, then the latest. */
  absent: Ticket[];
}

function byArrival(a: Ticket, b: Ticket): number {
  return a.issued_at.localeCompare(b.issued_at) || a.id.localeCompare(b.id);
}

/** Whether a ticket was called in vain and its customer may still come back. */
export function isAbsent(ticket: Ticket, now: number): boolean {
  return ticket.status === 'no_show' && Date.parse(ticket.return_until ?? '') > now;
}

export function linesOf(view: View, counter: Counter | undefined, now: number): Lines {
  const tickets = [...view.tickets.values()].sort(byArrival);
  const mine = (ticket: Ticket) => {
    if (ticket.to_counter) return ticket.to_counter === counter?.id;
    if (ticket.to_clerk) return ticket.to_clerk === counter?.clerk;
    return counter?.services.includes(ticket.service) ?? false;
  };
  const isHere = (ticket: Ticket) => Number(ticket.counter === counter?.id);
  return {
    waiting: tickets.filter((ticket) => ticket.status === 'waiting' && mine(ticket)),
    parked: tickets.filter((ticket) => ticket.status === 'parked' && (!ticket.counter || ticket.counter === counter?.id)),
    absent: tickets.filter((ticket) => isAbsent(ticket, now))
      .sort((a, b) => isHere(b) - isHere(a) || (b.return_until ?? '').localeCompare(a.return_until ?? '')),
  };
}
