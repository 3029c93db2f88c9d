import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCity } from '../../server/loadCity.ts';
import type { Limit } from '../../shared/domain/policy.ts';
import { LEVELS } from '../../shared/domain/vocabulary.ts';
import { BEIJING, describeWithData } from '../support/sharedData.ts';

const city = loadCity('beijing');
const { pack } = city;
const NOON = Date.UTC(2026, 10, 21, 4);
const unitsOf = (kind: string) => pack.units.filter((unit) => unit.kind === kind);

describe('the city pack of Beijing', () => {
  it('[PCK7] names 16 districts with their people, 343 streets and towns, 20 departments and 8 utilities', () => {
    const counts = ['district', 'street', 'department', 'utility'].map((kind) => unitsOf(kind).length);
    expect(counts).toEqual([16, 343, 20, 8]);
    const people = unitsOf('district').reduce((sum, { population = 0 }) => sum + population, 0);
    // The census of 2020 counted 21,893,095.
    expect(people).toBe(21_893_095);
    for (const { code, parentCode } of unitsOf('street')) {
      expect(code).toMatch(/^11[0-9]{7}$/);
      expect(parentCode).toBe(code.slice(0, 6));
    }
  });

  it('[PCK7] has each of them as an area and as a unit, under one code, name and district', () => {
    const areas = pack.areas.map(({ code, names, parentCode }) => ({ code, names, parentCode }));
    const units = [...unitsOf('district'), ...unitsOf('street')];
    expect(areas).toEqual(units.map(({ code, names, parentCode }) => ({ code, names, parentCode })));
  });

  it('[PCK7] ranks streets of the six central districts, other subdistricts and other towns apart', () => {
    const central = ['110101', '110102', '110105', '110106', '110107', '110108'];
    for (const { names, parentCode = '', tier } of unitsOf('street')) {
      const isStreet = names.en.includes('Subdistrict');
      const expected = central.includes(parentCode) ? 'CORE' : isStreet ? 'OUTER-STREETS' : 'OUTER-TOWNS';
      expect([names.zh, tier]).toEqual([names.zh, expected]);
    }
    expect(unitsOf('department').every(({ tier }) => tier === 'DEPARTMENTS')).toBe(true);
    expect(unitsOf('utility').every(({ tier }) => tier === 'UTILITIES')).toBe(true);
    expect([...city.tiers.keys()]).toEqual([
      'CORE',
      'OUTER-STREETS',
      'OUTER-TOWNS',
      'DEPARTMENTS',
      'UTILITIES',
    ]);
  });

  it('[PCK7] has a category table of its own, of which most matters are somebody’s', () => {
    expect([pack.categories.length, pack.dispatchRules.length]).toEqual([98, 67]);
    expect(new Set(pack.categories.map(({ code }) => code.slice(0, 2))).size).toBe(21);
  });

  it('[PCK2] gives each of them one name in each language, none of them twice', () => {
    for (const items of [pack.units, pack.areas, pack.categories]) {
      expect(new Set(items.map(({ names }) => names.zh)).size).toBe(items.length);
      expect(new Set(items.map(({ names }) => names.en)).size).toBe(items.length);
      for (const { names } of items) {
        expect(names.zh).toMatch(/^[\p{Script=Han}（）]+$/u);
        expect(names.en).toMatch(/^[A-Z][a-zA-Z’', ()-]+$/);
      }
    }
  });

  it('[PCK8] promises the budgets of the four levels, citizens being asked only outside the quiet hours', () => {
    const [policy] = pack.policies;
    const told = Object.fromEntries(
      Object.entries(policy?.budgets ?? {}).flatMap(([kind, limits]) =>
        limits === undefined ? [] : [[kind, LEVELS.map((l) => text(limits[l]))] as const],
      ),
    );
    expect(told).toEqual({
      dispatch: ['1 h', '2 h', '24 h', '24 h'],
      sign: ['10 min', '30 min', '4 h', '4 h'],
      contact: ['30 min', '2 h', '24 h quiet', '24 h quiet'],
      handle: ['2 h', '24 h', '7 d', '15 d'],
      citizen: ['24 h', '72 h', '15 d', '30 d'],
      callback: ['24 h quiet', '48 h quiet', '72 h quiet', '72 h quiet'],
      rework: ['1 h', '24 h', '84 h', '180 h'],
    });
    expect([policy?.callback, policy?.defaultLevel, policy?.closeRequiresSolved]).toEqual([
      'required',
      'L3',
      false,
    ]);
  });

  it('[PCK9] rates by 30/35/35 until the period that is called January 2025, by 10/50/40 from then on', () => {
    const midnight = Date.UTC(2024, 11, 18, 16);
    const [before, after] = [city.profileAt(midnight - 1), city.profileAt(midnight)];
    expect(before).toMatchObject({
      id: 'classic-30-35-35',
      weights: { response: 300, solve: 350, satisfaction: 350 },
    });
    expect(after).toMatchObject({
      id: 'bj-2025-district',
      weights: { response: 100, solve: 500, satisfaction: 400 },
      basicFactor: 900,
      ...{ periodStartDay: 19, minSample: 5, callbackCutoffDays: 10, proactiveChannels: ['grid'] },
    });
    expect(city.profileAt(Date.UTC(2018, 0, 1))).toBeUndefined();
  });

  it('[PCK10] sends heating to the heating group, and what has no rule to the street it happened in', () => {
    const street = '110105001';
    expect(city.responsibleUnit('010101', street, NOON)).toBe('BJ-HEAT');
    expect(city.responsibleUnit('060101', street, NOON)).toBe(street);
    expect(city.responsibleUnit('unknown', street, NOON)).toBe(street);
    expect(city.responsibleUnit('060101', '110105', NOON)).toBe('110105');
    expect(city.responsibleUnit('060101', 'unknown', NOON)).toBeUndefined();
  });
});

describeWithData('the published lists of Beijing', () => {
  it('[PCK7] are those of the pack', () => {
    const streets = csv('beijing-streets-349.csv').filter((row) => row['is_street_or_town'] === '1');
    expect(streets.map(({ code9, district_code }) => [code9, district_code])).toEqual(
      unitsOf('street').map(({ code, parentCode }) => [code, parentCode]),
    );
    for (const { code9 = '', name = '' } of streets) expect(city.units.get(code9)?.names.zh).toContain(name);
    for (const { code = '', name, population_2020_census } of csv('beijing-districts-16.csv'))
      expect(city.units.get(code)).toMatchObject({
        names: { zh: name },
        population: Number(population_2020_census),
      });
  });
});

function text(limit: Limit): string {
  if (typeof limit === 'object' && 'days' in limit)
    return limit.basis === 'natural' ? `${limit.days} d` : `${limit.days} wd`;
  const { minutes, basis } = typeof limit === 'number' ? { minutes: limit, basis: 'natural' } : limit;
  const budget = minutes < 60 ? `${minutes} min` : `${minutes / 60} h`;
  return basis === 'natural' ? budget : `${budget} ${basis}`;
}

function csv(file: string): readonly Record<string, string>[] {
  const [head = '', ...rows] = readFileSync(`${BEIJING}/${file}`, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, index) => [names[index] ?? '', cell])),
  );
}
