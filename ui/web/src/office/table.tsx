// SPDX-License-Identifier: Apache-2.0
import { t } from '../shared/i18n';
import type { By, Row } from './data';
import { interval, minutes, none, percent, whole } from './format';
import type { Names } from './names';

interface Column {
  id: string;
  value: (row: Row) => string;
}

const columns: Column[] = [
  { id: 'issued', value: (row) => whole(row.issued) },
  { id: 'called', value: (row) => whole(row.called) },
  { id: 'served', value: (row) => whole(row.served) },
  { id: 'no_show', value: (row) => whole(row.no_show) },
  { id: 'abandoned_share', value: (row) => percent(row.abandoned_share) },
  { id: 'wait_p50', value: (row) => minutes(row.wait_p50_s) },
  { id: 'wait_p90', value: (row) => minutes(row.wait_p90_s) },
  { id: 'wait_n', value: (row) => whole(row.wait_n) },
  { id: 'service_p50', value: (row) => minutes(row.service_p50_s) },
  { id: 'service_p90', value: (row) => minutes(row.service_p90_s) },
  { id: 'satisfied', value: (row) => (row.suppressed ? t('office.too_few') : percent(row.top_box)) },
  { id: 'wilson', value: interval },
  { id: 'rating_counted', value: (row) => `${whole(row.rating_counted)} / ${whole(row.rating_n)}` },
  { id: 'response', value: (row) => percent(row.response_rate) },
];

export function Table({ rows, by, names }: { rows: Row[]; by: By; names: Names }) {
  // Tickets are issued for a service, never for a counter or clerk.
  const shown = columns.filter((column) => by === 'service' || !['issued', 'abandoned_share'].includes(column.id));
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            <th>{t(`office.by.${by}`)}</th>
            {shown.map((column) => <th>{t(`office.column.${column.id}`)}<small>{t(`office.unit.${column.id}`)}</small></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[by] ?? ''}>
              <th title={row[by] ?? ''}>{names.of(row, by)}{!row.complete && <em title={t('office.incomplete.why')}>{t('office.incomplete')}</em>}</th>
              {shown.map((column) => <td class={column.value(row) === none ? 'none' : 'number'} data-column={column.id}>{column.value(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
