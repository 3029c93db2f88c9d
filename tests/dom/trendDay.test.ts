import { describe, expect, it } from 'vitest';
import { trendOption } from '../../client/charts/trendOption.ts';
import type { TrendStyle } from '../../client/charts/trendOption.ts';
import { changeOnDay, trendDay } from '../../client/state/trendDay.ts';
import { mostFirst } from '../../client/wall/mostFirst.ts';
import { Calendar } from '../../shared/domain/Calendar.ts';

const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
const beijing = new Calendar('Asia/Shanghai');
const MIDNIGHT = Date.parse('2026-06-26T00:00:00+08:00');
/** Seven minutes into the fifth quarter of the day. */
const NOW = MIDNIGHT + 4 * QUARTER + 7 * 60_000;

const quarter = (at: number, received: number, closed = 0) => [at, { received, closed }] as const;

/** The same count in every quarter of so many days before, the one `daysBack` away told by `received`. */
function days(received: (daysBack: number) => number, from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((daysBack) =>
    Array.from({ length: 96 }, (_, i) =>
      quarter(MIDNIGHT - daysBack * DAY + i * QUARTER, received(daysBack)),
    ),
  );
}

const look = {
  timeOf: (at: number) => new Date(at).toISOString().slice(11, 16),
  receivedName: 'Received',
  closedName: 'Closed',
  peakText: (count: number) => `peak ${count}`,
  countText: String,
};
const style: TrendStyle = {
  unitPx: 2,
  textPx: 44,
  received: 'ink',
  closed: 'alive',
  band: 'shade',
  axis: 'muted',
  grid: 'line',
  fontFamily: 'words',
};

function seriesOf(option: ReturnType<typeof trendOption>) {
  return Array.isArray(option.series) ? option.series : [];
}

describe('the day of the trend', () => {
  it('[WAL18] begins at local midnight, draws an empty quarter as zero and leaves the running one out', () => {
    const quarters = new Map([
      quarter(MIDNIGHT - QUARTER, 9),
      quarter(MIDNIGHT, 5, 1),
      quarter(MIDNIGHT + 2 * QUARTER, 7),
      quarter(MIDNIGHT + 4 * QUARTER, 3),
    ]);
    const day = trendDay(quarters, beijing, NOW);
    expect(day.starts).toHaveLength(96);
    expect(day.starts[0]).toBe(MIDNIGHT);
    expect(day.received).toEqual([5, 0, 7, 0]);
    expect(day.closed).toEqual([1, 0, 0, 0]);
  });

  it('[WAL18] has 92 quarters where the clocks go forward, and 100 where they go back', () => {
    const york = new Calendar('America/New_York');
    const of = (instant: string) => trendDay(new Map(), york, Date.parse(instant)).starts.length;
    expect(of('2026-03-08T12:00:00-04:00')).toBe(92);
    expect(of('2026-11-01T12:00:00-05:00')).toBe(100);
  });

  it('[WAL25] takes the band from the same weekday of the last weeks where two of them are wholly held', () => {
    const held = new Map(days((back) => (back % 7 === 0 ? back : 1_000), 1, 15));
    const { band } = trendDay(held, beijing, NOW);
    expect(band).toMatchObject({ basis: 'sameWeekday', days: 2 });
    expect([band?.low[40], band?.high[40]]).toEqual([7, 14]);
  });

  it('[WAL25] takes it from the last days where less is held, and has none where no day is whole', () => {
    const { band } = trendDay(new Map(days((back) => back, 1, 10)), beijing, NOW);
    expect(band).toMatchObject({ basis: 'pastDays', days: 7 });
    expect([band?.low[40], band?.high[40]]).toEqual([1, 7]);
    const part = new Map(days(() => 4, 1, 1).slice(1));
    expect(trendDay(part, beijing, NOW).band).toBeUndefined();
  });

  it('[WAL25] lets a peak that comes a quarter early count as usual', () => {
    const odd = (at: number) => (at === MIDNIGHT - DAY + 40 * QUARTER ? 90 : 10);
    const quarters = new Map(days(() => 10, 1, 3).map(([at]) => quarter(at, odd(at))));
    const high = trendDay(quarters, beijing, NOW).band?.high ?? [];
    expect(high.slice(38, 43)).toEqual([10, 90, 90, 90, 10]);
  });

  it('[WAL26] compares today’s intake with another day’s up to the same whole quarter', () => {
    const today = [0, 1, 2, 3, 4].map((i) => quarter(MIDNIGHT + i * QUARTER, 15));
    const quarters = new Map([...days((back) => (back === 1 ? 10 : 20), 1, 9), ...today]);
    expect(changeOnDay(quarters, beijing, NOW, 1)).toBeCloseTo(0.5);
    expect(changeOnDay(quarters, beijing, NOW, 7)).toBeCloseTo(-0.25);
  });

  it('[WAL26] compares with no day that is not wholly held, or that counted nothing by then', () => {
    const today = quarter(MIDNIGHT, 15);
    expect(changeOnDay(new Map([...days(() => 10, 1, 1), today]), beijing, NOW, 1)).toBeUndefined();
    expect(changeOnDay(new Map([...days(() => 0, 1, 3), today]), beijing, NOW, 1)).toBeUndefined();
    expect(changeOnDay(new Map([...days(() => 10, 1, 3), today]), beijing, NOW, 7)).toBeUndefined();
  });
});

