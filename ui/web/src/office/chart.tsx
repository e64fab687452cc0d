// SPDX-License-Identifier: Apache-2.0
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../shared/i18n';
import type { Option } from './charts';

use([BarChart, LineChart, ScatterChart, CustomChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  id: string;
  unit: string;
  empty: boolean;
  option: Option;
  wide?: boolean;
}

export function Chart({ id, unit, empty, option, wide }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>();
  useEffect(() => {
    const made = init(box.current!);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current!);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  const content = JSON.stringify(option);
  useEffect(() => chart.current?.setOption(option as never, true), [content]);
  return (
    <figure class={wide ? 'wide' : ''} data-chart={id} data-drawn={empty ? 'empty' : 'yes'}>
      <figcaption>
        <h2>{t(`office.chart.${id}`)}</h2>
        <span>{unit}</span>
      </figcaption>
      <div class="plot" ref={box} role="img" aria-label={t(`office.chart.${id}`)} />
      {empty && <p class="nothing">{t('office.nothing')}</p>}
    </figure>
  );
}
