// The rows and messages of kiosk/wire/API.md that a clerk meets. SPDX-License-Identifier: Apache-2.0

export interface Ticket {
  id: string;
  number: string;
  service: string;
  class?: string;
  status: string;
  issued_at: string;
  counter?: string;
  called_at?: string;
  recalls?: number;
  paper?: string;
  /** Sent to this counter or clerk alone. */
  to_counter?: string;
  to_clerk?: string;
  /** Of an appointment: its time. */
  due_at?: string;
  /** Services that come after this one. */
  then?: string[];
  /** While parked: when it goes back into line by itself. */
  parked_until?: string;
  /** Of a no-show: until then the customer may come back. */
  return_until?: string;
}
/** Unread, from the duty manager; without a text of the hall's own the catalogue has one. */
export interface Message {
  id: string;
  code: string;
  text?: Record<string, string>;
  at: string;
}
export interface Counter {
  id: string;
  label: string;
  status: 'closed' | 'open' | 'paused';
  pause_reason?: string;
  clerk?: string;
  services: string[];
  /** Services that it helps out with when nobody waits for its own. */
  also?: string[];
  ticket?: Ticket;
  rating?: string;
  /** Those it may call for its own services, or who were sent here. */
  waiting?: number;
  /** Those it may call for the services it helps out with. */
  waiting_also?: number;
  messages?: Message[];
  wrap_up_until?: string;
  auto_call?: boolean;
}
export interface Service {
  id: string;
  name: Record<string, string>;
  open: boolean;
  waiting: number;
  expected?: { p50_s: number; p90_s: number };
}
export interface Alert {
  id: string;
  code: string;
  subject: string;
  params?: Record<string, string>;
  at: string;
  acknowledged_at?: string;
}
export interface Hall {
  hall: string;
  name: Record<string, string>;
  day?: string;
  day_open?: boolean;
  /** A satellite whose main terminal cannot be reached: it gives tickets alone. */
  alone?: boolean;
  rating_s?: number;
  pick_reasons?: string[];
  pick_reason_needed?: boolean;
  /** Minutes; usual 0: until somebody resumes it. */
  park_usual_min?: number;
  park_longest_min?: number;
  /** Why people come who take no ticket. */
  visit_purposes?: string[];
}
export interface ViewDelta {
  hall?: Hall;
  services?: Service[];
  counters?: Counter[];
  tickets?: Ticket[];
  tickets_gone?: string[];
  alerts?: Alert[];
  alerts_gone?: string[];
}
export interface Refusal {
  code: string;
  params?: Record<string, string>;
}
export interface Done {
  /** unanswered: the connection was lost for so long that nobody knows. */
  status: 'ok' | 'refused' | 'unanswered';
  data?: Record<string, unknown>;
  error?: Refusal;
}
export interface Command {
  id: string;
  name: string;
  args: Record<string, unknown>;
}

/** What is shown, by id. */
export class View {
  hall?: Hall;
  services = new Map<string, Service>();
  counters = new Map<string, Counter>();
  tickets = new Map<string, Ticket>();
  alerts = new Map<string, Alert>();

  apply(delta: ViewDelta): void {
    if (delta.hall) this.hall = delta.hall;
    put(this.services, delta.services);
    put(this.counters, delta.counters);
    put(this.tickets, delta.tickets);
    put(this.alerts, delta.alerts);
    for (const id of delta.tickets_gone ?? []) this.tickets.delete(id);
    for (const id of delta.alerts_gone ?? []) this.alerts.delete(id);
  }
}

function put<Row extends { id: string }>(into: Map<string, Row>, rows: Row[] | undefined): void {
  for (const row of rows ?? []) into.set(row.id, row);
}
