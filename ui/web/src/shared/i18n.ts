// Words by id, in the language chosen on this machine. SPDX-License-Identifier: Apache-2.0
import catalogue from 'catalogue';

export type Language = 'zh_CN' | 'en';
export type Params = Record<string, string | number>;

const key = 'jiaohao.language';

function first(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(key);
  if (asked === 'zh_CN' || asked === 'en') return asked;
  return navigator.language.startsWith('en') ? 'en' : 'zh_CN';
}

let language: Language = first();
const listeners = new Set<() => void>();

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(next: Language): void {
  language = next;
  localStorage.setItem(key, next);
  document.documentElement.lang = next === 'en' ? 'en' : 'zh-CN';
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): void {
  listeners.add(listener);
}

/** The text of an id; the id itself when the catalogue lacks it, so that a gap is seen and nothing breaks. */
export function t(id: string, params: Params = {}): string {
  const text = catalogue[language][id] ?? id;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

export function has(id: string): boolean {
  return id in catalogue[language];
}

/** Text the hall's owner wrote, by language; falls back to the first there is. */
export function own(texts: Record<string, string> | undefined): string {
  if (!texts) return '';
  return texts[language] ?? Object.values(texts)[0] ?? '';
}

document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
