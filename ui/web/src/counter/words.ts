// SPDX-License-Identifier: Apache-2.0
import { has, t } from '../shared/i18n';
import type { Done, Refusal } from './api';

export function refusalText(refusal: Refusal | undefined): string {
  const general = `refusal.${refusal?.code ?? ''}`;
  // What is done elsewhere is no lack of rights.
  const there = `${general}.${refusal?.params?.where ?? ''}`;
  const id = refusal?.params?.where && has(there) ? there : general;
  return has(id) ? t(id, refusal?.params) : t('counter.refused_unknown', { code: refusal?.code ?? '?' });
}

export function doneText(done: Done): string {
  return done.status === 'unanswered' ? t('counter.unanswered') : refusalText(done.error);
}

/** Why this ticket was called, from the answer to a call. */
export function whyText(done: Done): string {
  const why = done.data?.why as { code: string; params?: Record<string, string> } | undefined;
  if (!why || !has(`why.${why.code}`)) return '';
  const params = { ...why.params };
  if (params.class) params.class = t(`class.${params.class}`);
  return t(`why.${why.code}`, params);
}

/** Why somebody came who took no ticket; the hall may have purposes of its own. */
export function purposeText(purpose: string): string {
  return has(`visit.${purpose}`) ? t(`visit.${purpose}`) : purpose;
}

/** "0:42", "12:05", "1:02:05" */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}
