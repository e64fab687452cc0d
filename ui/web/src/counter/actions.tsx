// SPDX-License-Identifier: Apache-2.0
import { t } from '../shared/i18n';
import type { Counter } from './api';

export type Action =
  | 'call_next' | 'recall' | 'start' | 'finish' | 'no_show' | 'park' | 'transfer' | 'pause' | 'finish_other'
  | 'park_for' | 'open' | 'resume' | 'ready';
export type Act = Record<Action, () => unknown>;

const keys: Partial<Record<Action, string>> = {
  call_next: 'F2', recall: 'F3', start: 'F4', finish: 'F6', no_show: 'F7', park: 'F8', transfer: 'F9', pause: 'F10',
};

export function possible(action: Action, counter: Counter | undefined): boolean {
  if (!counter) return false;
  const status = counter.ticket?.status;
  switch (action) {
    case 'open': return counter.status === 'closed';
    case 'resume': return counter.status === 'paused';
    case 'call_next': return counter.status === 'open' && status !== 'called';
    case 'pause': return counter.status === 'open';
    case 'recall': case 'start': case 'no_show': return status === 'called';
    default: return counter.ticket !== undefined;
  }
}

/** What happens next in the usual course; its key stands out. */
export function usual(counter: Counter | undefined): Action {
  if (counter?.ticket?.status === 'called') return 'start';
  return counter?.ticket ? 'finish' : 'call_next';
}

export function keyOf(key: string, counter: Counter | undefined): { action: Action; possible: boolean } | undefined {
  const action = (Object.keys(keys) as Action[]).find((one) => keys[one] === key);
  return action && { action, possible: possible(action, counter) };
}

interface Props {
  counter: Counter | undefined;
  act: Act;
  blocked: boolean;
  busy: boolean;
}

export function Actions({ counter, act, blocked, busy }: Props) {
  const main = usual(counter);
  const button = (action: Action, extra = '') => (
    <button type="button" data-action={action} class={`${extra} ${action === main ? 'primary' : ''}`}
      disabled={blocked || !possible(action, counter)} onClick={() => act[action]()}>
      <span>{t(`counter.action.${action}`)}</span>
      {keys[action] && <kbd>{keys[action]}</kbd>}
    </button>
  );
  return (
    <div class={`actions ${busy ? 'busy' : ''}`} aria-busy={busy}>
      <div class="row big">
        {button('call_next')}
        {button('start')}
        <div class="split">
          {button('finish')}
          <button type="button" class={`more ${main === 'finish' ? 'primary' : ''}`} data-action="finish_other"
            aria-label={t('counter.action.finish_other')} title={t('counter.action.finish_other')}
            disabled={blocked || !possible('finish', counter)} onClick={() => act.finish_other()}>⋯</button>
        </div>
      </div>
      <div class="row">
        {button('recall')}
        {button('no_show')}
        <div class="split">
          {button('park')}
          <button type="button" class="more" data-action="park_for" aria-label={t('counter.action.park_for')}
            title={t('counter.action.park_for')} disabled={blocked || !possible('park', counter)} onClick={() => act.park_for()}>⋯</button>
        </div>
        {button('transfer')}
        {button('pause')}
      </div>
    </div>
  );
}
