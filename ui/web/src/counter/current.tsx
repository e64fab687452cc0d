// SPDX-License-Identifier: Apache-2.0
import { has, own, t } from '../shared/i18n';
import type { Act } from './actions';
import type { Counter, Ticket } from './api';
import type { HallLink } from './link';
import { clockText } from './words';

interface Props {
  link: HallLink;
  counter: Counter | undefined;
  act: Act;
  blocked: boolean;
  /** Why this ticket was called, when it was called from here. */
  why: string;
  reprint: (id: string) => void;
}

export function Current({ link, counter, act, blocked, why, reprint }: Props) {
  if (!counter) return <div class="current idle"><p class="big-word">{t('counter.no_counter')}</p></div>;
  if (counter.ticket) return <Called link={link} counter={counter} ticket={counter.ticket} blocked={blocked} why={why} reprint={reprint} />;
  if (counter.status !== 'open') return <Shut counter={counter} act={act} blocked={blocked} />;
  const left = Date.parse(counter.wrap_up_until ?? '') - link.now();
  if (left > 0) return <WrapUp counter={counter} left={left} act={act} blocked={blocked} />;
  return (
    <div class="current idle">
      <p class="label">{t('counter.current')}</p>
      <Waiting own={counter.waiting ?? 0} also={counter.waiting_also ?? 0} />
      {counter.auto_call && <p class="hint" data-testid="auto-call">{t('counter.auto_call')}</p>}
      <Rating counter={counter} />
    </div>
  );
}

/** Whom a call would find: for the counter's own services, else for those it helps out with. */
function Waiting({ own: here, also }: { own: number; also: number }) {
  const hint = here > 0 ? t('counter.ready.hint', { n: here })
    : also > 0 ? t('counter.ready.helping', { n: also }) : t('counter.nobody.hint');
  return (
    <>
      <p class="big-word">{t(here + also > 0 ? 'counter.ready' : 'counter.nobody')}</p>
      <p class="hint" data-testid="waiting-hint">{hint}</p>
    </>
  );
}

/** After a customer, before the next one; ends by itself. */
function WrapUp({ counter, left, act, blocked }: { counter: Counter; left: number; act: Act; blocked: boolean }) {
  return (
    <div class="current idle wrap-up" data-testid="wrap-up">
      <p class="label">{t('counter.current')}</p>
      <p class="big-word">{t('counter.wrap_up')}</p>
      <p class="hint">{t('counter.wrap_up.hint', { time: clockText(left) })}</p>
      <button type="button" class="primary" data-action="ready" disabled={blocked} onClick={() => act.ready()}>{t('counter.action.ready')}</button>
      <Rating counter={counter} />
    </div>
  );
}

function Shut({ counter, act, blocked }: { counter: Counter; act: Act; blocked: boolean }) {
  const paused = counter.status === 'paused';
  const reason = `counter.pause.${counter.pause_reason ?? ''}`;
  return (
    <div class="current shut">
      <p class="label">{t('counter.current')}</p>
      <p class="big-word">{t(paused ? 'counter.paused' : 'counter.closed')}</p>
      <p class="hint">{paused && counter.pause_reason ? (has(reason) ? t(reason) : counter.pause_reason) : t('counter.closed.hint')}</p>
      <button type="button" class="primary" data-action={paused ? 'resume' : 'open'} disabled={blocked}
        onClick={() => (paused ? act.resume() : act.open())}>
        {t(paused ? 'counter.action.resume' : 'counter.action.open')}
      </button>
      <Rating counter={counter} />
    </div>
  );
}

function Called({ link, counter, ticket, blocked, why, reprint }: Omit<Props, 'act' | 'counter'> & { counter: Counter; ticket: Ticket }) {
  const since = Date.parse(ticket.called_at ?? ticket.issued_at);
  const waited = since - Date.parse(ticket.issued_at);
  const paperless = ticket.paper === 'not_printed' || ticket.paper === 'unknown';
  return (
    <div class={`current ${ticket.status}`}>
      <div class="top">
        <p class="label">{t(`counter.status.${ticket.status === 'serving' ? 'serving' : 'called'}`)}</p>
        <Rating counter={counter} />
      </div>
      <p class="ticket-number number" data-testid="current">{ticket.number}</p>
      <p class="service">{own(link.view.services.get(ticket.service)?.name) || ticket.service}
        {ticket.class && ticket.class !== 'ordinary' && <b class={`class ${ticket.class}`}>{t(`class.${ticket.class}`)}</b>}
      </p>
      {ticket.then && ticket.then.length > 0 && <p class="steps" data-testid="steps">{t('counter.steps', {
        services: ticket.then.map((id) => own(link.view.services.get(id)?.name) || id).join(' · '),
      })}</p>}
      {why && <p class="why" data-testid="why">{t('counter.why', { why })}</p>}
      <dl>
        <div><dt>{t('counter.since_call')}</dt><dd class="number">{clockText(link.now() - since)}</dd></div>
        <div><dt>{t('counter.had_waited')}</dt><dd class="number">{clockText(waited)}</dd></div>
        <div><dt>{t('counter.recalls')}</dt><dd class="number" data-testid="recalls">{ticket.recalls ?? 0}</dd></div>
        {paperless && (
          <div class="paper"><dt>{t(`counter.paper.${ticket.paper}`)}</dt>
            <dd><button type="button" class="link" disabled={blocked} onClick={() => reprint(ticket.id)}>{t('counter.reprint')}</button></dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** That a rating is being asked for, and nothing else about it. */
function Rating({ counter }: { counter: Counter }) {
  if (!counter.rating) return null;
  return <p class="rating" role="status" data-testid="rating"><i />{t('counter.rating')}</p>;
}
