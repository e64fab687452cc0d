// SPDX-License-Identifier: Apache-2.0
import { t } from '../shared/i18n';
import type { Row } from './data';
import { interval, minutes, none, percent, whole } from './format';

export function Tiles({ total, target }: { total: Row | undefined; target: number }) {
  const late = total?.wait_p90_s != null && total.wait_p90_s > target * 60;
  const tile = (id: string, value: string, unit: string, small: string, bad = false) => (
    <div class={`tile ${bad ? 'bad' : ''}`} data-tile={id}>
      <p>{t(`office.tile.${id}`)}</p>
      <b class="number">{value}{value !== none && <i>{unit}</i>}</b>
      <small>{small}</small>
    </div>
  );
  return (
    <section class="tiles">
      {tile('issued', whole(total?.issued), '', t('office.tile.issued.small', { n: whole(total?.served) }))}
      {tile('p50', minutes(total?.wait_p50_s), t('office.min'), t('office.tile.p50.small', { n: whole(total?.wait_n) }))}
      {tile('p90', minutes(total?.wait_p90_s), t('office.min'), t('office.tile.p90.small', { n: target }), late)}
      {tile('abandoned', percent(total?.abandoned_share), '', t('office.tile.abandoned.small', { n: whole(total?.abandoned), all: whole(total?.issued) }))}
      {tile('satisfied', percent(total?.top_box), '', total?.scale === 'mixed' ? t('office.mixed') :
        t('office.tile.satisfied.small', { range: total ? interval(total) : none, n: whole(total?.rating_counted) }))}
      {tile('response', percent(total?.response_rate), '', t('office.tile.response.small', { n: whole(total && total.rating_counted - total.rating_unasked), all: whole(total?.rating_armed) }))}
    </section>
  );
}
