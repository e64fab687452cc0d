// The connection to the hall: one WebSocket, heard and spoken as kiosk/wire/API.md says. Commands that were not
// answered go out again with the same id after a reconnect, so that nothing is done twice.
// SPDX-License-Identifier: Apache-2.0
import { View, type Command, type Done, type ViewDelta } from './api';
import { newId, Store, type Pending, type Session } from './session';

const quietMs = 5_000;
const deadMs = 15_000;
/** What the page shows is called old after this long without a word. */
const staleMs = 8_000;
/** A command that reached nobody is not sent any more after this: a call minutes later would surprise the hall. */
const giveUpMs = 20_000;
const backoffMs = [300, 700, 1_500, 3_000, 5_000];

/** The close code of a hall that has no room for one more: try again later. */
const closedForBusy = 1013;

/** 'busy': the hall is there, but has no room for this page now. */
export type Phase = 'connecting' | 'live' | 'lost' | 'busy';

interface Message {
  t: string;
  n?: number;
  id?: string;
  time?: string;
  code?: string;
  roles?: string[];
  view?: ViewDelta;
  status?: Done['status'];
  data?: Record<string, unknown>;
  error?: Done['error'];
}

type Waiting = Pending & { resolve?: (done: Done) => void; question?: boolean };

/** What differs from page to page. */
export interface Who {
  client: string;
  /** Begins the names under which this page keeps things in its tab. */
  store: string;
  /** One of these is needed to stay signed in. */
  roles: string[];
  makeView: () => View;
}
const clerk: Who = { client: 'counter-page', store: 'jiaohao', roles: ['clerk', 'manager'], makeView: () => new View() };

export class HallLink {
  view: View;
  phase: Phase = 'connecting';
  session: Session | undefined;
  /** The server no longer knew the session. */
  ended = false;
  roles: string[] = [];
  lostSince = 0;

  private socket: WebSocket | undefined;
  private n = 0;
  private tries = 0;
  private heardAt = 0;
  private saidAt = 0;
  private serverAhead = 0;
  private waiting = new Map<string, Waiting>();

  private readonly store: Store;
  private readonly page: string;

  constructor(private readonly url: string, private readonly changed: () => void, private readonly who: Who = clerk) {
    this.view = who.makeView();
    this.store = new Store(who.store);
    this.page = this.store.page();
    this.session = this.store.loadSession();
    for (const pending of this.store.loadPending()) this.waiting.set(pending.command.id, pending);
    setInterval(() => this.tick(), 500);
    addEventListener('online', () => this.reconnectNow());
    this.connect();
  }

  /** Now, by the hall's clock: waiting times do not depend on the counter PC's. */
  now(): number {
    return Date.now() + this.serverAhead;
  }
  stale(): boolean {
    return this.phase !== 'live' || Date.now() - this.heardAt > staleMs;
  }
  busy(): boolean {
    return [...this.waiting.values()].some((one) => !one.question);
  }

  send(name: string, args: Record<string, unknown>): Promise<Done> {
    const command: Command = { id: newId(), name, args };
    return new Promise((resolve) => {
      this.waiting.set(command.id, { command, since: Date.now(), resolve });
      this.keep();
      if (this.phase === 'live') this.say({ t: 'cmd', ...command });
      this.changed();
    });
  }

  /** Changes nothing in the hall: not kept, not sent again, nothing waits for it. */
  ask(name: string): Promise<Done> {
    const command: Command = { id: newId(), name, args: {} };
    return new Promise((resolve) => {
      if (this.phase !== 'live') return resolve({ status: 'unanswered' });
      this.waiting.set(command.id, { command, since: Date.now(), resolve, question: true });
      this.say({ t: 'cmd', ...command });
    });
  }

