// What halls call themselves, their services and counters; the feeds carry ids. SPDX-License-Identifier: Apache-2.0
import { own, t } from '../shared/i18n';
import type { By, Row } from './data';

type Texts = Record<string, string>;
export interface HallNames {
  hall: Texts;
  services: Record<string, Texts>;
  counters: Record<string, Texts>;
}

export class Names {
  /** `hall` is the one that is shown; empty: all of them, and a name counts when they agree on it. */
  constructor(private readonly halls: Record<string, HallNames>, private readonly shown: string) {}

  hall(id: string): string {
    return own(this.halls[id]?.hall) || id;
  }
  service(id: string): string {
    return this.one('services', id);
  }
  of(row: Row, by: By): string {
    const id = row[by];
    if (id === null || id === 'unknown') return t(`office.unknown.${by}`);
    return by === 'clerk' ? id : this.one(by === 'service' ? 'services' : 'counters', id);
  }

  private one(kind: 'services' | 'counters', id: string): string {
    const halls = this.shown ? [this.halls[this.shown]] : Object.values(this.halls);
    const found = new Set(halls.map((hall) => named(hall?.[kind] ?? {}, id)).filter(Boolean));
    return found.size === 1 ? [...found][0]! : id;
  }
}

/** Two things of one name are told apart by their ids. */
function named(table: Record<string, Texts>, id: string): string {
  const name = own(table[id]);
  const shared = name !== '' && Object.keys(table).some((other) => other !== id && own(table[other]) === name);
  return shared ? `${name} (${id})` : name;
}
