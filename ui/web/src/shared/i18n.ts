// Words by id, in the language chosen on this machine. SPDX-License-Identifier: Apache-2.0
import catalogue, { type Text } from 'catalogue';

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

const plurals = { zh_CN: new Intl.PluralRules('zh-CN'), en: new Intl.PluralRules('en') };

/** The form of a text that fits its count; one that comes as it is shown ("1,234") is no number and "other". */
function form(text: Text, params: Params): string {
  if (typeof text === 'string') return text;
  const count = Number(params[text.by ?? 'n']);
  return text[plurals[language].select(count)] ?? text.other;
}

/** The text of an id; the id itself when the catalogue lacks it, so that a gap is seen and nothing breaks. */
export function t(id: string, params: Params = {}): string {
  const text = form(catalogue[language][id] ?? id, params);
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