describe('the day of the trend over a change of the clocks', () => {
  const york = new Calendar('America/New_York');
  const local = (date: string, time: string) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return york.instantOf(year, month, day, hour, minute, 0);
  };
  /** In every quarter of these days as many as its local time says: 930 at 09:30. */
  const heldFrom = (first: string, last: string) => {
    const held = new Map<number, { received: number; closed: number }>();
    for (let at = local(first, '00:00'); at < local(last, '00:00') + DAY; at += QUARTER) {
      const clock = york.wallClockOf(at) / 60_000;
      held.set(at, { received: Math.floor(clock / 60) * 100 + (clock % 60), closed: 0 });
    }
    return held;
  };
  const bandAt = (day: string, time: string, held: ReturnType<typeof heldFrom>) => {
    const { starts, band } = trendDay(held, york, local(day, '12:00'));
    const quarterOf = starts.indexOf(local(day, time));
    return [band?.low[quarterOf], band?.high[quarterOf]];
  };

  it.each([
    ['2025-11-02', '2025-10-01', '2025-11-01', 'the day on which they go back'],
    ['2025-11-03', '2025-10-01', '2025-11-02', 'the day after it'],
    ['2025-11-09', '2025-10-01', '2025-11-08', 'a week after it'],
    ['2025-03-09', '2025-02-01', '2025-03-08', 'the day on which they go forward'],
    ['2025-03-10', '2025-03-03', '2025-03-09', 'the day after it, against the days before'],
    ['2025-03-16', '2025-02-01', '2025-03-15', 'a week after it'],
  ])('[WAL283] the band of %s compares the same quarter of the local day (%s to %s): %s', (day, from, to) => {
    const held = heldFrom(from, to);
    expect(bandAt(day, '09:30', held)).toEqual([915, 945]);
    expect(bandAt(day, '00:30', held)).toEqual([15, 45]);
    expect(bandAt(day, '18:15', held)).toEqual([1800, 1830]);
  });

  it('[WAL283] has a band where every day held skipped the quarter', () => {
    expect(bandAt('2025-03-10', '02:30', heldFrom('2025-03-08', '2025-03-09'))).toEqual([315, 345]);
  });

  it.each([
    ['2025-11-02', 1],
    ['2025-11-03', 1],
    ['2025-11-09', 7],
    ['2025-03-09', 1],
    ['2025-03-10', 1],
  ])('[WAL284] the change of %s against %i days before is up to the same local time', (day, back) => {
    const now = local(day, '12:00');
    const other = york.dayOf(york.dayOf(now).startAt + DAY / 2 - back * DAY).startAt;
    const counted = new Map(
      [...heldFrom('2025-02-01', '2025-03-20'), ...heldFrom('2025-10-01', '2025-11-20')].map(([at]) =>
        quarter(at, 1),
      ),
    );
    const quartersTo = (start: number, noon: number) => (noon - start) / QUARTER;
    const noonThen = other + (york.dayOf(other).endAt - other) - DAY / 2;
    const [today, then] = [quartersTo(york.dayOf(now).startAt, now), quartersTo(other, noonThen)];
    expect(changeOnDay(counted, york, now, back)).toBeCloseTo((today - then) / then);
  });
});

