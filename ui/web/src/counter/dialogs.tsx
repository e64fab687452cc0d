// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../shared/i18n';
import type { Hall, Ticket } from './api';
import { purposeText } from './words';

const pauseReasons = ['break', 'meal', 'paperwork', 'meeting', 'equipment', 'other'];
const parkMinutes = [5, 10, 15, 30, 60, 120];

export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} onCancel={close} onClose={close} onClick={(event) => event.target === box.current && close()}>
      <h2>{title}</h2>
      {children}
      <button type="button" class="plain cancel" onClick={close}>{t('common.back')}</button>
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

interface ParkProps {
  hall: Hall | undefined;
  ticket: Ticket;
  close: () => void;
  park: (minutes?: number) => void;
}

/** For how long: as usual, which may be until the clerk resumes it, or one of the times the hall allows. */
export function ParkDialog({ hall, ticket, close, park }: ParkProps) {
  const usual = hall?.park_usual_min ?? 0;
  const longest = hall?.park_longest_min ?? 0;
  return (
    <Dialog title={t('counter.park.title', { number: ticket.number })} close={close}>
      <div class="choices">
        {usual === 0 && <button type="button" data-choice="open" onClick={() => park()}>{t('counter.park.open')}</button>}
        {parkMinutes.filter((minutes) => minutes <= longest).map((minutes) => (
          <button type="button" data-choice={minutes} key={minutes} onClick={() => park(minutes)}>
            {t('counter.park.minutes', { n: minutes })}
            {minutes === usual && <small>{t('counter.park.usual')}</small>}
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

/** Somebody came who takes no ticket: why. */
export function VisitDialog({ purposes, close, note }: { purposes: string[]; close: () => void; note: (purpose: string) => void }) {
  return (
    <Dialog title={t('counter.visit.title')} close={close}>
      <div class="choices">
        {purposes.map((purpose) => (
          <button type="button" data-choice={purpose} key={purpose} onClick={() => note(purpose)}>{purposeText(purpose)}</button>
        ))}
      </div>
    </Dialog>
  );
}

/** Whoever leaves says what becomes of those who were parked. */
export function LeaveDialog({ parked, close, leave }: { parked: Ticket[]; close: () => void; leave: (unpark: boolean) => void }) {
  return (
    <Dialog title={t('counter.leave.title', { n: parked.length })} close={close}>
      <p class="none">{parked.map((ticket) => ticket.number).join(', ')}</p>
      <div class="choices">
        <button type="button" data-choice="unpark" onClick={() => leave(true)}>
          {t('counter.leave.unpark')}<small>{t('counter.leave.unpark.hint')}</small>
        </button>
        <button type="button" data-choice="keep" onClick={() => leave(false)}>
          {t('counter.leave.keep')}<small>{t('counter.leave.keep.hint')}</small>
        </button>
      </div>
    </Dialog>
  );
}
