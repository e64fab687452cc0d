// A hall that speaks kiosk/wire/API.md over WebSocket, with the faults the counter page must stand.
// SPDX-License-Identifier: Apache-2.0
import { require } from './support.mjs';
const { WebSocketServer } = require('ws');

const services = {
  a: { zh_CN: '个人业务', en: 'Personal services' },
  b: { zh_CN: '宽带与固话', en: 'Broadband and landline' },
  c: { zh_CN: '企业客户', en: 'Business customers' },
};
const epoch = '4f6c2a90-3f0e-4b1c-9d52-8a7f3f1b2c01';

export class Hall {
  /** Every command that arrived, retries included: {id, name, args}. */
  seen = [];
  /** How often each id was carried out. */
  carriedOut = new Map();
  hellos = [];
  refuse = new Map();
  /** Commands whose answer is lost with the connection, once each. */
  cutBeforeDone = new Set();
  deaf = false;
  /** Everybody is one too many. */
  full = false;
  /** Nobody hears the last words. */
  mute = false;
  forgetTokens = false;

  constructor(server) {
    this.sockets = new Set();
    this.answers = new Map();
    this.tokens = new Map();
    this.serial = 0;
    this.counter = { id: 'c3', label: '3', status: 'open', services: ['a', 'b'], waiting: 0 };
    /** Other counters of the hall. */
    this.others = [];
    this.tickets = new Map();
    this.alerts = [];
    this.ws = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (this.deaf || request.url !== '/v1/hall') return socket.destroy();
      this.ws.handleUpgrade(request, socket, head, (client) => this.accept(client));
    });
    for (const [number, service, ago, kind] of [['A017', 'a', 754, 'ordinary'], ['B006', 'b', 521, 'priority'],
      ['A018', 'a', 318, 'ordinary'], ['A019', 'a', 95, 'vip'], ['B007', 'b', 22, 'ordinary'], ['C002', 'c', 700, 'ordinary']]) {
      this.issue(number, service, ago, kind);
    }
  }

  issue(number, service, agoSeconds, kind = 'ordinary') {
    const ticket = {
      id: `t1/${epoch}/${++this.serial + 40}`, number, service, class: kind, status: 'waiting', recalls: 0,
      issued_at: new Date(Date.now() - agoSeconds * 1000).toISOString(), paper: 'printed', language: 'zh_CN',
    };
    this.tickets.set(ticket.id, ticket);
    this.publish({ tickets: [ticket] });
    return ticket;
  }

  accept(client) {
    client.n = 0;
    this.sockets.add(client);
    client.on('close', () => this.sockets.delete(client));
    client.on('message', (data) => {
      const message = JSON.parse(data);
      if (message.t === 'ping') this.say(client, { t: 'pong' }, false);
      if (message.t === 'hello') this.hello(client, message);
      if (message.t === 'cmd') this.command(client, message);
    });
  }
  say(client, message, counted = true) {
    if (client.readyState !== 1) return;
    client.send(JSON.stringify(counted ? { ...message, n: ++client.n } : message));
  }
  hello(client, message) {
    this.hellos.push(message);
    if (this.full) {
      if (!this.mute) this.say(client, { t: 'bye', code: 'busy' }, false);
      return client.close(1013, 'busy');
    }
    client.clerk = this.forgetTokens ? undefined : this.tokens.get(message.token);
    this.snapshot(client);
  }
  snapshot(client) {
    const roles = client.clerk ? ['clerk'] : ['guest'];
    this.say(client, { t: 'snapshot', v: 1, roles, time: new Date().toISOString(), view: this.view(client) });
  }
  hallRow() {
    return { hall: 'demo', name: { zh_CN: '中山路营业厅', en: 'Zhongshan Road hall' }, day: '2026-03-02', day_open: true, rating_s: 30,
      pick_reasons: ['unwell', 'manager'], pick_reason_needed: this.pickReasonNeeded ?? false,
      ...(this.purposes ? { visit_purposes: this.purposes } : {}), park_usual_min: 0, park_longest_min: 60 };
  }
  counterRow() {
    const waiting = (services = []) => [...this.tickets.values()].filter((one) => one.status === 'waiting' && services.includes(one.service)).length;
    return { ...this.counter, waiting: waiting(this.counter.services), ...(this.counter.also ? { waiting_also: waiting(this.counter.also) } : {}) };
  }
  serviceRows() {
    return Object.entries(services).map(([id, name]) => ({
      id, name, open: true, counters_open: 1, expected: { p50_s: 240, p90_s: 600 },
      waiting: [...this.tickets.values()].filter((one) => one.status === 'waiting' && one.service === id).length,
    }));
  }
  view(client) {
    if (!client.clerk) return { hall: this.hallRow() };
    return { hall: this.hallRow(), services: this.serviceRows(), counters: [this.counterRow(), ...this.others],
      tickets: [...this.tickets.values()], alerts: this.alerts };
  }
  publish(view) {
    for (const client of this.sockets) {
      if (client.clerk) this.say(client, { t: 'event', view: { counters: [this.counterRow()], services: this.serviceRows(), ...view } });
    }
  }
  cutAll() {
    for (const client of this.sockets) client.terminate();
  }

  command(client, { id, name, args }) {
    this.seen.push({ id, name, args });
    let answer = this.answers.get(id);
    if (!answer) {
      const code = this.refuse.get(name);
      answer = code ? { status: 'refused', error: { code, params: { counter: '3' } } } : this.carryOut(client, name, args);
      if (answer.status === 'ok') {
        this.carriedOut.set(id, (this.carriedOut.get(id) ?? 0) + 1);
        this.answers.set(id, answer);
      }
    }
    if (this.cutBeforeDone.delete(name)) return client.terminate();
    this.say(client, { t: 'done', id, ...answer });
    if (client.changedRoles) {
      client.changedRoles = false;
      this.snapshot(client);
    }
  }

  carryOut(client, name, args) {
    const current = this.counter.ticket;
    const refused = (code) => ({ status: 'refused', error: { code, params: {} } });
    const ok = (data = {}) => ({ status: 'ok', data });
    if (name === 'clerk.sign_in') {
      if (args.pin !== '2468') return refused('wrong_pin');
      if (args.counter !== 'c3') return refused('counter_unknown');
      const token = `token-${this.tokens.size + 1}`;
      this.tokens.set(token, args.clerk);
      client.clerk = args.clerk;
      client.changedRoles = true;
      this.counter.clerk = args.clerk;
      return ok({ token, counter: 'c3' });
    }
    if (!client.clerk) return refused('not_signed_in');
    if (name === 'clerk.sign_out') {
      client.clerk = undefined;
      client.changedRoles = true;
      return ok();
    }
    if (name === 'visit.note') return ok();
    if (name === 'counter.pause') return this.setCounter({ status: 'paused', pause_reason: args.reason }), ok();
    if (name === 'counter.resume') return this.setCounter({ status: 'open', pause_reason: '' }), ok();
    if (name === 'ticket.return') return this.bringBack(args.ticket), ok();
    if (name === 'counter.call_next' || name === 'counter.call_ticket') return this.call(args, refused, ok);
    if (name === 'counter.ready') return this.setCounter({ wrap_up_until: undefined }), ok();
    if (name === 'counter.help') return this.callHelp(), ok();
    if (name === 'counter.message_read') {
      return this.setCounter({ messages: (this.counter.messages ?? []).filter((one) => one.id !== args.message) }), ok();
    }
    if (name === 'ticket.unpark') {
      const parked = { ...this.tickets.get(args.ticket), status: 'waiting', parked_until: undefined };
      this.tickets.set(parked.id, parked);
      this.publish({ tickets: [parked] });
      return ok({ ticket: parked.id, number: parked.number });
    }
    if (name === 'counter.resume_ticket') return this.take(this.tickets.get(args.ticket)), ok();
    if (!current) return refused('counter_has_no_ticket');
    const data = { ticket: current.id, number: current.number };
    if (name === 'counter.recall' && this.noShowAfter && current.recalls + 1 >= this.noShowAfter) {
      this.miss(current);
      return ok({ ...data, no_show: true });
    }
    if (name === 'counter.finish' && (current.then?.length || args.then?.length)) {
      const [next, ...then] = [...(current.then ?? []), ...(args.then ?? [])];
      this.leave({ ...current, status: 'waiting', service: next, then });
      return ok({ ...data, next });
    }
    if (name === 'counter.recall') this.setTicket({ ...current, recalls: current.recalls + 1 });
    else if (name === 'counter.start') this.setTicket({ ...current, status: 'serving' });
    else if (name === 'counter.finish') this.end(current, args.ask_rating !== false);
    else if (name === 'counter.no_show') this.miss(current);
    else if (name === 'counter.park') this.leave({ ...current, status: 'parked',
      ...(args.minutes ? { parked_until: new Date(Date.now() + args.minutes * 60_000).toISOString() } : {}) });
    else if (name === 'counter.transfer') this.leave({ ...current, status: 'waiting', service: args.service });
    else return refused('unknown_command');
    return ok(data);
  }

  call(args, refused, ok) {
    const waiting = [...this.tickets.values()].filter((one) => one.status === 'waiting' && this.counter.services.includes(one.service));
    waiting.sort((a, b) => a.issued_at.localeCompare(b.issued_at));
    const next = args.ticket ? this.tickets.get(args.ticket) : waiting[0];
    if (!next) return refused('nobody_waiting');
    if (this.counter.ticket) this.end(this.counter.ticket, false);
    this.take(next);
    const why = args.ticket ? { code: 'picked', params: { reason: args.reason ?? '' } }
      : { code: 'class_first', params: { class: next.class } };
    return ok({ ticket: next.id, number: next.number, why });
  }
  callHelp() {
    this.alerts.push({ id: 'help-c3', code: 'help', subject: 'c3', params: { counter: '3' }, at: new Date().toISOString() });
    this.publish({ alerts: this.alerts });
  }
  take(ticket) {
    this.counter.rating = undefined;
    this.setTicket({ ...ticket, status: 'called', counter: 'c3', called_at: new Date().toISOString() });
  }
  setCounter(change) {
    Object.assign(this.counter, change);
    this.publish({});
  }
  setTicket(ticket) {
    this.tickets.set(ticket.id, ticket);
    this.counter.ticket = ticket;
    this.publish({ tickets: [ticket] });
  }
  leave(ticket) {
    this.tickets.set(ticket.id, ticket);
    this.counter.ticket = undefined;
    this.publish({ tickets: [ticket] });
  }
  end(ticket, rate) {
    this.tickets.delete(ticket.id);
    this.counter.ticket = undefined;
    this.counter.rating = rate ? ticket.id : undefined;
    if (this.wrapUp) this.counter.wrap_up_until = new Date(Date.now() + this.wrapUp * 1000).toISOString();
    this.publish({ tickets_gone: [ticket.id] });
  }
  miss(ticket, seconds = 1800) {
    this.leave({ ...ticket, status: 'no_show', return_until: new Date(Date.now() + seconds * 1000).toISOString() });
  }
  bringBack(id) {
    const ticket = { ...this.tickets.get(id), status: 'waiting', counter: undefined, return_until: undefined };
    this.tickets.set(id, ticket);
    this.publish({ tickets: [ticket] });
  }
  endRating() {
    this.setCounter({ rating: undefined });
  }
}
