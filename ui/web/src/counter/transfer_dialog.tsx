// Where a customer goes on: to a service, and who there is to call. SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import type { Counter, Ticket } from './api';
import { Dialog } from './dialogs';
import type { HallLink } from './link';

export interface Transfer {
  service: string;
  to_counter?: string;
  to_clerk?: string;
}

interface Props {
  link: HallLink;
  counter: string;
  ticket: Ticket;
  close: () => void;
  transfer: (where: Transfer) => void;
}

function target(chosen: string): Omit<Transfer, 'service'> {
  const [kind = '', ...id] = chosen.split(':');
  return chosen ? { [`to_${kind}`]: id.join(':') } : {};
}

export function TransferDialog({ link, counter, ticket, close, transfer }: Props) {
  const [to, setTo] = useState('');
  const others = [...link.view.counters.values()].filter((one) => one.id !== counter);
  const there = others.filter((one) => one.status !== 'closed');
  const services = [...link.view.services.values()].filter((one) => (one.id === ticket.service ? to !== '' : one.open));
  const counterName = (one: Counter) => t('common.counter', { counter: one.label })
    + (one.status === 'paused' ? ` · ${t('counter.paused')}` : '');
  return (
    <Dialog title={t('counter.transfer.title', { number: ticket.number })} close={close}>
      {others.length > 0 && (
        <label class="whom">
          <span>{t('counter.transfer.to')}</span>
          <select name="to" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value="">{t('counter.transfer.to.any')}</option>
            <optgroup label={t('counter.transfer.to.counter')}>
              {there.map((one) => <option value={`counter:${one.id}`} key={one.id}>{counterName(one)}</option>)}
            </optgroup>
            <optgroup label={t('counter.transfer.to.clerk')}>
              {others.filter((one) => one.clerk).map((one) => (
                <option value={`clerk:${one.clerk}`} key={one.clerk}>{t('counter.clerk', { clerk: one.clerk! })}</option>
              ))}
            </optgroup>
          </select>
        </label>
      )}
      <div class="choices">
        {services.map((service) => (
          <button type="button" data-choice={service.id} key={service.id} onClick={() => transfer({ service: service.id, ...target(to) })}>
            {own(service.name) || service.id}
            <small>{service.id === ticket.service ? t('counter.transfer.same') : t('counter.transfer.waiting', { n: service.waiting })}</small>
          </button>
        ))}
        {services.length === 0 && <p class="none">{t('counter.transfer.none')}</p>}
      </div>
    </Dialog>
  );
}
