// How a service ended: the outcome, what was really done, where the customer goes next. SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import type { Counter, Service, Ticket } from './api';
import { Dialog } from './dialogs';
import type { HallLink } from './link';

const outcomes = ['served', 'pending', 'refused'];
const most = 999;

export interface Finish {
  outcome: string;
  ask_rating: boolean;
  done?: Record<string, number>;
  then?: string[];
}

interface Props {
  link: HallLink;
  counter: Counter;
  ticket: Ticket;
  close: () => void;
  finish: (how: Finish) => void;
}

const nameOf = (service: Service) => own(service.name) || service.id;

export function FinishDialog({ link, counter, ticket, close, finish }: Props) {
  const [ask, setAsk] = useState(true);
  const [done, setDone] = useState<Record<string, number>>({});
  const [then, setThen] = useState('');
  const services = [...link.view.services.values()];
  const mine = services.filter((one) => one.id === ticket.service || counter.services.includes(one.id));
  const last = [ticket.service, ...(ticket.then ?? [])].pop();
  const after = services.filter((one) => one.open && one.id !== last);

  function end(outcome: string) {
    const counted = Object.entries(done).filter(([, times]) => times > 0);
    finish({
      outcome, ask_rating: ask,
      ...(counted.length > 0 ? { done: Object.fromEntries(counted) } : {}),
      ...(then ? { then: [then] } : {}),
    });
  }
  return (
    <Dialog title={t('counter.finish.title')} close={close}>
      <label class="check">
        <input type="checkbox" checked={ask} onChange={(event) => setAsk(event.currentTarget.checked)} />
        {t('counter.finish.ask')}
      </label>
      <div class="finish-more">
        <section>
          <h3>{t('counter.finish.done')} <small>{t('counter.finish.done.hint')}</small></h3>
          <ul data-testid="done">
            {mine.map((service) => (
              <li key={service.id}>
                <span>{nameOf(service)}</span>
                <Stepper name={nameOf(service)} id={service.id} times={done[service.id] ?? 0}
                  set={(times) => setDone({ ...done, [service.id]: times })} />
              </li>
            ))}
          </ul>
        </section>
        <label>
          <h3>{t('counter.finish.then')}</h3>
          <select name="then" value={then} onChange={(event) => setThen(event.currentTarget.value)}>
            <option value="">{ticket.then?.length ? '–' : t('counter.finish.then.none')}</option>
            {after.map((service) => <option value={service.id} key={service.id}>{nameOf(service)}</option>)}
          </select>
        </label>
      </div>
      <div class="choices">
        {outcomes.map((outcome) => (
          <button type="button" data-choice={outcome} onClick={() => end(outcome)}>
            {t(`counter.outcome.${outcome}`)}
            <small>{t(`counter.outcome.${outcome}.hint`)}</small>
          </button>
        ))}
      </div>
    </Dialog>
  );
}

function Stepper({ name, id, times, set }: { name: string; id: string; times: number; set: (times: number) => void }) {
  return (
    <span class="stepper">
      <button type="button" data-less={id} aria-label={t('counter.finish.less', { service: name })} disabled={times === 0}
        onClick={() => set(times - 1)}>−</button>
      <output class="number">{times}</output>
      <button type="button" data-more={id} aria-label={t('counter.finish.more', { service: name })} disabled={times === most}
        onClick={() => set(times + 1)}>+</button>
    </span>
  );
}
