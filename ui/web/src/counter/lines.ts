// Who may come to one counter now, by the hall's own rule of who is called where (kiosk/domain/order.hpp).
// SPDX-License-Identifier: Apache-2.0
import type { Counter, Ticket, View } from './api';

export interface Lines {
  /** For the counter's own services, or sent to it or its clerk. */
  waiting: Ticket[];
  /** For services that it only helps out with. */
  helping: Ticket[];
  /** Parked here, and those of its services whose counter has closed meanwhile. */
  parked: Ticket[];
  /** Called in vain, who may still come back; those of this counter first, then the latest. */
  absent: Ticket[];
}

function byArrival(a: Ticket, b: Ticket): number {
  return a.issued_at.localeCompare(b.issued_at) || a.id.localeCompare(b.id);
}

function isClosed(view: View, counter: string): boolean {
  return (view.counters.get(counter)?.status ?? 'closed') === 'closed';
}

export function isSentTo(ticket: Ticket, counter: Counter | undefined): boolean {
  if (!counter) return false;
  if (ticket.to_counter) return ticket.to_counter === counter.id;
  return ticket.to_clerk !== undefined && ticket.to_clerk === counter.clerk;
}

/** Nobody is there to whom the ticket was sent: others may call it. */
function isTargetAway(view: View, ticket: Ticket): boolean {
  if (ticket.to_counter) return isClosed(view, ticket.to_counter);
  return ![...view.counters.values()].some((one) => one.clerk === ticket.to_clerk);
}

/** Whether a ticket was called in vain and its customer may still come back. */
export function isAbsent(ticket: Ticket, now: number): boolean {
  return ticket.status === 'no_show' && Date.parse(ticket.return_until ?? '') > now;
}

export function linesOf(view: View, counter: Counter | undefined, now: number): Lines {
  const tickets = [...view.tickets.values()].sort(byArrival);
  const serves = (ticket: Ticket) => counter?.services.includes(ticket.service) ?? false;
  const helps = (ticket: Ticket) => !serves(ticket) && (counter?.also?.includes(ticket.service) ?? false);
  const isFree = (ticket: Ticket) => (!ticket.to_counter && !ticket.to_clerk) || isTargetAway(view, ticket);
  const isHere = (ticket: Ticket) => ticket.counter === counter?.id;
  const waiting = tickets.filter((ticket) => ticket.status === 'waiting' && (isSentTo(ticket, counter) || isFree(ticket)));
  return {
    waiting: waiting.filter((ticket) => isSentTo(ticket, counter) || serves(ticket)),
    helping: waiting.filter((ticket) => !isSentTo(ticket, counter) && helps(ticket)),
    parked: tickets.filter((ticket) => ticket.status === 'parked'
      && (isHere(ticket) || (serves(ticket) && isClosed(view, ticket.counter ?? '')))),
    absent: tickets.filter((ticket) => isAbsent(ticket, now))
      .sort((a, b) => Number(isHere(b)) - Number(isHere(a)) || (b.return_until ?? '').localeCompare(a.return_until ?? '')),
  };
}
