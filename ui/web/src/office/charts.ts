// The pictures as ECharts options. SPDX-License-Identifier: Apache-2.0
import type { CustomSeriesRenderItem } from 'echarts';
import { t } from '../shared/i18n';
import { byHour, type By, type Choice, type Row } from './data';
import { percent, slotName } from './format';
import type { Names } from './names';

export type Option = Record<string, unknown>;

const colours = ['#0e6f6b', '#e0a100', '#3f7fbf', '#b2553d', '#7a6bb0', '#5f9a41', '#8a9b9b', '#c77ba0'];
const text = { color: '#51656a', fontSize: 13, fontFamily: 'Noto Sans, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif' };
// On a narrow screen some are left out rather than drawn over each other.
const axisLabel = { ...text, hideOverlap: true };
const line = { lineStyle: { color: '#e3eae8' } };

const base = (more: Option): Option => ({
  color: colours,
  textStyle: text,
  animationDuration: 250,
  grid: { left: 8, right: 20, top: 44, bottom: 4, containLabel: true },
  legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: text, type: 'scroll' },
  // Rich text is drawn; an HTML tooltip would need inline styles, which the page's policy forbids.
  tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' } },
  ...more,
});
const categories = (data: string[]): Option => ({
  type: 'category', data, axisTick: { show: false }, axisLine: { lineStyle: { color: '#b9c7c4' } }, axisLabel,
});
const values = (name: string, more: Option = {}): Option => ({
  type: 'value', name, nameTextStyle: { ...text, align: 'left' }, splitLine: line, axisLabel, minInterval: 1, ...more,
});
const share = (more: Option = {}): Option => ({
  type: 'value', min: 0, splitLine: line, axisLabel: { ...axisLabel, formatter: (value: number) => `${Math.round(value * 100)}%` }, ...more,
});
/** All of 0 to 100 %, lines at the quarters: every label fits on the narrowest page. */
const whole = (): Option => share({ max: 1, interval: 0.25,
  axisLabel: { ...text, formatter: (value: number) => (value * 2 === Math.round(value * 2) ? `${value * 100}%` : '') } });

interface Slots {
  keys: string[];
  names: string[];
}
function slotsOf(rows: Row[], choice: Choice): Slots {
  const keys = [...new Set(rows.map((row) => row.period_start))].sort();
  return { keys, names: keys.map((key) => slotName(key, byHour(choice), choice.from !== choice.to)) };
}
const at = (slots: Slots, rows: Row[], value: (row: Row) => number | null): (number | null)[] =>
  slots.keys.map((key) => {
    const row = rows.find((one) => one.period_start === key);
    return row ? value(row) : null;
  });
const inMinutes = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds / 6) / 10);

export function tickets(rows: Row[], choice: Choice, called: Names): Option {
  const slots = slotsOf(rows, choice);
  const services = [...new Set(rows.map((row) => row.service ?? ''))].sort();
  return base({
    xAxis: categories(slots.names),
    yAxis: values(''),
    series: services.map((service) => {
      const own = rows.filter((row) => row.service === service);
      return { name: own[0] ? called.of(own[0], 'service') : service, type: 'bar', stack: 'all', barMaxWidth: 44, data: at(slots, own, (row) => row.issued) };
    }),
  });
}

export function waits(rows: Row[], choice: Choice, targetMinutes: number): Option {
  const slots = slotsOf(rows, choice);
  const series = (name: string, value: (row: Row) => number | null, area: boolean): Option => ({
    name, type: 'line', smooth: 0.2, symbolSize: 7, lineStyle: { width: 3 }, connectNulls: false,
    data: at(slots, rows, (row) => inMinutes(value(row))), ...(area ? { areaStyle: { opacity: 0.08 } } : {}),
  });
  const target = { name: t('office.target'), yAxis: targetMinutes };
  return base({
    xAxis: categories(slots.names),
    yAxis: values('', { max: (range: { max: number }) => Math.ceil(Math.max(range.max, targetMinutes) * 1.15) }),
    series: [
      { ...series(t('office.p50'), (row) => row.wait_p50_s, true),
        markLine: { symbol: 'none', data: [target], lineStyle: { color: '#b23a2f', type: 'dashed', width: 2 },
          label: { position: 'insideStartTop', color: '#b23a2f', backgroundColor: 'rgba(255, 255, 255, 0.85)', padding: [1, 4], formatter: t('office.target.line', { n: targetMinutes }) } } },
      series(t('office.p90'), (row) => row.wait_p90_s, false),
    ],
  });
}

