// Answers of the feed URLs as head office gives them: a day of two halls, told by figures.
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

const services = { '1001': 1, '1002': 0.55, '2001': 0.25 };
const clerks = { chen: 120, li: 96, wang: 61, zhao: 34, sun: 12, wu: 4 };
const counters = { c1: 118, c2: 97, c3: 74, c4: 29, c5: 9 };
const shape = [14, 31, 42, 38, 17, 21, 36, 40, 28, 9];

function wilson(hits, n, z = 1.959963984540054) {
  const share = hits / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [centre - half, centre + half];
}

export function row(change) {
  return {
    hall: null, service: null, counter: null, clerk: null, period_start: '2026-03-02T00:00:00+08:00', grain: 'total',
    issued: 0, called: 0, served: 0, no_show: 0, returned: 0, cancelled: 0, expired: 0, abandoned: 0, abandoned_share: null,
    wait_n: 0, wait_mean_s: null, wait_p50_s: null, wait_p90_s: null, service_n: 0, service_mean_s: null, service_p50_s: null,
    service_p90_s: null, rating_armed: 0, rating_n: 0, rating_counted: 0, rating_unasked: 0, response_rate: null, satisfied: null, top_box: null, top_box_lo: null,
    top_box_hi: null, suppressed: false, scale: 'four_faces', complete: true, ...change,
  };
}

function figures(n, satisfiedShare, waitMinutes) {
  const issued = Math.round(n);
  const rated = Math.round(n * 0.62);
  const satisfied = Math.round(rated * satisfiedShare);
  const [low, high] = rated ? wilson(satisfied, rated) : [null, null];
  const abandoned = Math.round(n * 0.06);
  return {
    issued, called: issued - 2, served: issued - abandoned, no_show: abandoned, abandoned,
    abandoned_share: issued ? abandoned / issued : null, wait_n: issued - 2, wait_p50_s: Math.round(waitMinutes * 60),
    wait_p90_s: Math.round(waitMinutes * 150), service_n: issued - abandoned, service_p50_s: 260 + (issued % 7) * 24,
    service_p90_s: 560 + (issued % 5) * 50, rating_armed: Math.round(n * 0.9), rating_n: rated, rating_counted: rated, rating_unasked: 0,
    response_rate: n ? rated / Math.round(n * 0.9) : null, satisfied, top_box: rated ? satisfied / rated : null,
    top_box_lo: low, top_box_hi: high,
  };
}

function judged(key, name, n, index) {
  const made = row({ [key]: name, ...figures(n, 0.93 - index * 0.045, 6 + index * 1.3) });
  if (key === 'clerk' && made.rating_n < 10) {
    return { ...made, suppressed: true, satisfied: null, top_box: null, top_box_lo: null, top_box_hi: null };
  }
  return made;
}

function rowsFor(query) {
  const day = query.get('from');
  const scale = query.get('hall') ? 0.5 : 1;
  const by = query.get('by').split(',').at(-1);
  if (query.get('grain') === 'total') {
    if (by === 'clerk') return Object.entries(clerks).map(([name, n], i) => judged('clerk', name, n * scale, i));
    if (by === 'counter') return Object.entries(counters).map(([name, n], i) => judged('counter', name, n * scale, i));
    const all = Object.entries(services).map(([name, part], i) => judged('service', name, part * 276 * scale, i));
    if (query.get('service')) return all.filter((one) => one.service === query.get('service'));
    return by === 'service' ? all : [row({ ...figures(496 * scale, 0.884, 8.4), complete: false })];
  }
  const hours = shape.map((n, i) => ({ n: n * scale, start: `${day}T${String(8 + i).padStart(2, '0')}:00:00+08:00` }));
  const asked = query.get('service');
  return hours.flatMap(({ n, start }) =>
    by === 'hall' ? [row({ period_start: start, ...figures(n * 1.8, 0.88, n / 4) })]
      : Object.entries(services).filter(([name]) => !asked || name === asked)
        .map(([name, part]) => row({ service: name, period_start: start, ...figures(n * part, 0.88, n / 4) })));
}

const well = {
  listed: false, since: '2026-03-01T00:00:00.000Z', last_contact_at: '2026-03-02T09:30:00.000Z', backlog: 0, versions: { kioskd: '0.1.0' },
  alarms: [], events: 1240, quarantined: 0, set_apart: 0, last_event_at: '2026-03-02T09:30:00.000Z', refused_hall_n: 0, refused_hall: null,
  refused_hall_at: null, clone_n: 0, clone_epoch: null, clone_seq: null, clone_at: null,
};
const fleet = [
  { ...well, terminal: 'gulou-1', hall: 'gulou', listed: true, backlog: 17, set_apart: 12, alarms: ['misconfigured'], refused_hall_n: 3,
    refused_hall: 'zhongshan', refused_hall_at: '2026-03-02T08:00:00.000Z', clone_n: 2, clone_epoch: '0f0e0d0c', clone_seq: 19,
    clone_at: '2026-03-02T08:10:00.000Z' },
  { ...well, terminal: 'zhongshan-1', hall: 'zhongshan' },
];

/** Takes /v1 requests and remembers them. */
export class FeedReplies {
  seen = [];
  refuse;
  /** Path of what alone is refused. */
  refuseOnly;
  unreachable = false;
  empty = false;
  /** The day is still going on: no row is complete. */
  going = false;
  /** By hall, as /v1/names gives them. */
  names = {};
  zones = { zhongshan: 'Asia/Shanghai', gulou: 'Asia/Shanghai' };

  answer(request, response, url) {
    if (!url.pathname.startsWith('/v1/')) return false;
    if (this.unreachable) {
      request.socket.destroy();
      return true;
    }
    const seen = { path: url.pathname, query: Object.fromEntries(url.searchParams), etag: request.headers['if-none-match'] };
    this.seen.push(seen);
    if (this.refuse || this.refuseOnly === url.pathname) {
      response.writeHead(503, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(this.refuse ?? { status: 503, detail: 'not now' }));
      return true;
    }
    const body = JSON.stringify(this.body(url));
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    seen.status = seen.etag === etag ? 304 : 200;
    response.writeHead(seen.status, { 'Content-Type': 'application/json', ETag: etag });
    response.end(seen.status === 304 ? undefined : body);
    return true;
  }
  body(url) {
    if (url.pathname === '/v1/coverage') {
      return { terminals: ['zhongshan', 'gulou'].map((hall) => ({ hall, terminal: `${hall}-1`, last_event_at: '2026-03-02T09:30:00.000Z', tz: this.zones[hall] })) };
    }
    if (url.pathname === '/v1/names') return { halls: this.names };
    if (url.pathname === '/v1/fleet') return { terminals: this.empty ? [] : fleet };
    const rows = this.empty ? [] : rowsFor(url.searchParams);
    return { rows: this.going ? rows.map((one) => ({ ...one, complete: false })) : rows };
  }
}
