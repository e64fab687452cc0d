// The feed URLs, asked again and again with the ETag of the last answer. SPDX-License-Identifier: Apache-2.0
import type { HallNames } from './names';

export interface Row {
  hall: string | null;
  service: string | null;
  counter: string | null;
  clerk: string | null;
  period_start: string;
  issued: number;
  called: number;
  served: number;
  no_show: number;
  returned: number;
  cancelled: number;
  expired: number;
  abandoned: number;
  abandoned_share: number | null;
  wait_n: number;
  wait_mean_s: number | null;
  wait_p50_s: number | null;
  wait_p90_s: number | null;
  service_n: number;
  service_mean_s: number | null;
  service_p50_s: number | null;
  service_p90_s: number | null;
  rating_armed: number;
  rating_n: number;
  rating_counted: number;
  rating_unasked: number;
  response_rate: number | null;
  satisfied: number | null;
  top_box: number | null;
  top_box_lo: number | null;
  top_box_hi: number | null;
  suppressed: boolean;
  scale: string | null;
  complete: boolean;
}
export interface Terminal {
  hall: string;
  terminal: string;
  last_event_at: string | null;
  /** From head office's configuration: no event carries it. */
  tz: string;
}
export interface FleetRow {
  terminal: string;
  hall: string;
  listed: boolean;
  last_contact_at: string | null;
  backlog: number | null;
  alarms: string[];
  events: number;
  quarantined: number;
  set_apart: number;
  refused_hall_n: number;
  refused_hall: string | null;
  refused_hall_at: string | null;
  /** How often another event was told at a stored seq, and where last. */
  clone_n: number;
  clone_epoch: string | null;
  clone_seq: number | null;
  clone_at: string | null;
}
export type By = 'service' | 'counter' | 'clerk';
export interface Choice {
  hall: string;
  from: string;
  to: string;
  service: string;
  by: By;
}
export interface Data {
  terminals: Terminal[];
  fleet: FleetRow[];
  /** By hall. */
  names: Record<string, HallNames>;
  total: Row | undefined;
  /** Hours, or days when more than two days are shown. */
  slots: Row[];
  slotsByService: Row[];
  rows: Row[];
}

const pollMs = 30_000;

export function byHour(choice: Choice): boolean {
  return Date.parse(choice.to) - Date.parse(choice.from) <= 86_400_000;
}

function feed(choice: Choice, grain: string, by: string, service: string): string {
  const query = new URLSearchParams({ grain, by, from: choice.from, to: choice.to, format: 'json' });
  if (choice.hall) query.set('hall', choice.hall);
  else query.set('halls', 'merged');
  if (service) query.set('service', service);
  return `/v1/feeds/all?${query}`;
}

function urls(choice: Choice): Record<keyof Data, string> {
  const grain = byHour(choice) ? 'hour' : 'day';
  const pair = choice.by === 'service' ? 'service' : choice.service ? `service,${choice.by}` : choice.by;
  const within = choice.service ? 'service' : 'hall';
  return {
    terminals: '/v1/coverage',
    fleet: '/v1/fleet',
    names: '/v1/names',
    total: feed(choice, 'total', within, choice.service),
    slots: feed(choice, grain, within, choice.service),
    slotsByService: feed(choice, grain, 'service', choice.service),
    rows: feed(choice, 'total', pair, choice.by === 'service' ? '' : choice.service),
  };
}

/** Keeps the figures of the current choice fresh. */
export class Feeds {
  data: Data = { terminals: [], fleet: [], names: {}, total: undefined, slots: [], slotsByService: [], rows: [] };
  loading = true;
  /** A sentence of the server, or an empty text when it could not be reached. */
  problem: string | undefined;
  updatedAt = 0;

  private known = new Map<string, { etag: string; body: unknown }>();
  private turn = 0;
  private timer = 0;

  constructor(private choice: Choice, private readonly changed: () => void) {
    addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.poll());
    this.poll();
  }

  choose(choice: Choice): void {
    this.choice = choice;
    this.loading = true;
    this.known.clear();
    this.poll();
  }

  async poll(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const wanted = urls(this.choice);
    try {
      const [terminals, fleet, names, total, slots, slotsByService, rows] = await Promise.all([
        this.get(wanted.terminals), this.get(wanted.fleet), this.names(wanted.names), this.get(wanted.total), this.get(wanted.slots),
        this.get(wanted.slotsByService), this.get(wanted.rows),
      ]);
      if (turn !== this.turn) return;
      this.data = {
        terminals: (terminals as { terminals: Terminal[] }).terminals,
        fleet: (fleet as { terminals: FleetRow[] }).terminals,
        names,
        total: rowsOf(total)[0],
        slots: rowsOf(slots),
        slotsByService: rowsOf(slotsByService),
        rows: rowsOf(rows),
      };
      this.problem = undefined;
      this.updatedAt = Date.now();
    } catch (error) {
      if (turn !== this.turn) return;
      this.problem = error instanceof Refused ? error.message : '';
    }
    this.loading = false;
    this.timer = setTimeout(() => this.poll(), pollMs);
    this.changed();
  }

  /** Figures are shown under the names known last, or under ids, rather than not at all. */
  private async names(url: string): Promise<Record<string, HallNames>> {
    try {
      return ((await this.get(url)) as { halls: Record<string, HallNames> }).halls;
    } catch {
      return this.data.names;
    }
  }

  private async get(url: string): Promise<unknown> {
    const before = this.known.get(url);
    const reply = await fetch(url, {
      cache: 'no-store',
      headers: { Accept: 'application/json', ...(before ? { 'If-None-Match': before.etag } : {}) },
    });
    if (reply.status === 304 && before) return before.body;
    const body = (await reply.json()) as { detail?: string };
    if (!reply.ok) throw new Refused(body.detail ?? String(reply.status));
    this.known.set(url, { etag: reply.headers.get('ETag') ?? '', body });
    return body;
  }
}

class Refused extends Error {}

function rowsOf(body: unknown): Row[] {
  return (body as { rows: Row[] }).rows;
}
