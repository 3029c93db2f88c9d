import { widthOf } from '../i18n/widthOf.ts';
import type { TrendDay } from '../state/trendDay.ts';
import type { ChartOption } from './echartsRegistry.ts';

/** Sizes in CSS pixels and colours, both read from the page's tokens. */
export interface TrendStyle {
  readonly unitPx: number;
  readonly textPx: number;
  readonly received: string;
  readonly closed: string;
  readonly band: string;
  readonly axis: string;
  readonly grid: string;
  readonly fontFamily: string;
}

export interface TrendLook {
  /** `15:30`, in the city's time. */
  readonly timeOf: (at: number) => string;
  readonly receivedName: string;
  readonly closedName: string;
  /** A count on the axis, in at most five characters of its size. */
  readonly countText: (count: number) => string;
  /** `最高 412` over the highest quarter. */
  readonly peakText: (count: number) => string;
}

/** Every so many quarters a time stands on the axis. */
const LABEL_EVERY = 24;
/** Below such a share of the axis a label would stand on the times. */
const LOW = 0.15;
/** Between a line's end and its name, in draft units. */
const GAP = 8;
/** Quarters that the highest one's number takes, in the narrowest chart. */
const PEAK_WIDTH = 32;

/**
 * The local day from midnight to midnight: what is usual as a band, received as a full line, closed dashed, each
 * named at its end: told apart without colour too. No animation.
 */
export function trendOption(day: TrendDay, look: TrendLook, style: TrendStyle): ChartOption {
  const axisText = { color: style.axis, fontSize: style.textPx, fontFamily: style.fontFamily };
  return {
    animation: false,
    grid: {
      left: 66 * style.unitPx,
      // Room for the names behind the ends of the lines, at midnight too.
      right: GAP * style.unitPx + nameWidth([look.receivedName, look.closedName]) * style.textPx,
      top: 1.9 * style.textPx,
      bottom: 1.6 * style.textPx,
    },
    xAxis: {
      type: 'category',
      data: day.starts.map((at, index) => (isLabelled(index) ? look.timeOf(at) : '')),
      boundaryGap: false,
      axisLine: { lineStyle: { color: style.axis } },
      axisTick: { show: false },
      // In a narrow chart every other time, rather than times that touch.
      axisLabel: {
        ...axisText,
        interval: isLabelled,
        hideOverlap: true,
        textMargin: [0, 0.15 * style.textPx],
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { ...axisText, formatter: (count: number) => look.countText(count) },
      splitLine: { lineStyle: { color: style.grid } },
    },
    series: [...bandOf(day, style), ...linesOf(day, look, style), peakOf(day, look, style)],
  };
}

/** Two stacked areas: an invisible one up to the least, and what is usual on top of it. */
function bandOf({ band }: TrendDay, { band: color }: TrendStyle) {
  const part = (data: readonly number[], opacity: number) => ({
    type: 'line' as const,
    stack: 'usual',
    silent: true,
    showSymbol: false,
    lineStyle: { width: 0 },
    areaStyle: { color, opacity },
    data: [...data],
  });
  const low = band?.low ?? [];
  return [part(low, 0), part(band?.high.map((high, i) => high - (low[i] ?? 0)) ?? [], 1)];
}

function isLabelled(index: number): boolean {
  return index % LABEL_EVERY === 0;
}

/** Of the widest of these words, in sizes of their type: a Latin letter takes about half of one. */
function nameWidth(names: readonly string[]): number {
  return Math.max(...names.map((name) => widthOf(name) * 0.54));
}

function linesOf({ received, closed, band }: TrendDay, look: TrendLook, style: TrendStyle) {
  const top = Math.max(1, ...received, ...closed, ...(band?.high ?? []));
  const [receivedEnd, closedEnd] = [received.at(-1) ?? 0, closed.at(-1) ?? 0];
  const isLow = Math.min(receivedEnd, closedEnd) < top * LOW;
  // The name of the line that ends higher stands above the other's, for the two mostly end side by side.
  const upper = closedEnd > receivedEnd ? 'dashed' : 'solid';
  const line = (name: string, data: readonly number[], color: string, type: 'solid' | 'dashed') => ({
    name,
    type: 'line' as const,
    showSymbol: false,
    silent: true,
    sampling: 'lttb' as const,
    itemStyle: { color },
    lineStyle: { color, type, width: (type === 'solid' ? 3.5 : 2.5) * style.unitPx },
    endLabel: {
      show: data.length > 0,
      formatter: name,
      color,
      fontSize: style.textPx,
      fontFamily: style.fontFamily,
      align: 'left' as const,
      // Both above the axis.
      offset: [
        GAP * style.unitPx,
        (isLow ? -0.7 : 0) * style.textPx + (type === upper ? -0.5 : 0.6) * style.textPx,
      ],
    },
    data: [...data],
  });
  return [
    line(look.receivedName, received, style.received, 'solid'),
    line(look.closedName, closed, style.closed, 'dashed'),
  ];
}

/** The day's highest quarter bears its number, where that has room between the axis and the names of the lines. */
function peakOf({ starts, received }: TrendDay, look: TrendLook, style: TrendStyle) {
  const most = Math.max(0, ...received);
  const place = received.indexOf(most);
  const side = peakSide(place, received.length);
  return {
    type: 'line' as const,
    silent: true,
    symbol: 'circle',
    // Else a symbol between two labels of the axis is left out.
    showAllSymbol: true,
    symbolSize: 9 * style.unitPx,
    itemStyle: { color: style.received },
    lineStyle: { width: 0 },
    label: {
      show: true,
      position: side === 'left' ? ('left' as const) : ('top' as const),
      ...(side === 'right' ? { align: 'left' as const } : {}),
      formatter: look.peakText(most),
      color: style.axis,
      fontSize: style.textPx,
      fontFamily: style.fontFamily,
    },
    data: most === 0 || side === undefined ? [] : starts.map((_, index) => (index === place ? most : null)),
  };
}

/** Where the number of the quarter at `place` stands, before the names behind the last of `length` quarters. */
function peakSide(place: number, length: number): 'above' | 'left' | 'right' | undefined {
  if (place >= PEAK_WIDTH / 2 && place + PEAK_WIDTH / 2 <= length) return 'above';
  if (place >= PEAK_WIDTH) return 'left';
  return place + PEAK_WIDTH <= length ? 'right' : undefined;
}
