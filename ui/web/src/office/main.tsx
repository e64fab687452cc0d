// Head office: waits, load and satisfaction out of the feeds. SPDX-License-Identifier: Apache-2.0
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../shared/base.css';
import './office.css';
import { onLanguage, t } from '../shared/i18n';
import { LanguageSwitch } from '../shared/language_switch';
import { Chart } from './chart';
import * as charts from './charts';
import { byHour, Feeds, type By, type Choice } from './data';
import { Fleet } from './fleet';
import { Names } from './names';
import { Table } from './table';
import { Tiles } from './tiles';

const dimensions: By[] = ['service', 'counter', 'clerk'];
const targetKey = 'jiaohao.target_min';

function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
function firstChoice(): Choice {
  const asked = new URLSearchParams(location.search);
  const to = asked.get('to') ?? asked.get('from') ?? today();
  const by = dimensions.find((one) => one === asked.get('by')) ?? 'service';
  return { hall: asked.get('hall') ?? '', from: asked.get('from') ?? to, to, service: asked.get('service') ?? '', by };
}
/** The address always shows what is seen, so that it can be sent to a colleague. */
function keepInAddress(choice: Choice): void {
  const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value !== ''));
  history.replaceState(null, '', `?${query}`);
}

let redraw = () => {};
const feeds = new Feeds(firstChoice(), () => redraw());

function App() {
  const [, setTick] = useState(0);
  const [choice, setChoice] = useState(firstChoice);
  const [target, setTarget] = useState(Number(localStorage.getItem(targetKey)) || 10);
  useEffect(() => {
    redraw = () => setTick((tick) => tick + 1);
    onLanguage(redraw);
  }, []);
  document.title = t('office.title');

  function choose(change: Partial<Choice>) {
    const next = { ...choice, ...change };
    if (next.from > next.to) Object.assign(next, change.from ? { to: next.from } : { from: next.to });
    setChoice(next);
    keepInAddress(next);
    feeds.choose(next);
  }
  function aim(minutes: number) {
    if (!(minutes > 0 && minutes < 1000)) return;
    localStorage.setItem(targetKey, String(minutes));
    setTarget(minutes);
  }

  const { total, slots, slotsByService, rows } = feeds.data;
  const names = new Names(feeds.data.names, choice.hall);
  const slotUnit = t(byHour(choice) ? 'office.per_hour' : 'office.per_day');
  return (
    <div class={`office ${feeds.loading ? 'loading' : ''} ${feeds.problem !== undefined ? 'stale' : ''}`}>
      <Head choice={choice} choose={choose} target={target} aim={aim} names={names} />
      <main>
        <Tiles total={total} target={target} />
        <Zone choice={choice} />
        <section class="charts">
          <Chart id="tickets" unit={`${t('office.tickets')} · ${slotUnit}`} empty={slotsByService.length === 0} option={charts.tickets(slotsByService, choice, names)} />
          <Chart id="waits" unit={`${t('office.min')} · ${slotUnit}`} empty={slots.every((row) => row.wait_n === 0)} option={charts.waits(slots, choice, target)} />
        </section>
        <div class="by" role="tablist">
          {dimensions.map((by) => (
            <button type="button" role="tab" aria-selected={choice.by === by} data-by={by} class={choice.by === by ? 'on' : ''} onClick={() => choose({ by })}>
              {t(`office.by.${by}`)}
            </button>
          ))}
        </div>
        <section class="charts three">
          <Chart id="satisfaction" unit={t('office.wilson')} empty={rows.every((row) => row.rating_counted === 0)} option={charts.satisfaction(rows, choice.by, names)} />
          <Chart id="response" unit={t('office.response.unit')} empty={rows.every((row) => row.rating_armed === 0)} option={charts.responses(rows, choice.by, names)} />
          <Chart id="service_times" unit={t('office.min')} empty={rows.every((row) => row.service_n === 0)} option={charts.serviceTimes(rows, choice.by, names)} />
        </section>
        <Table rows={rows} by={choice.by} names={names} />
        <section class="charts">
          <Chart id="abandonment" unit={`${t('office.abandonment.unit')} · ${slotUnit}`} empty={slots.every((row) => row.issued === 0)} option={charts.abandonment(slots, choice)} wide />
        </section>
        <Fleet rows={feeds.data.fleet.filter((row) => !choice.hall || row.hall === choice.hall)} names={names} />
      </main>
    </div>
  );
}

interface HeadProps {
  choice: Choice;
  choose: (change: Partial<Choice>) => void;
  target: number;
  aim: (minutes: number) => void;
  names: Names;
}

function Head({ choice, choose, target, aim, names }: HeadProps) {
  const halls = [...new Set(feeds.data.terminals.map((terminal) => terminal.hall))].sort();
  const services = [...new Set([...feeds.data.slotsByService.map((row) => row.service ?? ''), choice.service])].filter(Boolean).sort();
  const select = (name: 'hall' | 'service', all: string[]) => (
    <label><span>{t(`office.${name}`)}</span>
      <select name={name} value={choice[name]} onChange={(event) => choose({ [name]: event.currentTarget.value })}>
        <option value="">{t(`office.${name}.all`)}</option>
        {all.map((one) => <option value={one}>{names[name](one)}</option>)}
      </select>
    </label>
  );
  const date = (name: 'from' | 'to') => (
    <label><span>{t(`office.${name}`)}</span>
      <input type="date" name={name} value={choice[name]} onChange={(event) => event.currentTarget.value && choose({ [name]: event.currentTarget.value })} />
    </label>
  );
  return (
    <header>
      <h1>{t('office.title')}</h1>
      <div class="choose">
        {select('hall', halls)}
        {date('from')}
        {date('to')}
        {select('service', services)}
        <label class="target"><span>{t('office.target.label')}</span>
          <input type="number" name="target" min="1" max="999" value={target} onChange={(event) => aim(Number(event.currentTarget.value))} />
        </label>
      </div>
      <div class="state">
        <Freshness />
        <LanguageSwitch />
      </div>
    </header>
  );
}

/** Hours and days are those of the hall's clock; a viewer elsewhere must not take them for their own. */
function Zone({ choice }: { choice: Choice }) {
  const shown = feeds.data.terminals.filter((terminal) => !choice.hall || terminal.hall === choice.hall);
  const zones = [...new Set(shown.map((terminal) => terminal.tz))].sort();
  if (zones.length === 0) return null;
  return <p class="zone" data-zones={zones.length}>{t(zones.length === 1 ? 'office.zone' : 'office.zone.several', { tz: zones.join(', ') })}</p>;
}

function Freshness() {
  const at = feeds.updatedAt ? new Date(feeds.updatedAt).toTimeString().slice(0, 8) : '';
  if (feeds.problem !== undefined) {
    const why = feeds.problem || t('office.unreachable');
    return <span class="fresh bad" role="status"><i />{at ? t('office.stale', { why, at }) : why}</span>;
  }
  if (!at) return <span class="fresh" role="status"><i />{t('office.loading')}</span>;
  const part = feeds.data.total && !feeds.data.total.complete;
  return <span class={`fresh ${part ? 'part' : ''}`} role="status" title={part ? t('office.incomplete.why') : ''}><i />
    {t('office.updated', { at })}{part && ` · ${t('office.incomplete')}`}</span>;
}

render(<App />, document.getElementById('app')!);
