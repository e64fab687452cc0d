// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import { has, own, t } from '../shared/i18n';
import { LanguageSwitch } from '../shared/language_switch';
import type { Counter, Done, Ticket } from './api';
import { Actions, type Act, keyOf } from './actions';
import { Connection } from './connection';
import { Current } from './current';
import { LeaveDialog, ParkDialog, PauseDialog, PickDialog, VisitDialog } from './dialogs';
import { FinishDialog, type Finish } from './finish_dialog';
import type { HallLink } from './link';
import { Lists } from './lists';
import type { Session } from './session';
import { Help, Messages } from './talk';
import { TransferDialog } from './transfer_dialog';
import { doneText, purposeText, whyText } from './words';

export type Open = 'finish' | 'park' | 'transfer' | 'pause' | 'leave' | 'visit' | undefined;

export function Desk({ link, session }: { link: HallLink; session: Session }) {
  const [problem, setProblem] = useState('');
  const [note, setNote] = useState('');
  const [open, setOpen] = useState<Open>();
  const [picked, setPicked] = useState<Ticket>();
  const [why, setWhy] = useState({ ticket: '', text: '' });
  const counter = link.view.counters.get(session.counter);
  const ticket = counter?.ticket;
  const stale = link.stale();

  async function run(name: string, args: Record<string, unknown> = {}): Promise<Done> {
    setProblem('');
    setNote('');
    setOpen(undefined);
    setPicked(undefined);
    const done = await link.send(name, args);
    if (done.status !== 'ok') setProblem(doneText(done));
    return done;
  }
  const here = (name: string, args: Record<string, unknown> = {}) =>
    run(`counter.${name}`, { counter: session.counter, ...args });

  async function call(name: string, args: Record<string, unknown> = {}) {
    const done = await here(name, args);
    if (done.status === 'ok') setWhy({ ticket: String(done.data?.ticket ?? ''), text: whyText(done) });
  }
  function pick(id: string) {
    const one = link.view.tickets.get(id);
    const offered = link.view.hall?.pick_reasons ?? [];
    if (one && offered.length > 0) setPicked(one);
    else void call('call_ticket', { ticket: id });
  }

  async function recall() {
    const called = ticket;
    const done = await here('recall');
    if (done.data?.no_show && called) setNote(t('counter.no_show_by_calls', { number: called.number }));
    else if (done.data?.again) setNote(t('counter.press_again'));
  }
  async function finish(how: Finish) {
    const done = await here('finish', { ...how });
    if (done.status !== 'ok' || !done.data?.next) return;
    const service = link.view.services.get(String(done.data.next));
    setNote(t('counter.sent_on', { number: String(done.data.number ?? ''), service: own(service?.name) || String(done.data.next) }));
  }
  const parkedHere = () => [...link.view.tickets.values()].filter((one) => one.status === 'parked' && one.counter === session.counter);
  async function signOut(unpark = false) {
    for (const one of unpark ? parkedHere() : []) {
      const back = await run('ticket.unpark', { ticket: one.id });
      if (back.status !== 'ok' && back.error?.code !== 'ticket_not_parked') return;
    }
    const done = await run('clerk.sign_out');
    if (done.status === 'ok' || done.error?.code === 'not_signed_in') link.signedOut();
  }

  const act: Act = {
    call_next: () => call('call_next'),
    recall,
    start: () => here('start'),
    finish: () => finish({ outcome: 'served', ask_rating: true }),
    no_show: () => here('no_show'),
    park: () => here('park'),
    park_for: () => setOpen('park'),
    ready: () => here('ready'),
    transfer: () => setOpen('transfer'),
    pause: () => setOpen('pause'),
    finish_other: () => setOpen('finish'),
    open: () => here('open'),
    resume: () => here('resume'),
  };
  const purposes = link.view.hall?.visit_purposes ?? [];
  async function noteVisit(purpose: string) {
    const done = await run('visit.note', { purpose });
    if (done.status === 'ok') setNote(t('counter.visit.noted', { purpose: purposeText(purpose) }));
  }
  const blocked = stale || link.busy();
  useKeys(act, counter, blocked || open !== undefined || picked !== undefined);

  return (
    <div class={`desk ${stale ? 'stale' : ''}`}>
      <header>
        <div class="where">
          <strong>{t('common.counter', { counter: counter?.label ?? session.counter })}</strong>
          <span>{t('counter.clerk', { clerk: session.clerk })}</span>
          <span class="hall">{own(link.view.hall?.name)}</span>
        </div>
        <div class="tools">
          <Help link={link} counter={counter} blocked={blocked} call={() => here('help')} />
          {purposes.length > 0 && (
            <button type="button" class="plain" data-action="visit" disabled={blocked} onClick={() => setOpen('visit')}>{t('counter.visit')}</button>
          )}
          <Connection link={link} />
          <LanguageSwitch />
          <button type="button" class="plain" disabled={blocked} data-action="sign_out"
            onClick={() => (parkedHere().length > 0 ? setOpen('leave') : void signOut())}>{t('counter.sign_out')}</button>
        </div>
      </header>
      <Alert link={link} own={`help-${session.counter}`} />
      <Messages counter={counter} blocked={blocked} read={(id) => here('message_read', { message: id })} />
      <main>
        <section class="work">
          <Current link={link} counter={counter} act={act} blocked={blocked}
            why={why.ticket === ticket?.id ? why.text : ''} reprint={(id) => run('ticket.reprint', { ticket: id })} />
          <Problem text={problem} close={() => setProblem('')} />
          {note && !problem && <p class="done-note" role="status" data-testid="note">{note}</p>}
          <Actions counter={counter} act={act} blocked={blocked} busy={link.busy()} />
        </section>
        <Lists link={link} counter={counter} blocked={blocked}
          call={pick}
          resume={(id) => here('resume_ticket', { ticket: id })}
          unpark={(id) => run('ticket.unpark', { ticket: id })} bringBack={(id) => run('ticket.return', { ticket: id })} />
      </main>
      {open === 'finish' && counter && ticket && <FinishDialog link={link} counter={counter} ticket={ticket}
        close={() => setOpen(undefined)} finish={(how) => void finish(how)} />}
      {open === 'park' && ticket && <ParkDialog hall={link.view.hall} ticket={ticket} close={() => setOpen(undefined)}
        park={(minutes) => here('park', minutes ? { minutes } : {})} />}
      {open === 'pause' && <PauseDialog close={() => setOpen(undefined)} pause={(reason) => here('pause', { reason })} />}
      {open === 'transfer' && ticket && <TransferDialog link={link} counter={session.counter} ticket={ticket} close={() => setOpen(undefined)}
        transfer={(where) => here('transfer', { ...where })} />}
      {open === 'leave' && <LeaveDialog parked={parkedHere()} close={() => setOpen(undefined)} leave={signOut} />}
      {open === 'visit' && <VisitDialog purposes={purposes} close={() => setOpen(undefined)} note={noteVisit} />}
      {picked && <PickDialog ticket={picked} reasons={link.view.hall?.pick_reasons ?? []}
        needed={link.view.hall?.pick_reason_needed ?? false} close={() => setPicked(undefined)}
        pick={(reason) => call('call_ticket', { ticket: picked.id, ...(reason ? { reason } : {}) })} />}
    </div>
  );
}

