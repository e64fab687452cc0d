// SPDX-License-Identifier: Apache-2.0
import { has, own, t } from '../shared/i18n';
import { clockText } from '../counter/words';
import type { HallLink } from '../counter/link';
import type { Ticket } from '../counter/api';
import type { HallMessage, Line, ManagerAlert, ManagerService, ManagerView, Share } from './view';

export function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** A share is shown with the number it is of, or as not enough of them; never bare. */
export function shareText(share: Share | undefined): string {
  if (!share || share.n === 0) return '–';
  return share.enough && share.share !== undefined ? percent(share.share) : t('manager.too_few');
}
export function shareHint(share: Share | undefined): string {
  if (!share || share.n === 0) return '';
  if (!share.enough) return t('manager.share.few', { n: share.n });
  return t('manager.share.of', { n: share.n, lower: Math.round((share.lower ?? 0) * 100), upper: Math.round((share.upper ?? 1) * 100) });
}

export function minutes(seconds: number | undefined): string {
  return seconds === undefined ? '–' : t('common.minutes', { n: Math.floor(seconds / 60) });
}
export function since(link: HallLink, at: string | undefined): string {
  return at ? clockText(link.now() - Date.parse(at)) : '';
}

/** For what lasts hours: a clock's figures without a unit would be read as a time of day. */
export function forMinutes(link: HallLink, at: string | undefined): string {
  return at ? t('manager.for', { n: Math.max(0, Math.floor((link.now() - Date.parse(at)) / 60_000)) }) : '';
}

export function adviceText(line: Line | undefined): string {
  if (!line?.advice) return '';
  return t(`manager.advice.${line.advice}`, { n: line.by ?? 0 });
}

/** What is said by its own text where the catalogue has none. */
export function coded(area: string, code: string, params: Record<string, string> = {}): string {
  return has(`${area}.${code}`) ? t(`${area}.${code}`, params) : code;
}

/** Names instead of ids, words instead of codes. */
export function alertText(link: HallLink, alert: ManagerAlert): string {
  const params: Record<string, string> = { subject: alert.subject, ...alert.params };
  const service = params.service ?? '';
  params.service = own(link.view.services.get(service)?.name) || service;
  return coded('alert', alert.code, params);
}
export function reasonsText(alert: ManagerAlert): string {
  const codes = (alert.params?.reasons ?? '').split(',').filter(Boolean);
  return codes.map((code) => coded('reason', code)).reduce((before, next) => (before ? t('common.list', { before, next }) : next), '');
}

/** What becomes of those in the hall when the day closes now. */
export function closingText(view: ManagerView): string {
  const keeps = (service: string) => (view.services.get(service) as ManagerService | undefined)?.keeps ?? false;
  const fate = (ticket: Ticket) => {
    if (ticket.status === 'serving') return 'done';
    return ticket.status !== 'called' && keeps(ticket.service) ? 'kept' : 'expire';
  };
  const fates = view.inHall().map(fate);
  const parts = ['expire', 'kept', 'done'].map((one) => ({ one, n: fates.filter((fate) => fate === one).length }));
  return [
    ...parts.filter(({ n }) => n > 0).map(({ one, n }) => t(`manager.day.close.${one}`, { n })),
    t('manager.day.close.counters'),
  ].join('\n');
}

export function messageText(message: HallMessage): string {
  return own(message.text) || coded('message', message.code);
}
