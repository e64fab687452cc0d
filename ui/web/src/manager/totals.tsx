// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { t } from '../shared/i18n';
import { Bars } from './bars';
import type { Part } from './hall';
import type { Ratings } from './view';
import { adviceText, coded, minutes, percent, shareHint, shareText } from './words';

export function Tile({ id, title, value, hint, tone, children }: {
  id: string; title: string; value: string; hint?: string; tone?: string; children?: ComponentChildren;
}) {
  return (
    <article class={`tile ${tone ?? ''}`} data-tile={id}>
      <h3>{title}</h3>
      <p class={`value number ${value.length > 7 ? 'long' : ''}`}>{value}</p>
      {children}
      {hint && <small>{hint}</small>}
    </article>
  );
}

function filteredText(ratings: Ratings): string {
  const parts = Object.entries(ratings.filtered).map(([fate, n]) => `${coded('manager.fate', fate)} ${n}`);
  return parts.length > 0 ? t('manager.ratings.filtered', { what: parts.join(', ') }) : '';
}

function RatingTile({ ratings }: { ratings: Ratings }) {
  const hint = [
    shareHint(ratings.satisfied),
    t('manager.ratings.response', {
      given: ratings.response.hits, armed: ratings.armed,
      rate: ratings.response.share === undefined ? '–' : percent(ratings.response.share),
    }),
    filteredText(ratings),
    ratings.complete ? '' : t('manager.ratings.reading'),
  ].filter(Boolean).join(' · ');
  return <Tile id="ratings" title={t('manager.ratings')} value={shareText(ratings.satisfied)} hint={hint} />;
}

export function Totals({ figures, view, link }: Part) {
  const hall = figures?.hall;
  const waiting = [...view.services.values()].reduce((sum, service) => sum + service.waiting, 0);
  const target = figures?.targets;
  const oldest = [...view.services.values()].map((one) => (one as { oldest_issued_at?: string }).oldest_issued_at).filter(Boolean).sort()[0];
  const longest = waiting > 0 ? (hall?.longest_s ?? (oldest ? (link.now() - Date.parse(oldest)) / 1000 : undefined)) : undefined;
  const within = hall?.within;
  const missed = within?.enough && target && (within.share ?? 1) < target.share;
  return (
    <section class="totals" data-testid="totals">
      <Tile id="waiting" title={t('manager.waiting')} value={String(waiting)} hint={t('manager.called', { n: hall?.called ?? 0 })} />
      <Tile id="longest" title={t('manager.longest')} value={minutes(longest)}
        tone={target && longest !== undefined && target.alert_wait_min > 0 && longest >= target.alert_wait_min * 60 ? 'bad' : ''} />
      <Tile id="within" title={t('manager.within', { n: target?.wait_min ?? 0 })} value={shareText(within)} tone={missed ? 'bad' : ''}
        hint={[target && t('manager.target', { share: percent(target.share) }), shareHint(within)].filter(Boolean).join(' · ')} />
      <Tile id="staff" title={t('manager.staff')} tone={hall?.advice === 'short_of' ? 'bad' : ''}
        value={hall?.needed === undefined ? String(hall?.open ?? '–') : t('manager.of', { open: hall.open, needed: hall.needed })}
        hint={[adviceText(hall), hall?.needed_next !== undefined && t('manager.needed_next', { n: hall.needed_next })].filter(Boolean).join(' · ')} />
      <Tile id="forecast" title={t('manager.forecast')} value="" hint={hall?.forecast ? undefined : t('manager.forecast.unknown')}>
        {hall?.forecast && <Bars steps={hall.forecast} now={hall.waiting} target={target?.wait_min ?? 10} big />}
      </Tile>
      {figures?.ratings && <RatingTile ratings={figures.ratings} />}
    </section>
  );
}
