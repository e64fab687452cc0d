// Figures as people read them. SPDX-License-Identifier: Apache-2.0
import type { Row } from './data';

export const none = '–';

export function whole(value: number | null | undefined): string {
  return value === null || value === undefined ? none : value.toLocaleString('en-US');
}
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? none : `${(value * 100).toFixed(1)}%`;
}
export function minutes(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? none : (seconds / 60).toFixed(1);
}
/** "76.0–83.2%" */
export function interval(row: Row): string {
  if (row.top_box_lo === null || row.top_box_hi === null) return none;
  return `${(row.top_box_lo * 100).toFixed(1)}–${(row.top_box_hi * 100).toFixed(1)}%`;
}
/** "09:00" of "2026-03-02T09:00:00+08:00", or "03-02" for days. */
export function slotName(start: string, hours: boolean, severalDays: boolean): string {
  if (!hours) return start.slice(5, 10);
  return severalDays ? `${start.slice(5, 10)} ${start.slice(11, 16)}` : start.slice(11, 16);
}
/** "03-02 17:30" on this machine's clock. */
export function moment(utc: string | null): string {
  if (utc === null) return none;
  const at = new Date(utc);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