describe('the chart of the trend', () => {
  const day = trendDay(new Map([...days(() => 2, 1, 3), quarter(MIDNIGHT, 5, 1)]), beijing, NOW);
  const option = trendOption(day, look, style);

  it('[WAL19] has a value axis from zero, no animation, and lines that differ by more than colour', () => {
    expect(option.animation).toBe(false);
    expect(option.yAxis).toMatchObject({ type: 'value', min: 0, minInterval: 1 });
    const lines = seriesOf(option).filter((one) => one.name !== undefined);
    expect(lines.map((one) => one.data)).toEqual([
      [5, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    const types = lines.map((one) => (one.type === 'line' ? one.lineStyle?.type : undefined));
    expect(types).toEqual(['solid', 'dashed']);
  });

  it('[WAL19] names each line at its end, and the highest quarter with its number once there is room', () => {
    const labels = (of: typeof option) =>
      seriesOf(of).flatMap((one) =>
        one.type === 'line' && one.data?.length !== 0 ? [one.endLabel?.formatter, one.label?.formatter] : [],
      );
    const told = (of: typeof option) => labels(of).filter((label) => label !== undefined);
    expect(told(option)).toEqual(['Received', 'Closed']);
    const morning = new Map([...days(() => 2, 1, 3), quarter(MIDNIGHT, 5, 1)]);
    const at = (hours: number) =>
      trendOption(trendDay(morning, beijing, NOW + hours * 3_600_000), look, style);
    expect(told(at(3))).toEqual(['Received', 'Closed']);
    expect(told(at(9))).toEqual(['Received', 'Closed', 'peak 5']);
  });

  it('[WAL19] keeps the highest quarter’s number clear of the axis and of the lines’ names', () => {
    const labelAt = (peakHour: number, hours: number) => {
      const busy = new Map([...days(() => 2, 1, 3), quarter(MIDNIGHT + peakHour * 3_600_000, 5, 1)]);
      const [peak] = seriesOf(
        trendOption(trendDay(busy, beijing, MIDNIGHT + hours * 3_600_000), look, style),
      ).slice(-1);
      if (peak?.type !== 'line' || peak.data?.length === 0) return undefined;
      return [peak.label?.position, peak.label?.align];
    };
    expect(labelAt(1, 23)).toEqual(['top', 'left']);
    expect(labelAt(10, 20)).toEqual(['top', undefined]);
    expect(labelAt(10, 11)).toEqual(['left', undefined]);
    expect(labelAt(4, 5)).toBeUndefined();
  });

  it('[WAL19] keeps room for the longest name behind the ends of the lines, at midnight too', () => {
    const right = (receivedName: string) =>
      Number(Reflect.get(trendOption(day, { ...look, receivedName }, style).grid ?? {}, 'right'));
    expect(right('Received')).toBeGreaterThanOrEqual('Received'.length * 0.5 * style.textPx);
    expect(right('Received so far')).toBeGreaterThan(right('Received'));
  });

  it('[WAL20] takes its colours from the page, never from itself', () => {
    const colours = seriesOf(option).map((one) => (one.type === 'line' ? one.lineStyle?.color : undefined));
    expect(colours.filter((colour) => colour !== undefined)).toEqual([style.received, style.closed]);
  });
});

it('[WAL24] shows the units with the most open cases, equal ones by code', () => {
  const rows = [
    ['C', 1],
    ['B', 5],
    ['A', 1],
    ['D', 0],
  ];
  const shown = mostFirst(rows, (row) => Number(row[1]), 3);
  expect(shown.map((row) => row[0])).toEqual(['B', 'A', 'C']);
});