export function abandonment(rows: Row[], choice: Choice): Option {
  const slots = slotsOf(rows, choice);
  return base({
    legend: { show: false },
    grid: { left: 8, right: 20, top: 20, bottom: 4, containLabel: true },
    xAxis: categories(slots.names),
    yAxis: share({ minInterval: 0.01 }),
    tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' }, valueFormatter: (value: number | null) => percent(value) },
    series: [{ name: t('office.abandoned'), type: 'bar', barMaxWidth: 44, itemStyle: { color: '#b2553d' }, data: at(slots, rows, (row) => row.abandoned_share) }],
  });
}

const most = 24;
/** Bars lie, so that names have room; the first row on top. */
function names(rows: Row[], by: By, called: Names): Option {
  const label = { ...text, width: 120, overflow: 'break', lineHeight: 16 };
  return { ...categories(rows.slice(0, most).map((row) => called.of(row, by))), axisLabel: label, inverse: true };
}

export function serviceTimes(rows: Row[], by: By, called: Names): Option {
  const bar = (name: string, value: (row: Row) => number | null): Option => ({
    name, type: 'bar', barMaxWidth: 18, data: rows.slice(0, most).map((row) => inMinutes(value(row))),
  });
  return base({
    xAxis: values(''), yAxis: names(rows, by, called),
    series: [bar(t('office.p50'), (row) => row.service_p50_s), bar(t('office.p90'), (row) => row.service_p90_s)],
  });
}

export function responses(rows: Row[], by: By, called: Names): Option {
  return base({
    legend: { show: false },
    grid: { left: 8, right: 70, top: 8, bottom: 4, containLabel: true },
    tooltip: { show: false },
    xAxis: whole(), yAxis: names(rows, by, called),
    series: [{
      type: 'bar', barMaxWidth: 22, itemStyle: { color: '#3f7fbf' },
      data: rows.slice(0, most).map((row) => row.response_rate),
      label: { show: true, position: 'right', ...text, formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex]!;
        return row.response_rate === null ? '' : `${row.rating_counted - row.rating_unasked} / ${row.rating_armed}`;
      } },
    }],
  });
}

/** A point for the share and a bar for its Wilson interval: a wide bar says that little is known. */
export function satisfaction(rows: Row[], by: By, called: Names): Option {
  const shown = rows.slice(0, most);
  const whisker: CustomSeriesRenderItem = (_, api) => {
    const low = api.coord([api.value(0), api.value(2)]);
    const high = api.coord([api.value(1), api.value(2)]);
    const stroke = { stroke: '#0e6f6b', lineWidth: 6, opacity: 0.28, lineCap: 'round' as const };
    return { type: 'line', shape: { x1: low[0]!, y1: low[1]!, x2: high[0]!, y2: high[1]! }, style: stroke };
  };
  const known = shown.map((row, index) => ({ row, index })).filter(({ row }) => row.top_box !== null);
  return base({
    legend: { show: false },
    grid: { left: 8, right: 84, top: 8, bottom: 4, containLabel: true },
    tooltip: { show: false },
    xAxis: whole(), yAxis: names(shown, by, called),
    series: [
      { type: 'custom', renderItem: whisker, encode: { x: [0, 1], y: 2 }, data: known.map(({ row, index }) => [row.top_box_lo, row.top_box_hi, index]) },
      { type: 'scatter', symbolSize: 13, itemStyle: { color: '#0e6f6b' }, data: known.map(({ row, index }) => [row.top_box, index]) },
      { type: 'scatter', symbolSize: 0, silent: true, clip: false,
        data: shown.map((_, index) => [1, index]),
        label: { show: true, position: 'right', distance: 12, ...text, formatter: ({ dataIndex }: { dataIndex: number }) => `n = ${shown[dataIndex]!.rating_counted}` } },
      { type: 'scatter', symbolSize: 0, silent: true,
        data: shown.map((row, index) => (row.top_box === null ? [0, index] : null)).filter((one) => one !== null),
        label: { show: true, position: 'right', ...text, color: '#8a9b9b', formatter: t('office.too_few') } },
    ],
  });
}

