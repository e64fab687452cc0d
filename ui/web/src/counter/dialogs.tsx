// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import type { Ticket } from './api';
import type { HallLink } from './link';

const pauseReasons = ['break', 'meal', 'paperwork', 'meeting', 'equipment', 'other'];
const outcomes = ['served', 'pending', 'refused'];

function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} onCancel={close} onClose={close} onClick={(event) => event.target === box.current && close()}>
      <h2>{title}</h2>
      {children}
      <button type="button" class="plain cancel" onClick={close}>{t('common.cancel')}</button>
    </dialog>
  );
}

export function PauseDialog({ close, pause }: { close: () => void; pause: (reason: string) => void }) {
  return (
    <Dialog title={t('counter.pause.title')} close={close}>
      <div class="choices">
        {pauseReasons.map((reason) => (
          <button type="button" data-choice={reason} onClick={() => pause(reason)}>{t(`counter.pause.${reason}`)}</button>
        ))}
      </div>
    </Dialog>
  );
}

export function FinishDialog({ close, finish }: { close: () => void; finish: (outcome: string, ask: boolean) => void }) {
  const [ask, setAsk] = useState(true);
  return (
    <Dialog title={t('counter.finish.title')} close={close}>
      <label class="check">
        <input type="checkbox" checked={ask} onChange={(event) => setAsk(event.currentTarget.checked)} />
        {t('counter.finish.ask')}
      </label>
      <div class="choices">
        {outcomes.map((outcome) => (
          <button type="button" data-choice={outcome} onClick={() => finish(outcome, ask)}>
            {t(`counter.outcome.${outcome}`)}
            <small>{t(`counter.outcome.${outcome}.hint`)}</small>
          </button>
        ))}
      </div>
    </Dialog>
  );
}

interface PickProps {
  ticket: Ticket;
  reasons: string[];
  needed: boolean;
  close: () => void;
  pick: (reason?: string) => void;
}

/** Somebody is called out of turn: the clerk says why. */
export function PickDialog({ ticket, reasons, needed, close, pick }: PickProps) {
  return (
    <Dialog title={t('counter.pick.title', { number: ticket.number })} close={close}>
      <div class="choices">
        {reasons.map((reason) => (
          <button type="button" data-choice={reason} onClick={() => pick(reason)}>{t(`pick.${reason}`)}</button>
        ))}
        {!needed && <button type="button" data-choice="none" onClick={() => pick()}>{t('counter.pick.none')}</button>}
      </div>
    </Dialog>
  );
}

interface TransferProps {
  link: HallLink;
  ticket: Ticket;
  close: () => void;
  transfer: (service: string) => void;
}

export function TransferDialog({ link, ticket, close, transfer }: TransferProps) {
  const services = [...link.view.services.values()].filter((service) => service.id !== ticket.service && service.open);
  return (
    <Dialog title={t('counter.transfer.title', { number: ticket.number })} close={close}>
      <div class="choices">
        {services.map((service) => (
          <button type="button" data-choice={service.id} onClick={() => transfer(service.id)}>
            {own(service.name) || service.id}
            <small>{t('counter.transfer.waiting', { n: service.waiting })}</small>
          </button>
        ))}
        {services.length === 0 && <p class="none">{t('counter.transfer.none')}</p>}
      </div>
    </Dialog>
  );
}
