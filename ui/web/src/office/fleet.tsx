// The terminals: whose hall they speak for, when they last did, and what they sent that counts in no figure.
// SPDX-License-Identifier: Apache-2.0
import { has, t } from '../shared/i18n';
import type { FleetRow } from './data';
import { moment, none, whole } from './format';
import type { Names } from './names';

/** In words; the code itself when the terminal is newer than this page. */
function alarmName(code: string): string {
  return has(`office.alarm.${code}`) ? t(`office.alarm.${code}`) : code;
}

/** Why somebody should look at this terminal; empty when all is well. */
function troubles(row: FleetRow, names: Names): string[] {
  const found: string[] = [];
  if (row.refused_hall_n > 0) {
    found.push(t('office.fleet.refused', { n: whole(row.refused_hall_n), hall: row.refused_hall ? names.hall(row.refused_hall) : none, at: moment(row.refused_hall_at) }));
  }
  if (row.clone_n > 0) {
    found.push(t('office.fleet.clone', { n: whole(row.clone_n), epoch: row.clone_epoch ?? none, seq: whole(row.clone_seq), at: moment(row.clone_at) }));
  }
  if (row.set_apart > 0) found.push(t('office.fleet.set_apart', { n: whole(row.set_apart) }));
  if (row.quarantined > 0) found.push(t('office.fleet.quarantined', { n: whole(row.quarantined) }));
  for (const alarm of row.alarms) found.push(t('office.fleet.alarm', { alarm: alarmName(alarm) }));
  return found;
}

export function Fleet({ rows, names }: { rows: FleetRow[]; names: Names }) {
  if (rows.length === 0) return null;
  const column = (id: string) => <th>{t(`office.fleet.column.${id}`)}</th>;
  return (
    <div class="table fleet" data-fleet>
      <h2>{t('office.fleet.title')}</h2>
      <table>
        <thead>
          <tr>{column('terminal')}{column('hall')}{column('contact')}{column('backlog')}{column('events')}{column('look')}</tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const look = troubles(row, names);
            return (
              <tr key={row.terminal} data-terminal={row.terminal}>
                <th>{row.terminal}</th>
                <td title={row.hall}>{names.hall(row.hall)}<small>{t(row.listed ? 'office.fleet.listed' : 'office.fleet.first_word')}</small></td>
                <td class="number">{moment(row.last_contact_at)}</td>
                <td class="number">{whole(row.backlog)}</td>
                <td class="number">{whole(row.events)}</td>
                <td class={look.length ? 'look' : 'none'}>{look.length ? look.map((one) => <span>{one}</span>) : none}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
