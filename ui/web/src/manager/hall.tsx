// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import { LanguageSwitch } from '../shared/language_switch';
import type { Done } from '../counter/api';
import { Connection } from '../counter/connection';
import type { HallLink } from '../counter/link';
import type { Session } from '../counter/session';
import { doneText } from '../counter/words';
import { Alerts } from './alerts';
import { Counters } from './counters';
import { Devices } from './devices';
import { Confirm } from './dialog';
import { usePoll } from './figures';
import { Services } from './services';
import { Tickets } from './tickets';
import { Totals } from './totals';
import type { Figures, ManagerView } from './view';
import { Visits } from './visits';
import { closingText } from './words';

export type Run = (name: string, args?: Record<string, unknown>, done?: string) => Promise<Done>;
export interface Part {
  link: HallLink;
  view: ManagerView;
  figures: Figures | undefined;
  run: Run;
  blocked: boolean;
}

const figuresMs = 5_000;

export function Hall({ link, session }: { link: HallLink; session: Session }) {
  const [note, setNote] = useState({ text: '', bad: false });
  const [closing, setClosing] = useState(false);
  const figures = usePoll<Figures>(link, 'figures', figuresMs);
  const view = link.view as ManagerView;
  const hall = view.hall;
  const stale = link.stale();

  const run: Run = async (name, args = {}, done = '') => {
    setNote({ text: '', bad: false });
    const answer = await link.send(name, args);
    if (answer.status !== 'ok') setNote({ text: doneText(answer), bad: true });
    else if (done) setNote({ text: done, bad: false });
    return answer;
  };
  async function openDay() {
    const { status, data } = await run('day.open');
    if (status === 'ok' && data?.goes_on) setNote({ text: t('manager.day.again', { day: String(data.day) }), bad: false });
  }
  async function leave() {
    if (session.clerk) await link.send('clerk.sign_out', {});
    link.signedOut();
  }

  const part: Part = { link, view, figures, run, blocked: stale || link.busy() };
  return (
    <div class={`hall ${stale ? 'stale' : ''}`}>
      <header>
        <div class="where">
          <strong>{own(hall?.name) || t('manager.title')}</strong>
          <span data-testid="day" data-open={hall?.day_open ? 'yes' : 'no'}>
            {hall?.day_open ? t('manager.day', { day: hall.day ?? '' }) : t('manager.day.closed')}
          </span>
        </div>
        <div class="tools">
          <Connection link={link} />
          {hall && (hall.day_open
            ? <button type="button" class="plain" data-action="day.close" disabled={part.blocked} onClick={() => setClosing(true)}>{t('manager.day.close')}</button>
            : <button type="button" class="plain strong" data-action="day.open" disabled={part.blocked} onClick={openDay}>{t('manager.day.open')}</button>)}
          <LanguageSwitch />
          <button type="button" class="plain" onClick={leave}>{t('manager.leave')}</button>
        </div>
      </header>
      <p class={`note ${note.text ? 'shown' : ''} ${note.bad ? 'bad' : ''}`} role="status">
        <span>{note.text}</span>
        {note.text && <button type="button" onClick={() => setNote({ text: '', bad: false })}>{t('common.ok')}</button>}
      </p>
      <main>
        <Alerts {...part} />
        <Totals {...part} />
        <Services {...part} />
        <Counters {...part} />
        <Tickets {...part} />
        <Devices {...part} />
        <Visits {...part} />
      </main>
      {closing && (
        <Confirm title={t('manager.day.close.title')} word={t('manager.day.close')} close={() => setClosing(false)}
          text={closingText(view)}
          yes={() => { setClosing(false); void run('day.close'); }} />
      )}
    </div>
  );
}
