// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { own, t } from '../shared/i18n';
import { Bars } from './bars';
import { Confirm } from './dialog';
import type { Part } from './hall';
import type { ManagerService } from './view';
import { adviceText, minutes, shareHint, shareText } from './words';

export function Services({ link, view, figures, run, blocked }: Part) {
  const [closing, setClosing] = useState<ManagerService>();
  const services = [...view.services.values()] as ManagerService[];
  const target = figures?.targets.wait_min ?? 10;
  const lines = new Map(figures?.services.map((line) => [line.id, line]));
  const name = (service: ManagerService) => own(service.name) || service.id;
  return (
    <section class="card services">
      <h2>{t('manager.services')}</h2>
      <div class="rows" data-testid="services" role="table" aria-label={t('manager.services')}>
        <div class="row head" role="row">
          {['service', 'waiting', 'longest', 'in_time', 'ahead', 'counters', ''].map((id) => (
            <span role="columnheader" key={id}>{id && t(`manager.head.${id}`)}</span>
          ))}
        </div>
        {services.map((service) => {
          const line = lines.get(service.id);
          const oldest = service.oldest_issued_at ? (link.now() - Date.parse(service.oldest_issued_at)) / 1000 : undefined;
          const longest = service.waiting > 0 ? line?.longest_s ?? oldest : undefined;
          return (
            <div class={`row ${service.open ? '' : 'off'}`} role="row" key={service.id} data-service={service.id}>
              <span class="name" role="cell">
                <b>{name(service)}</b>
                {!service.open && <em class="tag">{t('manager.service.closed')}</em>}
              </span>
              <span role="cell" data-label={t('manager.head.waiting')} class="number strong" data-field="waiting">{service.waiting}</span>
              <span role="cell" data-label={t('manager.head.longest')} class={`number ${longest !== undefined && longest > target * 60 ? 'late' : ''}`}>{minutes(longest)}</span>
              <span role="cell" data-label={t('manager.head.in_time')} class="number" title={shareHint(line?.within)}>
                {shareText(line?.within)}
                {line && line.within.n > 0 && <small>{t('manager.share.n', { n: line.within.n })}</small>}
              </span>
              <span role="cell" data-label={t('manager.head.ahead')} class="wide">
                {line?.forecast ? <Bars steps={line.forecast} now={service.waiting} target={target} /> : '–'}
              </span>
              <span role="cell" data-label={t('manager.head.counters')} class={`advice ${line?.advice ?? ''}`}>
                <b class="number">{line?.needed === undefined ? service.counters_open ?? '–' : t('manager.of', { open: service.counters_open ?? line.open, needed: line.needed })}</b>
                <small>{adviceText(line)}</small>
              </span>
              <span class="do" role="cell">
                {service.open
                  ? <button type="button" data-action="service.close" disabled={blocked} onClick={() => setClosing(service)}>{t('manager.close')}</button>
                  : <button type="button" data-action="service.open" disabled={blocked || !view.hall?.day_open}
                      onClick={() => run('service.open', { service: service.id })}>{t('manager.open')}</button>}
              </span>
            </div>
          );
        })}
      </div>
      {closing && (
        <Confirm title={t('manager.service.close.title', { service: name(closing) })} text={t('manager.service.close.text', { n: closing.waiting })}
          word={t('manager.close')} close={() => setClosing(undefined)}
          yes={() => { setClosing(undefined); void run('service.close', { service: closing.id }); }} />
      )}
    </section>
  );
}
