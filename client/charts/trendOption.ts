import type { ChartOption } from './echartsRegistry.ts';
import type { TrendBucket } from './trendBuckets.ts';

export interface TrendLook {
  /** One pixel of the draft, in CSS pixels. */
  readonly size: number;
  /** `15:30`, in the city's time. */
  readonly timeOf: (at: number) => string;
  readonly receivedName: string;
  readonly closedName: string;
  /** Greyed: the data may be wrong. */
  readonly isStale: boolean;
}

const RECEIVED = '#e6edf4';
const CLOSED = '#56c8db';
const GREY = '#76848f';

/** Received as a full line over a light area, closed dashed: told apart without colour too. No animation. */
export function trendOption(buckets: readonly TrendBucket[], look: TrendLook): ChartOption {
  const { size } = look;
  const axisText = { color: '#93a5b7', fontSize: 22 * size, fontFamily: 'Barlow, sans-serif' };
  const times = buckets.map((bucket) => look.timeOf(bucket.at));
  return {
    animation: false,
    grid: { left: 64 * size, right: 20 * size, top: 14 * size, bottom: 36 * size },
    xAxis: {
      type: 'category',
      data: times,
      boundaryGap: false,
      axisLine: { lineStyle: { color: '#35506a' } },
      axisTick: { show: false },
      axisLabel: {
        ...axisText,
        interval: (_index: number, time: string) => isLabelled(time, buckets.length),
        hideOverlap: true,
      },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 3,
      axisLabel: axisText,
      splitLine: { lineStyle: { color: '#1d3042' } },
    },
    series: [
      {
        ...line(look.receivedName, look.isStale ? GREY : RECEIVED, size),
        areaStyle: { color: 'rgba(49, 88, 124, 0.35)' },
        data: buckets.map((bucket) => bucket.received),
      },
      {
        ...line(look.closedName, look.isStale ? GREY : CLOSED, size, 'dashed'),
        data: buckets.map((bucket) => bucket.closed),
      },
    ],
  };
}

/** Whole hours: every third over a day, every one over a morning. */
function isLabelled(time: string, count: number): boolean {
  const [hour, minute] = time.split(':');
  return minute === '00' && (count <= 24 || Number(hour) % 3 === 0);
}

function line(name: string, color: string, size: number, type: 'solid' | 'dashed' = 'solid') {
  return {
    name,
    type: 'line' as const,
    showSymbol: false,
    silent: true,
    sampling: 'lttb' as const,
    itemStyle: { color },
    lineStyle: { color, type, width: 3 * size },
  };
}
