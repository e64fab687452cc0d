// A hall as its duty manager meets it over kiosk/wire/API.md: rows, figures, alerts. SPDX-License-Identifier: Apache-2.0
import { require } from './support.mjs';
const { WebSocketServer } = require('ws');

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const step = (waiting, wait_min, arrivals) => ({ waiting, arrivals, p_within: 0.5, ...(wait_min === undefined ? {} : { wait_min }) });
const share = (hits, n) => ({ hits, n, enough: n >= 20, ...(n > 0 ? { share: hits / n, lower: Math.max(0, hits / n - 0.06), upper: Math.min(1, hits / n + 0.06) } : {}) });

const line = (id, waiting, longest_s, within, open, needed, by, advice, forecast) => ({
  id, waiting, longest_s, called: within.n, within, open, share: open, service_min: 5.2, needed, needed_next: needed, by, advice, match: 1, forecast, level: 1, days_known: 3,
});

export class ManagerHall {
  seen = [];
  refuse = new Map();
  /** What a command is answered with. */
  data = new Map();
  dayOpen = true;
  empty = false;

  constructor(server) {
    this.sockets = new Set();
    this.ws = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      this.ws.handleUpgrade(request, socket, head, (client) => this.accept(client));
    });
    this.services = [
      { id: 'a', name: { zh_CN: '个人业务', en: 'Personal services' }, open: true, waiting: 23, counters_open: 2, oldest_issued_at: ago(1990), promises: { n: 30, mean_error_s: 180, within_p90: 26, longer_than_told: 9 } },
      { id: 'b', name: { zh_CN: '宽带与固话业务', en: 'Broadband and landline' }, open: true, waiting: 4, counters_open: 2, oldest_issued_at: ago(340), promises: { n: 10, mean_error_s: 60, within_p90: 10, longer_than_told: 1 } },
      { id: 'c', name: { zh_CN: '企业客户', en: 'Business customers' }, open: false, waiting: 0, counters_open: 0 },
    ];
    this.counters = [
      { id: 'c1', label: '1', status: 'open', clerk: 'zhang', services: ['a', 'b'], waiting: 27, ticket: { id: 't1/e/11', number: 'A018', service: 'a', status: 'serving', issued_at: ago(1500), called_at: ago(260) } },
      { id: 'c2', label: '2', status: 'open', clerk: 'li', services: ['b'], waiting: 4, idle_since: ago(75) },
      { id: 'c3', label: '3', status: 'paused', pause_reason: 'meal', clerk: 'wang', services: ['a'], waiting: 23 },
      { id: 'c4', label: '4', status: 'closed', services: ['a', 'c'], waiting: 23 },
    ];
    this.tickets = new Map([['A020', 'a', 1990, 'ordinary'], ['A021', 'a', 1700, 'vip'], ['A022', 'a', 1200, 'ordinary'], ['B007', 'b', 340, 'priority']]
      .map(([number, service, seconds, kind], i) => [`t1/e/${i + 20}`, { id: `t1/e/${i + 20}`, number, service, class: kind, status: 'waiting', issued_at: ago(seconds), recalls: 0, paper: 'printed' }]));
    this.visitors = { asked: 140, showings: 9, tickets: 128, after_offers: 4, visits: { question: 5, parcel: 2 } };
    this.diversions = [
      { id: 'machine', to: 'self_service', text: {}, offered: 12, taken: 5, saving_offered_min: 210, saving_taken_min: 88 },
      { id: 'app', to: 'app', text: { zh_CN: '掌上营业厅', en: 'The hall in your pocket' }, offered: 9, taken: 1, saving_offered_min: 90, saving_taken_min: 12 },
    ];
    this.alerts = [
      { id: 'rating-e-11', code: 'bad_rating', subject: 'c1', at: ago(25), params: { number: 'A017', counter: '1', level: '1', levels: '4', service: 'a', reasons: 'waiting,attitude' } },
      { id: 'wait-a', code: 'long_wait', subject: 'a', at: ago(190), params: { service: 'a', number: 'A020', minutes: '30', limit: '30' } },
      { id: 'p1', code: 'paper_out', subject: 'printer', at: ago(620), params: {}, acknowledged_at: ago(500) },
    ];
    this.devices = [
      { id: 'printer', kind: 'printer', state: 'fault', fault: 'paper_out', since: ago(620) },
      { id: 'bus1', kind: 'line', state: 'ready', fault: '', since: ago(9000) },
      { id: 'bus1-pad-101', kind: 'pad', state: 'ready', fault: '', since: ago(9000) },
      { id: 'bus1-handset-1', kind: 'handset', state: 'stale', fault: 'silent', since: ago(45) },
    ];
  }

  figures() {
    const services = [
      line('a', 23, 1990, share(61, 104), 2, 5, 3, 'short_of', [step(26.4, 41, 24), step(31.2, 48, 23), step(24.1, 37, 14), step(12, 19, 6)]),
      line('b', 4, 340, share(11, 12), 2, 1, 1, 'spare', [step(1.4, 3, 9), step(0.6, 1, 8), step(0.2, 0.4, 4), step(0, 0.1, 2)]),
      line('c', 0, undefined, share(0, 0), 0, 0, 0, 'enough', [step(0, undefined, 0), step(0, undefined, 0), step(0, undefined, 0), step(0, undefined, 0)]),
    ];
    const hall = line('', 27, 1990, share(72, 116), 2, 5, 3, 'short_of', [step(27.8, 35, 33), step(31.8, 40, 31), step(24.3, 30, 18), step(12, 15, 8)]);
    return {
      at: new Date().toISOString(), day: '2026-03-02', hall, services,
      counters: [
        { id: 'c1', label: '1', status: 'open', serving: true, number: 'A018', since: ago(200), served: 31, no_shows: 2, mean_service_s: 312, idle_share: 0.06 },
        { id: 'c2', label: '2', status: 'open', serving: false, since: ago(75), served: 12, no_shows: 0, mean_service_s: 280, idle_share: 0.41 },
        { id: 'c3', label: '3', status: 'paused', serving: false, since: ago(900), served: 18, no_shows: 1, mean_service_s: 330, idle_share: 0.1 },
        { id: 'c4', label: '4', status: 'closed', serving: false, served: 0, no_shows: 0 },
      ],
      targets: { wait_min: 10, share: 0.8, alert_wait_min: 30, alert_level: 2 },
      ratings: { version: 1, complete: true, armed: 61, given: 50, counted: 44, filtered: { repeated: 4, unsolicited: 2 }, response: { ...share(44, 61) }, levels: 4, satisfied: { ...share(38, 44) } },
    };
  }

  accept(client) {
    client.n = 0;
    client.manager = false;
    this.sockets.add(client);
    client.on('close', () => this.sockets.delete(client));
    client.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.t === 'ping') this.say(client, { t: 'pong' }, false);
      if (message.t === 'hello') {
        client.manager = message.token === 'good-token' || message.token === 'pin-token';
        this.snapshot(client);
      }
      if (message.t === 'cmd') this.command(client, message);
    });
  }
  say(client, message, counted = true) {
    if (client.readyState === 1) client.send(JSON.stringify(counted ? { ...message, n: ++client.n } : message));
  }
  hallRow() {
    return { hall: 'demo', name: { zh_CN: '中山路营业厅', en: 'Zhongshan Road hall' }, day: '2026-03-02', day_open: this.dayOpen, rating_s: 30, visit_purposes: ['question', 'pick_up', 'parcel'],
      messages: [{ code: 'break_now', text: {} }, { code: 'vault', text: { zh_CN: '请到金库', en: 'Please come to the vault' } }] };
  }
  snapshot(client) {
    const view = client.manager ? { hall: this.hallRow(), ...(this.empty ? {} : { services: this.services, counters: this.counters,
      tickets: [...this.tickets.values()], alerts: this.alerts, devices: this.devices, visitors: this.visitors, diversions: this.diversions }) } : { hall: this.hallRow() };
    this.say(client, { t: 'snapshot', v: 1, roles: client.manager ? ['guest', 'manager'] : ['guest'], time: new Date().toISOString(), view });
  }
  publish(view, event) {
    for (const client of this.sockets) if (client.manager) this.say(client, { t: 'event', ...(event ? { event } : {}), view });
  }
  command(client, { id, name, args }) {
    const answer = (rest) => this.say(client, { t: 'done', id, ...rest });
    if (name === 'figures') return answer(this.empty ? { status: 'refused', error: { code: 'overloaded', params: {} } } : { status: 'ok', data: this.figures() });
    if (name === 'devices') return answer({ status: 'ok', data: { devices: [{ id: 'printer', advice: [{ id: 'fault.printer.paper_out', params: {} }] }] } });
    this.seen.push({ name, args });
    const code = this.refuse.get(name);
    if (code) return answer({ status: 'refused', error: { code, params: {} } });
    if (name === 'clerk.sign_in') {
      if (args.pin !== '2468') return answer({ status: 'refused', error: { code: 'wrong_pin', params: { clerk: args.clerk } } });
      if (args.clerk !== 'boss') return answer({ status: 'refused', error: { code: 'bad_arguments', params: { argument: 'counter', problem: 'missing' } } });
      client.manager = true;
      answer({ status: 'ok', data: { token: 'pin-token' } });
      return this.snapshot(client);
    }
    answer({ status: 'ok', data: this.data.get(name) ?? {} });
    this.carryOut(name, args);
  }
  carryOut(name, args) {
    if (name === 'alert.acknowledge') {
      this.alerts = this.alerts.map((one) => (one.id === args.alert ? { ...one, acknowledged_at: ago(0) } : one));
      this.publish({ alerts: this.alerts.filter((one) => one.id === args.alert) });
    }
    if (name === 'alert.resolve') {
      this.alerts = this.alerts.filter((one) => one.id !== args.alert);
      this.publish({ alerts_gone: [args.alert] });
    }
    const status = { 'counter.pause': 'paused', 'counter.resume': 'open', 'counter.close': 'closed' }[name];
    if (status) this.setCounter(args.counter, { status, pause_reason: args.reason ?? '' });
    if (name === 'clerk.sign_out' && args.counter) this.setCounter(args.counter, { clerk: undefined, status: 'closed' });
    if (name === 'service.open' || name === 'service.close') {
      this.services = this.services.map((one) => (one.id === args.service ? { ...one, open: name === 'service.open' } : one));
      this.publish({ services: this.services });
    }
    if (name === 'ticket.cancel') {
      this.tickets.delete(args.ticket);
      this.publish({ tickets_gone: [args.ticket] }, { type: 'ticket.cancelled', data: { ticket: args.ticket } });
    }
    if (name === 'visit.note') {
      const { asked, visits } = this.visitors;
      this.visitors = { ...this.visitors, asked: asked + 1, visits: { ...visits, [args.purpose]: (visits[args.purpose] ?? 0) + 1 } };
      this.publish({ visitors: this.visitors });
    }
    if (name === 'ticket.unpark') this.setTicket(args.ticket, { status: 'waiting', counter: undefined, parked_until: undefined });
    if (name === 'ticket.return') this.setTicket(args.ticket, { status: 'waiting', return_until: undefined });
    if (name === 'day.close' || name === 'day.open') {
      this.dayOpen = name === 'day.open';
      this.publish({ hall: this.hallRow() });
    }
  }
  setCounter(id, change) {
    this.counters = this.counters.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.publish({ counters: this.counters.filter((one) => one.id === id) });
  }
  missCall(id) {
    this.setTicket(id, { status: 'no_show', counter: 'c1', return_until: ago(-1200) });
  }
  setTicket(id, change) {
    this.tickets.set(id, { ...this.tickets.get(id), ...change });
    this.publish({ tickets: [this.tickets.get(id)] });
  }
}
