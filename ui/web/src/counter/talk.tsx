// What the counter and the duty manager say to each other. SPDX-License-Identifier: Apache-2.0
import { has, own, t } from '../shared/i18n';
import type { Counter, Message } from './api';
import type { HallLink } from './link';

function textOf(message: Message): string {
  const id = `message.${message.code}`;
  return own(message.text) || (has(id) ? t(id) : message.code);
}

interface MessagesProps {
  counter: Counter | undefined;
  blocked: boolean;
  read: (id: string) => void;
}

/** The oldest unread one, and how many more there are. */
export function Messages({ counter, blocked, read }: MessagesProps) {
  const all = counter?.messages ?? [];
  const first = all[0];
  if (!first) return null;
  return (
    <div class="message-strip" role="status" data-testid="message">
      <span class="from">{t('counter.messages')}</span>
      <strong>{textOf(first)}</strong>
      {all.length > 1 && <em>{t('counter.more_alerts', { n: all.length - 1 })}</em>}
      <button type="button" data-action="message_read" disabled={blocked} onClick={() => read(first.id)}>{t('counter.message.read')}</button>
    </div>
  );
}

/** As the hall has it: asked again within this time it is the same call. */
const oneCallMs = 5 * 60_000;

interface HelpProps {
  link: HallLink;
  counter: Counter | undefined;
  blocked: boolean;
  call: () => void;
}

export function Help({ link, counter, blocked, call }: HelpProps) {
  if (!counter || counter.status === 'closed') return null;
  const standing = link.view.alerts.get(`help-${counter.id}`);
  // Seen by somebody, or by nobody for so long, it may be called again.
  const called = standing && !standing.acknowledged_at && link.now() - Date.parse(standing.at) < oneCallMs;
  return (
    <button type="button" class={`plain help ${called ? 'called' : ''}`} data-action="help" disabled={blocked || called} onClick={call}>
      {t(called ? 'counter.help.called' : 'counter.help')}
    </button>
  );
}
