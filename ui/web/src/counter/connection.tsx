// SPDX-License-Identifier: Apache-2.0
import { t } from '../shared/i18n';
import type { HallLink } from './link';

export function Connection({ link }: { link: HallLink }) {
  const live = link.stale() ? 'stale' : link.view.hall?.alone ? 'alone' : 'live';
  const state = link.phase === 'live' ? live : link.phase;
  const lost = state === 'lost' ? Math.round((Date.now() - link.lostSince) / 1000) : 0;
  return (
    <span class={`connection ${state}`} role="status" data-state={state}>
      <i />
      {t(`counter.connection.${state}`, { s: lost })}
    </span>
  );
}
