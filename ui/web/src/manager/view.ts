// What the duty manager's page knows beside the rows that a clerk sees, and the answer to `figures` (API.md).
// SPDX-License-Identifier: Apache-2.0
import { View, type Alert, type Counter, type Service, type Ticket, type ViewDelta } from '../counter/api';

export interface Device {
  id: string;
  kind: string;
  state: string;
  fault?: string;
  since: string;
}
/** Of the question `devices`: what to do about it. */
export interface DeviceAdvice {
  id: string;
  advice?: { id: string; params?: Record<string, string> }[];
}
export interface ManagerAlert extends Alert {
  acknowledged_at?: string;
}
export interface ManagerCounter extends Counter {
  idle_since?: string;
}
export interface ManagerService extends Service {
  counters_open?: number;
  oldest_issued_at?: string;
  promises?: Promises;
  /** Who waits when the day closes waits on the next one. */
  keeps?: boolean;
}
export interface Diversion {
  id: string;
  to: string;
  text?: Record<string, string>;
  offered: number;
  taken: number;
  saving_offered_min: number;
  saving_taken_min: number;
}
/** People asked what they came for, each once. */
export interface Visitors {
  asked: number;
  showings: number;
  tickets: number;
  after_offers: number;
  visits?: Record<string, number>;
}
/** Of tickets called today: how true the waits were that people were told. */
export interface Promises {
  n: number;
  mean_error_s: number;
  within_p90: number;
  longer_than_told: number;
}
export interface HallMessage {
  code: string;
  text?: Record<string, string>;
}

export interface Share {
  hits: number;
  n: number;
  enough: boolean;
  share?: number;
  lower?: number;
  upper?: number;
}
export interface Step {
  arrivals: number;
  waiting: number;
  wait_min?: number;
  p_within: number;
}
export interface Line {
  waiting: number;
  longest_s?: number;
  called: number;
  within: Share;
  open: number;
  share: number;
  service_min: number;
  needed?: number;
  needed_next?: number;
  advice?: 'enough' | 'short_of' | 'spare';
  by?: number;
  forecast?: Step[];
  days_known?: number;
}
export interface CounterFigures {
  id: string;
  number?: string;
  serving: boolean;
  since?: string;
  served: number;
  no_shows: number;
  mean_service_s?: number;
  idle_share?: number;
}
export interface Ratings {
  version: number;
  complete: boolean;
  armed: number;
  given: number;
  counted: number;
  filtered: Record<string, number>;
  response: Share;
  levels: number;
  satisfied: Share;
}
export interface Figures {
  at: string;
  day?: string;
  hall: Line;
  services: (Line & { id: string })[];
  counters: CounterFigures[];
  targets: { wait_min: number; share: number; alert_wait_min: number; alert_level: number };
  ratings?: Ratings;
}

export class ManagerView extends View {
  devices = new Map<string, Device>();
  diversions = new Map<string, Diversion>();
  visitors?: Visitors;

  override apply(delta: ViewDelta & { devices?: Device[]; diversions?: Diversion[]; visitors?: Visitors }): void {
    super.apply(delta);
    for (const device of delta.devices ?? []) this.devices.set(device.id, device);
    for (const diversion of delta.diversions ?? []) this.diversions.set(diversion.id, diversion);
    if (delta.visitors) this.visitors = delta.visitors;
  }
  /** Of whom somebody takes care or is to: not those who missed their call. */
  inHall(): Ticket[] {
    return [...this.tickets.values()].filter((ticket) => ticket.status !== 'no_show');
  }
}
