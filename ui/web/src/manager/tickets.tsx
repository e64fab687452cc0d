// Tickets in the hall: found by number, never in the order of calling, which is nobody's to see at a glance.
// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import type { Ticket } from '../counter/api';
import { isAbsent } from '../counter/lines';
import { clockText } from '../counter/words';
import { Confirm } from './dialog';
import type { Part } from './hall';
import { since } from './words';

const shown = 60;

export function Tickets({ link, view, run, blocked }: Part) {
  const [search, setSearch] = useState('');
  const [cancelling, setCancelling] = useState<Ticket>();
  const wanted = search.trim().toUpperCase();
  const fits = (ticket: Ticket) => wanted === '' || ticket.number.toUpperCase().includes(wanted);
  const byNumber = (a: Ticket, b: Ticket) => a.number.localeCompare(b.number, 'en', { numeric: true });
  const here = view.inHall().filter(fits).sort(byNumber);
  const absent = [...view.tickets.values()].filter((one) => isAbsent(one, link.now()) && fits(one)).sort(byNumber);
  const more = here.length + absent.length - shown;
  const counterName = (id: string) => t('common.counter', { counter: view.counters.get(id)?.label ?? id });
  const said = (ticket: Ticket) => [
    ticket.status === 'parked' && ticket.counter ? t('manager.ticket.parked_at', { counter: counterName(ticket.counter) }) : t(`manager.ticket.${ticket.status}`),
    ticket.parked_until && t('counter.parked_until', { time: clockText(Date.parse(ticket.parked_until) - link.now()) }),
    ticket.return_until && t('counter.return_for', { time: clockText(Date.parse(ticket.return_until) - link.now()) }),
  ].filter(Boolean).join(' · ');
  const row = (ticket: Ticket) => (
    <li key={ticket.id} data-ticket={ticket.number} data-status={ticket.status}>
      <b class="number">{ticket.number}</b>
      <span class="what">
        {own(view.services.get(ticket.service)?.name) || ticket.service}
        {ticket.class && ticket.class !== 'ordinary' && <em class="tag">{t(`counter.class.${ticket.class}`)}</em>}
        <small>{said(ticket)}{ticket.status !== 'no_show' && <> · <time class="number">{since(link, ticket.issued_at)}</time></>}</small>
      </span>
      <span class="do">
        {ticket.status === 'no_show'
          ? <button type="button" data-action="return" disabled={blocked} onClick={() => run('ticket.return', { ticket: ticket.id })}>{t('counter.return')}</button>
          : (
            <>
              {ticket.status === 'parked' && <button type="button" data-action="unpark" disabled={blocked}
                onClick={() => run('ticket.unpark', { ticket: ticket.id })}>{t('counter.unpark')}</button>}
              <button type="button" data-action="reprint" disabled={blocked}
                onClick={() => run('ticket.reprint', { ticket: ticket.id }, t('manager.ticket.reprinting', { number: ticket.number }))}>{t('counter.reprint')}</button>
              <button type="button" data-action="cancel" disabled={blocked || ticket.status === 'serving'} onClick={() => setCancelling(ticket)}>{t('manager.ticket.cancel')}</button>
            </>
          )}
      </span>
    </li>
  );
  return (
    <section class="card tickets">
      <h2>{t('manager.tickets')} <b class="number">{view.inHall().length}</b></h2>
      <input type="search" class="search" placeholder={t('manager.ticket.search')} aria-label={t('manager.ticket.search')} maxLength={16}
        value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      {here.length + absent.length === 0 && <p class="none">{t(wanted ? 'manager.ticket.none_found' : 'manager.ticket.none')}</p>}
      <ol data-testid="tickets">
        {[...absent, ...here].slice(0, shown).map(row)}
      </ol>
      {more > 0 && <p class="none">{t('manager.ticket.more', { n: more })}</p>}
      {cancelling && (
        <Confirm title={t('manager.ticket.cancel.title', { number: cancelling.number })} text={t('manager.ticket.cancel.text')}
          word={t('manager.ticket.cancel')} close={() => setCancelling(undefined)}
          yes={() => { setCancelling(undefined); void run('ticket.cancel', { ticket: cancelling.id }); }} />
      )}
    </section>
  );
}
