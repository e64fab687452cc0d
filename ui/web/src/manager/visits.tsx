// How true the waits were that people were told, what became of offers, who came without a ticket.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import { purposeText } from '../counter/words';
import { Choices, Dialog } from './dialog';
import type { Part } from './hall';
import { Tile } from './totals';
import type { Diversion, ManagerService, Promises } from './view';
import { coded } from './words';

/** Of all services together. */
function together(all: Promises[]): Promises {
  const sum = (of: (one: Promises) => number) => all.reduce((total, one) => total + of(one), 0);
  const n = sum((one) => one.n);
  return {
    n, within_p90: sum((one) => one.within_p90), longer_than_told: sum((one) => one.longer_than_told),
    mean_error_s: n > 0 ? sum((one) => one.n * one.mean_error_s) / n : 0,
  };
}

function ToldTile({ services }: { services: ManagerService[] }) {
  const told = together(services.flatMap((one) => one.promises ?? []));
  if (told.n === 0) return <Tile id="told" title={t('manager.told')} value="–" hint={t('manager.told.none')} />;
  const hint = [
    t('manager.told.error', { min: (told.mean_error_s / 60).toFixed(1) }),
    t('manager.told.longer', { n: told.longer_than_told }),
  ].join(' · ');
  return <Tile id="told" title={t('manager.told')} value={t('manager.part', { n: told.within_p90, all: told.n })} hint={hint} />;
}

function DiversionTile({ rules, asked }: { rules: Diversion[]; asked: number }) {
  const sum = (of: (one: Diversion) => number) => rules.reduce((total, one) => total + of(one), 0);
  const name = (one: Diversion) => own(one.text) || coded('diversion', one.to, { service: one.id });
  return (
    <Tile id="diversions" title={t('manager.diversions')} value={t('manager.part', { n: sum((one) => one.taken), all: sum((one) => one.offered) })}
      hint={[t('manager.diversions.saved', { min: sum((one) => one.saving_taken_min) }), t('manager.diversions.of', { n: asked })].join(' · ')}>
      <ul class="parts">
        {rules.map((one) => <li key={one.id}><span>{name(one)}</span> <b class="number">{t('manager.part', { n: one.taken, all: one.offered })}</b></li>)}
      </ul>
    </Tile>
  );
}

export function Visits({ view, run, blocked }: Part) {
  const [noting, setNoting] = useState(false);
  const visitors = view.visitors;
  const visits = Object.entries(visitors?.visits ?? {});
  const without = visits.reduce((sum, [, n]) => sum + n, 0);
  const purposes = view.hall?.visit_purposes ?? [];
  const hint = visitors && [
    t('manager.visitors.tickets', { n: visitors.tickets }), t('manager.visitors.visits', { n: without }),
    t('manager.visitors.showings', { n: visitors.showings }),
  ].join(' · ');
  return (
    <section class="totals visits" data-testid="visits">
      <ToldTile services={[...view.services.values()]} />
      <Tile id="visitors" title={t('manager.visitors')} value={visitors ? String(visitors.asked) : '–'} hint={hint}>
        {visits.length > 0 && (
          <ul class="parts">
            {visits.map(([purpose, n]) => <li key={purpose}><span>{purposeText(purpose)}</span> <b class="number">{n}</b></li>)}
          </ul>
        )}
        {purposes.length > 0 && (
          <div class="do">
            <button type="button" data-action="visit" disabled={blocked} onClick={() => setNoting(true)}>{t('counter.visit')}</button>
          </div>
        )}
      </Tile>
      {view.diversions.size > 0 && <DiversionTile rules={[...view.diversions.values()]} asked={visitors?.asked ?? 0} />}
      {noting && (
        <Dialog title={t('counter.visit.title')} close={() => setNoting(false)}>
          <Choices choices={purposes.map((id) => ({ id, text: purposeText(id) }))}
            choose={(purpose) => { setNoting(false); void run('visit.note', { purpose }, t('counter.visit.noted', { purpose: purposeText(purpose) })); }} />
        </Dialog>
      )}
    </section>
  );
}
