import { beforeAll, expect, it } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import { cityFolder } from '../../server/cityFolder.ts';
import type { Replay } from '../../server/feeds/readReplay.ts';
import { readReplay } from '../../server/feeds/readReplay.ts';
import { NYC_TOTALS } from '../support/nycTotals.ts';
import { describeWithData, NYC_CSV } from '../support/sharedData.ts';

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

describeWithData('the 25 hours of New York', () => {
  const city = loadCity('nyc');
  let replay: Replay;
  beforeAll(async () => {
    replay = await readReplay(NYC_CSV, `${cityFolder('nyc')}/replay.json`, city);
  });
  const creates = () => replay.steps.filter((step) => step.kind === 'create');

  it('[FED1] every row of the file becomes one filing, every closed row one closing', () => {
    expect(creates()).toHaveLength(NYC_TOTALS.cases);
    expect(replay.steps).toHaveLength(NYC_TOTALS.cases + NYC_TOTALS.closed);
    expect(replay.dead).toEqual([]);
    expect(new Set(creates().map(({ intake }) => intake.externalId)).size).toBe(NYC_TOTALS.cases);
  });

  it('[FED1] agencies, boroughs and missing points come out as the file has them', () => {
    const areaOf = (code: string | undefined) => (city.areas.has(code ?? '') ? (code ?? '') : 'unknown');
    expect(countBy(creates(), ({ intake }) => intake.hostUnitCode ?? '')).toEqual(NYC_TOTALS.units);
    expect(countBy(creates(), ({ intake }) => areaOf(intake.streetCode))).toEqual(NYC_TOTALS.areas);
    expect(creates().filter(({ intake }) => intake.location === undefined)).toHaveLength(NYC_TOTALS.noPoint);
    expect(creates().filter(({ intake }) => !city.categories.has(intake.categoryCode ?? ''))).toEqual([]);
    expect(creates().filter(({ intake }) => !city.units.has(intake.hostUnitCode ?? ''))).toEqual([]);
  });

  it('[FED2] steps run forward in time, a filing before its own closing, in New York summer time', () => {
    const { steps } = replay;
    expect(new Date(steps[0]?.at ?? 0).toISOString()).toBe('2026-06-27T05:57:50.000Z');
    const filed = new Set<number>();
    let before = 0;
    for (const { at, line, kind } of steps) {
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
      if (kind === 'create') filed.add(line);
      else expect(filed.has(line)).toBe(true);
    }
  });

  it('[PCK3] the schematic outlines hold nearly all points of their own borough', () => {
    for (const { code } of city.pack.areas) {
      const outline = city.map.shapes.get(code)?.[0]?.[0];
      const points = creates().flatMap(({ intake: { streetCode, location } }) =>
        streetCode === code && location !== undefined ? [location] : [],
      );
      const inside = points.filter(({ lng, lat }) => isWithin(outline ?? [], lng, lat));
      expect(inside.length / points.length, code).toBeGreaterThan(0.95);
    }
  });

  it('[PCK4] a dispatch rule names the one agency that has every case of its category', () => {
    const agencies = new Map<string, Set<string>>();
    for (const { intake } of creates()) {
      const category = intake.categoryCode ?? '';
      agencies.set(category, (agencies.get(category) ?? new Set()).add(intake.hostUnitCode ?? ''));
    }
    const sole = [...agencies].filter(([, units]) => units.size === 1);
    expect(sole).toHaveLength(125);
    const rules = city.pack.dispatchRules.map(({ categoryCode, unitCode }) => [categoryCode, unitCode]);
    expect(rules.sort()).toEqual(sole.map(([category, units]) => [category, ...units]).sort());
  });
});

function isWithin(ring: readonly (readonly [number, number])[], lng: number, lat: number): boolean {
  let within = false;
  ring.slice(1).forEach(([x2, y2], index) => {
    const [x1, y1] = ring[index] ?? [x2, y2];
    if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}