  /** Without a counter: a manager. */
  async signIn(clerk: string, pin: string, counter = ''): Promise<Done> {
    const done = await this.send('clerk.sign_in', { clerk, pin, ...(counter ? { counter } : {}) });
    if (done.status === 'ok') {
      this.setSession({ token: String(done.data?.token), clerk, counter: String(done.data?.counter ?? counter) });
    }
    return done;
  }
  /** A token that was given out; whether it is good shows in the next snapshot. */
  useToken(token: string): void {
    this.setSession({ token, clerk: '', counter: '' });
    this.reconnectNow();
  }
  signedOut(): void {
    this.setSession(undefined);
    this.reconnectNow();
  }
  reconnectNow(): void {
    this.tries = 0;
    this.drop();
    this.phase = 'connecting';
    this.connect();
  }

  private setSession(session: Session | undefined): void {
    this.session = session;
    this.ended = false;
    this.store.saveSession(session);
    this.changed();
  }
  private keep(): void {
    this.store.savePending([...this.waiting.values()].filter((one) => !one.question).map(({ command, since }) => ({ command, since })));
  }

  private connect(): void {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.heardAt = Date.now();
    this.n = 0;
    socket.onopen = () => {
      if (socket !== this.socket) return;
      const token = this.session?.token;
      this.say({ t: 'hello', v: 1, client: this.who.client, page: this.page, ...(token ? { token } : {}) });
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.hear(String(event.data));
    };
    socket.onclose = ({ code }) => {
      if (socket === this.socket) this.lose(code === closedForBusy ? 'busy' : 'lost');
    };
  }
  private drop(): void {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }
  private lose(how: 'lost' | 'busy' = 'lost'): void {
    this.drop();
    if (this.phase !== how) this.lostSince = Date.now();
    this.phase = how;
    const pause = backoffMs[Math.min(this.tries++, backoffMs.length - 1)]!;
    setTimeout(() => {
      if (!this.socket) this.connect();
    }, pause * (0.5 + Math.random() / 2));
    this.changed();
  }

  private say(message: Record<string, unknown>): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.saidAt = Date.now();
    this.socket.send(JSON.stringify(message));
  }

  private hear(text: string): void {
    this.heardAt = Date.now();
    let message: Message;
    try {
      message = JSON.parse(text);
    } catch {
      return this.lose();
    }
    if (message.n !== undefined && message.n !== ++this.n) return this.lose();
    if (message.t === 'snapshot') this.onSnapshot(message);
    else if (message.t === 'event') this.view.apply(message.view ?? {});
    else if (message.t === 'done') this.onDone(message);
    else if (message.t === 'ping') this.say({ t: 'pong' });
    else if (message.t === 'bye') return this.lose(message.code === 'busy' ? 'busy' : 'lost');
    this.changed();
  }

  private onSnapshot(message: Message): void {
    this.view = this.who.makeView();
    this.view.apply(message.view ?? {});
    if (message.time) this.serverAhead = Date.parse(message.time) - Date.now();
    this.roles = message.roles ?? [];
    const fresh = this.phase !== 'live';
    this.phase = 'live';
    this.tries = 0;
    if (this.session && !this.roles.some((role) => this.who.roles.includes(role))) {
      this.setSession(undefined);
      this.ended = true;
    }
    if (!fresh) return;
    for (const pending of [...this.waiting.values()]) {
      if (pending.question) this.settle(pending, { status: 'unanswered' });
      else this.say({ t: 'cmd', ...pending.command });
    }
  }

  private onDone(message: Message): void {
    const pending = this.waiting.get(message.id ?? '');
    if (!pending) return;
    this.settle(pending, { status: message.status ?? 'refused', data: message.data, error: message.error });
  }
  private settle(pending: Waiting, done: Done): void {
    this.waiting.delete(pending.command.id);
    this.keep();
    pending.resolve?.(done);
    this.changed();
  }

  private tick(): void {
    const now = Date.now();
    for (const pending of [...this.waiting.values()]) {
      if (now - pending.since > giveUpMs) this.settle(pending, { status: 'unanswered' });
    }
    if (this.socket && now - this.heardAt > deadMs) this.lose();
    else if (this.phase === 'live' && now - this.saidAt > quietMs) this.say({ t: 'ping' });
    this.changed();
  }
}
