// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { t } from '../shared/i18n';
import { Choices, Dialog } from './dialog';
import type { Part } from './hall';
import type { ManagerAlert } from './view';
import { alertText, reasonsText, since } from './words';

/** What may have been done, by what the alert is about. Codes: nothing of a customer gets into the record. */
const ends: Record<string, string[]> = {
  bad_rating: ['spoke', 'apologised', 'redone', 'referred', 'gone', 'no_need'],
  long_wait: ['counter_opened', 'guided', 'spoke', 'no_need'],
  no_counter: ['counter_opened', 'guided', 'no_need'],
  help: ['helped', 'referred', 'no_need'],
};
const usual = ['seen_to', 'technician', 'no_need'];

function rank(alert: ManagerAlert): string {
  const kind = alert.acknowledged_at ? '2' : alert.code === 'bad_rating' || alert.code === 'help' ? '0' : '1';
  return kind + alert.at;
}

export function Alerts({ link, view, run, blocked }: Part) {
  const [ending, setEnding] = useState<ManagerAlert>();
  const alerts = ([...view.alerts.values()] as ManagerAlert[]).sort((a, b) => rank(a).localeCompare(rank(b)));
  const kind = ending?.code ?? '';
  return (
    <section class={`alerts ${alerts.length > 0 ? 'some' : ''}`} data-testid="alerts">
      <h2>{t('manager.alerts')} <b class="number">{alerts.length}</b></h2>
      {alerts.length === 0 && <p class="none">{t('manager.alerts.none')}</p>}
      <ol>
        {alerts.map((alert) => (
          <li key={alert.id} data-alert={alert.id} class={`${alert.code} ${alert.acknowledged_at ? 'seen' : ''}`}>
            <div class="what">
              <p>{alertText(link, alert)}</p>
              {reasonsText(alert) && <p class="why">{t('manager.alert.reasons', { reasons: reasonsText(alert) })}</p>}
              <small>
                <time class="number">{since(link, alert.at)}</time>
                {alert.acknowledged_at && <em>{t('manager.alert.seen')}</em>}
              </small>
            </div>
            <div class="do">
              {!alert.acknowledged_at && (
                <button type="button" data-action="acknowledge" disabled={blocked}
                  onClick={() => run('alert.acknowledge', { alert: alert.id })}>{t('manager.alert.acknowledge')}</button>
              )}
              <button type="button" data-action="resolve" disabled={blocked} onClick={() => setEnding(alert)}>{t('manager.alert.resolve')}</button>
            </div>
          </li>
        ))}
      </ol>
      {ending && (
        <Dialog title={t('manager.alert.resolve.title')} close={() => setEnding(undefined)}>
          <p class="ask">{alertText(link, ending)}</p>
          <Choices choices={(ends[kind] ?? usual).map((id) => ({ id, text: t(`recovery.${id}`) }))}
            choose={(done) => { setEnding(undefined); void run('alert.resolve', { alert: ending.id, done }); }} />
        </Dialog>
      )}
    </section>
  );
}
