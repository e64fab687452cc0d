// How many wait now and in the next two hours, as small bars with their numbers. SPDX-License-Identifier: Apache-2.0
import { t } from '../shared/i18n';
import type { Step } from './view';

interface Props {
  steps: Step[];
  now: number;
  target: number;
  big?: boolean;
}
const width = 34;
const height = 34;

export function Bars({ steps, now, target, big }: Props) {
  const values = [now, ...steps.map((step) => step.waiting)];
  const most = Math.max(5, ...values);
  return (
    <div class={`bars ${big ? 'big' : ''}`} role="img" aria-label={t('manager.forecast.label', { list: values.map((one) => Math.round(one)).join(', ') })}>
      {values.map((value, i) => {
        const tall = Math.max(2, (value / most) * height);
        const step = steps[i - 1];
        const wait = step?.wait_min;
        const late = wait === undefined ? (step !== undefined && value >= 0.5) : wait > target;
        const title = step
          ? wait === undefined ? t('manager.forecast.nobody_serves', { n: Math.round(value), min: i * 30 })
            : t('manager.forecast.step', { n: Math.round(value), min: i * 30, wait: Math.round(wait), arrivals: Math.round(step.arrivals) })
          : t('manager.forecast.now', { n: now });
        return (
          <figure key={i} class={`${i === 0 ? 'now' : ''} ${late ? 'late' : ''}`} title={title}>
            <b class="number">{Math.round(value)}</b>
            <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
              <rect x="3" y={height - tall} width={width - 6} height={tall} rx="3" />
            </svg>
            <figcaption>{i === 0 ? t('manager.now') : i * 30}</figcaption>
          </figure>
        );
      })}
      <span class="unit">{t('manager.forecast.unit')}</span>
    </div>
  );
}
