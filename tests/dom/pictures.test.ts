import { describe, expect, it } from 'vitest';
import { BUCKET_MS, trendBuckets } from '../../client/charts/trendBuckets.ts';
import { trendOption } from '../../client/charts/trendOption.ts';
import { SHADES, shadeFloors, shadeOf } from '../../client/map/areaScale.ts';
import { areaFeatures, boundsOf, labelPoint } from '../../client/map/areaShapes.ts';
import { placeLabels } from '../../client/map/placeLabels.ts';
import { rankUnits } from '../../client/wall/rankUnits.ts';

const look = {
  size: 2,
  timeOf: (at: number) => new Date(at).toISOString().slice(11, 16),
  receivedName: 'Received',
  closedName: 'Closed',
  isStale: false,
};

function seriesOf(option: ReturnType<typeof trendOption>) {
  return Array.isArray(option.series) ? option.series : [];
}

describe('the trend', () => {
  it('[WAL18] draws a quarter that counted nothing as zero, oldest first, at most 24 hours', () => {
    const buckets = trendBuckets([
      { at: 300 * BUCKET_MS, received: 5, closed: 1 },
      { at: 297 * BUCKET_MS, received: 2, closed: 0 },
      { at: 10 * BUCKET_MS, received: 9, closed: 9 },
    ]);
    expect(buckets).toHaveLength(96);
    expect(buckets.slice(-4).map((bucket) => bucket.received)).toEqual([2, 0, 0, 5]);
    expect(trendBuckets([])).toEqual([]);
  });

  it('[WAL19] has a value axis from zero, no animation, and lines that differ by more than colour', () => {
    const option = trendOption(trendBuckets([{ at: 0, received: 5, closed: 1 }]), look);
    expect(option.animation).toBe(false);
    expect(option.yAxis).toMatchObject({ type: 'value', minInterval: 1 });
    expect(seriesOf(option).map((one) => one.data)).toEqual([[5], [1]]);
    const types = seriesOf(option).map((one) => (one.type === 'line' ? one.lineStyle?.type : undefined));
    expect(types).toEqual(['solid', 'dashed']);
  });

  it('[WAL20] loses its colours when the data are stale', () => {
    const option = trendOption(trendBuckets([{ at: 0, received: 5, closed: 1 }]), { ...look, isStale: true });
    const colours = seriesOf(option).map((one) => (one.type === 'line' ? one.lineStyle?.color : undefined));
    expect(new Set(colours).size).toBe(1);
  });
});

describe('the map', () => {
  it('[WAL21] shades none darkest and the most lightest, in equal steps of a round number', () => {
    const floors = shadeFloors(1_064);
    expect(floors).toEqual([1, 500, 1_000, 1_500, 2_000]);
    expect([0, 1, 499, 500, 9_999].map((count) => shadeOf(count, floors))).toEqual([0, 1, 1, 2, 5]);
  });

  it('[WAL21] gives every shade a floor of its own, however few cases there are', () => {
    for (const largest of [0, 1, 4, 5, 6, 9, 11, 99]) {
      const floors = shadeFloors(largest);
      expect(new Set(floors).size).toBe(SHADES.length - 1);
      expect(shadeOf(largest, floors)).toBeLessThan(SHADES.length);
    }
  });

  it('[WAL22] closes each outline and stands the label in its middle', () => {
    const square = {
      code: 'A',
      outline: [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ] as [number, number][],
    };
    const [ring] = areaFeatures([square]).features[0]?.geometry.coordinates ?? [];
    expect(ring).toHaveLength(5);
    expect(ring?.at(-1)).toEqual(ring?.[0]);
    expect(labelPoint(square.outline)).toEqual([1, 1]);
    expect(
      labelPoint([
        [3, 3],
        [3, 3],
        [3, 3],
      ]),
    ).toEqual([3, 3]);
    expect(boundsOf([square])).toEqual([0, 0, 2, 2]);
    expect(boundsOf([])).toBeUndefined();
  });

  it('[WAL23] moves a label aside before it covers another, and leaves out one that finds no place', () => {
    const wish = (code: string) => ({ code, x: 50, y: 50, width: 40, height: 20 });
    const placed = placeLabels([wish('A'), wish('B')], { width: 100, height: 100 });
    expect(placed.map(({ code }) => code)).toEqual(['A', 'B']);
    expect(placed[0]).toEqual({ code: 'A', x: 50, y: 50 });
    expect(Math.abs((placed[1]?.y ?? 50) - 50)).toBeGreaterThanOrEqual(20);
    expect(placeLabels([wish('A'), wish('B')], { width: 100, height: 50 })).toHaveLength(1);
  });
});

it('[WAL24] shows the units with the most open cases, equal ones by code', () => {
  const rows = [
    ['C', 1],
    ['B', 5],
    ['A', 1],
    ['D', 0],
  ];
  const shown = rankUnits(rows, (row) => Number(row[1]), 3);
  expect(shown.map((row) => row[0])).toEqual(['B', 'A', 'C']);
});
