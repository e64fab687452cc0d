// SPDX-License-Identifier: Apache-2.0
import { has, t } from '../shared/i18n';
import { usePoll } from './figures';
import type { Part } from './hall';
import type { Device, DeviceAdvice } from './view';
import { coded, forMinutes } from './words';

const order = ['fault', 'lost', 'stale', 'warning', 'unknown', 'ready'];
const adviceMs = 10_000;

export function Devices({ link, view }: Part) {
  const answer = usePoll<{ devices?: DeviceAdvice[] }>(link, 'devices', adviceMs);
  const advice = new Map(answer?.devices?.map((one) => [one.id, one.advice ?? []]));
  const devices = [...view.devices.values()].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.id.localeCompare(b.id));
  const what = (device: Device) => (advice.get(device.id) ?? []).filter((one) => has(one.id))
    .map((one) => t(one.id, { device: device.id, ...one.params }));
  return (
    <section class="card devices">
      <h2>{t('manager.devices')}</h2>
      {devices.length === 0 && <p class="none">{t('manager.devices.none')}</p>}
      <ol data-testid="devices">
        {devices.map((device) => (
          <li key={device.id} class={device.state} data-device={device.id}>
            <i />
            <span class="what">
              <b>{device.id}</b>
              <small>{t(`manager.device.${device.kind}`)} · {t(`manager.device.state.${device.state}`)} · <time class="number">{forMinutes(link, device.since)}</time></small>
              {device.state !== 'ready' && what(device).map((text) => <p key={text}>{text}</p>)}
              {device.state !== 'ready' && device.fault && what(device).length === 0 && <p>{coded(`fault.${device.kind}`, device.fault, { device: device.id })}</p>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
