// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { own, t } from '../shared/i18n';
import type { Counter, Ticket } from './api';
import { isSentTo, linesOf } from './lines';
import type { HallLink } from './link';
import { clockText } from './words';

const shown = 100;

interface Props {
  link: HallLink;
  counter: Counter | undefined;
  blocked: boolean;
  call: (id: string) => void;
  resume: (id: string) => void;
  unpark: (id: string) => void;
  bringBack: (id: string) => void;
}

export function Lists({ link, counter, blocked, call, resume, unpark, bringBack }: Props) {
  const { waiting, helping, parked, absent } = linesOf(link.view, counter, link.now());
  const elsewhere = (ticket: Ticket) => (ticket.counter && ticket.counter !== counter?.id
    ? t('common.counter', { counter: link.view.counters.get(ticket.counter)?.label ?? ticket.counter }) : '');
  const free = counter?.status === 'open' && !counter.ticket;
  const longest = waiting[0] ? clockText(link.now() - Date.parse(waiting[0].issued_at)) : '–';
  const callable = (name: string, tickets: Ticket[]) => (
    <>
      <ol data-testid={name}>
        {tickets.slice(0, shown).map((ticket) => (
          <Row link={link} ticket={ticket} sent={isSentTo(ticket, counter)} key={ticket.id}>
            <button type="button" disabled={blocked || !free} onClick={() => call(ticket.id)}>{t('counter.call')}</button>
          </Row>
        ))}
      </ol>
      {tickets.length > shown && <p class="none">{t('counter.waiting.more', { n: tickets.length - shown })}</p>}
    </>
  );
  return (
    <aside>
      <section class={`waiting ${waiting.length === 0 && helping.length > 0 ? 'empty' : ''}`}>
        <div class="head">
          <h2>{t('counter.waiting')}</h2>
          <p><b class="number" data-testid="waiting-count">{waiting.length}</b> <span>{t('counter.longest', { time: longest })}</span></p>
        </div>
        {waiting.length === 0 && <p class="none">{t('counter.waiting.none')}</p>}
        {callable('waiting', waiting)}
      </section>
      {helping.length > 0 && (
        <section class="side">
          <h2>{t('counter.helping')} <b class="number" data-testid="helping-count">{helping.length}</b></h2>
          {callable('helping', helping)}
        </section>
      )}
      {parked.length > 0 && (
        <section class="side">
          <h2>{t('counter.parked')} <b class="number">{parked.length}</b></h2>
          <ol data-testid="parked">
            {parked.map((ticket) => (
              <Row link={link} ticket={ticket} elsewhere={elsewhere(ticket)} key={ticket.id}>
                <span class="two">
                  <button type="button" disabled={blocked} data-action="unpark" onClick={() => unpark(ticket.id)}>{t('counter.unpark')}</button>
                  <button type="button" disabled={blocked || !free} data-action="resume_ticket" onClick={() => resume(ticket.id)}>{t('counter.resume')}</button>
                </span>
              </Row>
            ))}
          </ol>
        </section>
      )}
      {absent.length > 0 && (
        <section class="side">
          <h2>{t('counter.absent')} <b class="number">{absent.length}</b></h2>
          <ol data-testid="absent">
            {absent.slice(0, shown).map((ticket) => (
              <Row link={link} ticket={ticket} elsewhere={elsewhere(ticket)} key={ticket.id}>
                <button type="button" disabled={blocked} onClick={() => bringBack(ticket.id)}>{t('counter.return')}</button>
              </Row>
            ))}
          </ol>
        </section>
      )}
    </aside>
  );
}

interface RowProps {
  link: HallLink;
  ticket: Ticket;
  /** At which other counter it was. */
  elsewhere?: string;
  /** To this counter or its clerk. */
  sent?: boolean;
  children: ComponentChildren;
}

function Row({ link, ticket, elsewhere, sent, children }: RowProps) {
  const service = link.view.services.get(ticket.service);
  const waited = link.now() - Date.parse(ticket.issued_at);
  const late = service?.expected !== undefined && ticket.status === 'waiting' && waited > service.expected.p90_s * 1000;
  return (
    <li class={late ? 'late' : ''}>
      <b class="number">{ticket.number}</b>
      <span class="what">
        {own(service?.name) || ticket.service}
        {ticket.class && ticket.class !== 'ordinary' && <em class={`class ${ticket.class}`}>{t(`counter.class.${ticket.class}`)}</em>}
        {ticket.parked_until && <em>{t('counter.parked_until', { time: clockText(Date.parse(ticket.parked_until) - link.now()) })}</em>}
        {elsewhere && <em>{elsewhere}</em>}
        {ticket.return_until && <em>{t('counter.return_for', { time: clockText(Date.parse(ticket.return_until) - link.now()) })}</em>}
        {sent && <em class="class">{t('counter.sent')}</em>}
      </span>
      {!ticket.return_until && <time class="number" title={late ? t('counter.late') : undefined}>{clockText(waited)}</time>}
      {children}
    </li>
  );
}
