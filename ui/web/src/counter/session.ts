// What outlives a reload of the page, for this browser tab only. SPDX-License-Identifier: Apache-2.0
import type { Command } from './api';

export interface Session {
  token: string;
  clerk: string;
  counter: string;
}
export interface Pending {
  command: Command;
  /** Epoch ms of the first try. */
  since: number;
}

function read<Value>(key: string): Value | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
function write(key: string, value: unknown): void {
  if (value === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(value));
}

export function newId(): string {
  // randomUUID() needs a secure context, which a hall's own network may not be.
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What one page keeps; `name` keeps the pages of one tab apart. */
export class Store {
  constructor(private readonly name: string) {}
  /** Whose requests these are, whatever address they come from and whoever is signed in. */
  page = (): string => {
    const known = read<string>(`${this.name}.page`);
    if (known) return known;
    const made = newId();
    write(`${this.name}.page`, made);
    return made;
  };
  loadSession = (): Session | undefined => read<Session>(`${this.name}.session`);
  saveSession = (session: Session | undefined): void => write(`${this.name}.session`, session);
  loadPending = (): Pending[] => read<Pending[]>(`${this.name}.pending`) ?? [];
  /** Never a sign-in: a PIN is kept nowhere. */
  savePending = (pending: Pending[]): void =>
    write(`${this.name}.pending`, pending.filter((one) => one.command.name !== 'clerk.sign_in'));
}
