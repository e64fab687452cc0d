// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import { Choices, Confirm, Dialog, type Choice } from './dialog';
import type { Part } from './hall';
import type { CounterFigures, HallMessage, ManagerCounter } from './view';
import { messageText, percent, since } from './words';

type Asked = { what: 'pause' | 'message' | 'close' | 'sign_out'; counter: ManagerCounter } | undefined;
const pauseReasons = ['break', 'meal', 'paperwork', 'meeting', 'equipment', 'other'];

export function Counters({ link, view, figures, run, blocked }: Part) {
  const [asked, setAsked] = useState<Asked>();
  const counters = [...view.counters.values()] as ManagerCounter[];
  const known = new Map(figures?.counters.map((one) => [one.id, one]));
  const label = asked ? t('common.counter', { counter: asked.counter.label }) : '';
  const messages = ((view.hall as { messages?: HallMessage[] } | undefined)?.messages ?? []).map(
    (one): Choice => ({ id: one.code, text: messageText(one) }));
  const done = (name: string, args: Record<string, unknown> = {}, said = '') => {
    const counter = asked!.counter.id;
    setAsked(undefined);
    void run(name, { counter, ...args }, said);
  };
  const may = (counter: ManagerCounter): [string, () => void][] => {
    const here = (name: string) => () => void run(name, { counter: counter.id });
    const ask = (what: NonNullable<Asked>['what']) => () => setAsked({ what, counter });
    if (counter.status === 'closed') return counter.clerk ? [['open', here('counter.open')], ['sign_out', ask('sign_out')]] : [];
    const first: [string, () => void] = counter.status === 'open' ? ['pause', ask('pause')] : ['resume', here('counter.resume')];
    const rest: [string, () => void][] = [['close', ask('close')]];
    if (counter.clerk) rest.push(['sign_out', ask('sign_out')]);
    return [first, ...(messages.length > 0 ? [['message', ask('message')] as [string, () => void]] : []), ...rest];
  };
  return (
    <section class="card counters">
      <h2>{t('manager.counters')}</h2>
      <div class="desks" data-testid="counters">
        {counters.map((counter) => (
          <article key={counter.id} class={`desk-card ${counter.status} ${counter.ticket ? 'busy' : ''}`} data-counter={counter.id} data-status={counter.status}>
            <header>
              <b>{t('common.counter', { counter: counter.label })}</b>
              <em class="tag">{t(`manager.counter.${counter.status}`)}</em>
            </header>
            <p class="who">{counter.clerk ? t('counter.clerk', { clerk: counter.clerk }) : t('manager.counter.nobody')}</p>
            <p class="now">{doing(counter)} <time class="number">{since(link, sinceOf(counter, known.get(counter.id)))}</time></p>
            <small>{did(known.get(counter.id))}</small>
            <small class="for">{counter.services.map((id) => own(view.services.get(id)?.name) || id).join(' · ')}</small>
            <div class="do">
              {may(counter).map(([id, act]) => (
                <button type="button" key={id} data-action={id} disabled={blocked} onClick={act}>{t(`manager.counter.do.${id}`)}</button>
              ))}
              {counter.status === 'closed' && !counter.clerk && <span class="hint">{t('manager.counter.sign_in_there')}</span>}
            </div>
          </article>
        ))}
      </div>
      {asked?.what === 'pause' && (
        <Dialog title={t('manager.counter.pause.title', { counter: label })} close={() => setAsked(undefined)}>
          <Choices choices={pauseReasons.map((id) => ({ id, text: t(`counter.pause.${id}`) }))} choose={(reason) => done('counter.pause', { reason })} />
        </Dialog>
      )}
      {asked?.what === 'message' && (
        <Dialog title={t('manager.counter.message.title', { counter: label })} close={() => setAsked(undefined)}>
          <Choices choices={messages} choose={(message) => done('counter.message', { message }, t('manager.counter.message.sent'))} />
        </Dialog>
      )}
      {asked?.what === 'close' && (
        <Confirm title={t('manager.counter.close.title', { counter: label })} text={t('manager.counter.close.text')} word={t('manager.close')}
          close={() => setAsked(undefined)} yes={() => done('counter.close')} />
      )}
      {asked?.what === 'sign_out' && (
        <Confirm title={t('manager.counter.sign_out.title', { clerk: asked.counter.clerk ?? '' })} text={t('manager.counter.sign_out.text')}
          word={t('manager.counter.do.sign_out')} close={() => setAsked(undefined)} yes={() => done('clerk.sign_out')} />
      )}
    </section>
  );
}

function doing(counter: ManagerCounter): string {
  if (counter.ticket) return t(counter.ticket.status === 'serving' ? 'manager.counter.serving' : 'manager.counter.calling', { number: counter.ticket.number });
  if (counter.status === 'paused') {
    const reason = counter.pause_reason ?? '';
    return pauseReasons.includes(reason) ? t(`counter.pause.${reason}`) : reason || t('manager.counter.paused');
  }
  return counter.status === 'open' ? t('manager.counter.free') : '';
}
function sinceOf(counter: ManagerCounter, known: CounterFigures | undefined): string | undefined {
  if (counter.ticket) return known?.number === counter.ticket.number ? known.since : counter.ticket.called_at;
  return counter.status === 'closed' ? undefined : counter.idle_since ?? (known?.number ? undefined : known?.since);
}
function did(known: CounterFigures | undefined): string {
  if (!known) return '';
  return [
    t('manager.counter.served', { n: known.served }),
    known.mean_service_s !== undefined ? t('manager.counter.mean', { min: (known.mean_service_s / 60).toFixed(1) }) : '',
    known.idle_share !== undefined ? t('manager.counter.idle', { share: percent(known.idle_share) }) : '',
    known.no_shows > 0 ? t('manager.counter.no_shows', { n: known.no_shows }) : '',
  ].filter(Boolean).join(' · ');
}