function Problem({ text, close }: { text: string; close: () => void }) {
  return (
    <div class={`toast ${text ? 'shown' : ''}`} role="alert">
      <span>{text}</span>
      {text && <button type="button" onClick={close}>{t('common.ok')}</button>}
    </div>
  );
}

/** What the clerk called for stands on the button that called. */
function Alert({ link, own: called }: { link: HallLink; own: string }) {
  const alerts = [...link.view.alerts.values()].filter((alert) => alert.id !== called).sort((a, b) => b.at.localeCompare(a.at));
  const newest = alerts.find((alert) => has(`alert.${alert.code}`));
  if (!newest) return null;
  const service = newest.params?.service ?? '';
  return (
    <p class="alert-strip" role="status">
      {t(`alert.${newest.code}`, { subject: newest.subject, ...newest.params, service: own(link.view.services.get(service)?.name) || service })}
      {alerts.length > 1 && <em>{t('counter.more_alerts', { n: alerts.length - 1 })}</em>}
    </p>
  );
}

/** Function keys do what the handset's keys do; a pressed key that repeats is one press. */
function useKeys(act: Act, counter: Counter | undefined, blocked: boolean) {
  const now = useRef({ act, counter, blocked });
  now.current = { act, counter, blocked };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const found = keyOf(event.key, now.current.counter);
      if (!found) return;
      event.preventDefault();
      if (found.possible && !now.current.blocked && !event.repeat) now.current.act[found.action]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
