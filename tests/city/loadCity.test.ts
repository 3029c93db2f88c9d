import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { loadCity } from '../../server/loadCity.ts';
import { StartError } from '../../server/StartError.ts';
import { tempDir } from '../support/tempDir.ts';

type Json = Record<string, unknown>;

/** A copy of the city `nyc` with one of its files changed. */
function changed(file: string, change: (content: Json) => unknown): string {
  const folder = join(tempDir(), 'nyc');
  cpSync(cityFolder('nyc'), folder, { recursive: true });
  const content = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json;
  writeFileSync(join(folder, file), JSON.stringify(change(content) ?? content));
  return folder;
}

function sentence(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    const { message } = error as StartError;
    expect(message).toMatch(/^[^\n]+\.$/);
    return message;
  }
  throw new Error('it loaded');
}

const list = (content: Json, name: string) => content[name] as Json[];
const first = (content: Json, name: string) => list(content, name)[0] ?? {};

describe('the city pack of New York', () => {
  const { pack } = loadCity('nyc');

  it('[PCK1] names 13 agencies, 5 boroughs, 128 complaint types and 125 dispatch rules', () => {
    expect(pack.units.map(({ code }) => code)).toEqual(
      'NYPD HPD DSNY DEP DOT DPR DOHMH DOB DHS TLC DCWP OOS EDC'.split(' '),
    );
    expect(pack.areas.map(({ code }) => code)).toEqual(
      'MANHATTAN BRONX QUEENS BROOKLYN STATEN-ISLAND'.split(' '),
    );
    expect(pack.categories).toHaveLength(128);
    expect(pack.dispatchRules).toHaveLength(125);
    expect([pack.timeZone, pack.caseNoPrefix, pack.languages, pack.policies[0]?.callback]).toEqual([
      'America/New_York',
      'NYC',
      ['en', 'zh'],
      'none',
    ]);
  });

  it('[PCK2] gives each of them one name in each language, none of them twice', () => {
    for (const items of [pack.units, pack.areas, pack.categories]) {
      expect(new Set(items.map(({ names }) => names.zh)).size).toBe(items.length);
      expect(new Set(items.map(({ names }) => names.en)).size).toBe(items.length);
      for (const { names } of items) expect(names.zh).toMatch(/^[\p{Script=Han}（）、]+$/u);
    }
  });

  it('[PCK3] outlines do not reach into each other', () => {
    for (const a of pack.areas)
      for (const b of pack.areas)
        if (a.code < b.code)
          expect(crossings(a.outline ?? [], b.outline ?? []), `${a.code} ${b.code}`).toBe(0);
  });
});

describe('a city pack that does not hold together', () => {
  it('[PCK5] a city that is not there is answered with those that are', () => {
    expect(sentence(() => loadCity('atlantis'))).toMatch(
      /no city pack 'atlantis'; the known ones are: .*nyc/,
    );
    expect(sentence(() => loadCity('../cities/nyc'))).toMatch(/no city pack/);
  });

  it.each<[string, string, (content: Json) => unknown, RegExp]>([
    ['a missing field', 'pack.json', (c) => void delete c['timeZone'], /pack\.json, field timeZone: /],
    ['an unknown field', 'pack.json', (c) => void (c['colour'] = 'red'), /pack\.json, the whole: .*colour/],
    [
      'a field in the wrong file',
      'pack.json',
      (c) => void (c['units'] = []),
      /pack\.json, field units: it belongs into units\.json/,
    ],
    ['no object', 'rules.json', () => [], /rules\.json, the whole: it must be one JSON object/],
    ['another id', 'pack.json', (c) => void (c['id'] = 'nyx'), /pack\.json, field id: it is 'nyx'/],
    [
      'an unknown zone',
      'pack.json',
      (c) => void (c['timeZone'] = 'Mars'),
      /pack\.json, field timeZone: 'Mars'/,
    ],
    ['bounds inside out', 'pack.json', (c) => void (c['bounds'] = [1, 1, 0, 2]), /field bounds: /],
    [
      'two policies at once',
      'pack.json',
      (c) => list(c, 'policies').push({ ...first(c, 'policies'), id: 'b' }) && undefined,
      /policies\.1\.from: it overlaps with policy 'nyc-natural-time'/,
    ],
    [
      'a unit twice',
      'units.json',
      (c) => void list(c, 'units').push(first(c, 'units')),
      /units\.json, field units\.13\.code: 'NYPD' is there twice/,
    ],
    [
      'a unit named unknown',
      'units.json',
      (c) => void (first(c, 'units')['code'] = 'unknown'),
      /units\.0\.code: 'unknown' is reserved/,
    ],
    [
      'an orphan',
      'units.json',
      (c) => void (first(c, 'units')['parentCode'] = 'CITY'),
      /units\.0\.parentCode: there is no 'CITY'/,
    ],
    [
      'an alias of two',
      'areas.json',
      (c) => void (first(c, 'areas')['aliases'] = ['BRONX']),
      /areas\.json, field areas\.0\.aliases: 'BRONX' already means 'BRONX'/,
    ],
    [
      'an open outline',
      'areas.json',
      (c) => void (first(c, 'areas')['outline'] as unknown[]).pop(),
      /areas\.0\.outline: its last point must be its first/,
    ],
    [
      'a broken category code',
      'categories.json',
      (c) => void (first(c, 'categories')['code'] = '1'),
      /categories\.json, field categories\.0\.code: /,
    ],
    [
      'a rule for no category',
      'rules.json',
      (c) => void (first(c, 'dispatchRules')['categoryCode'] = '999999'),
      /rules\.json, field dispatchRules\.0\.categoryCode: there is no category '999999'/,
    ],
    [
      'a rule for no area',
      'rules.json',
      (c) => void (first(c, 'dispatchRules')['areaCode'] = 'MOON'),
      /dispatchRules\.0\.areaCode: there is no area 'MOON'/,
    ],
    [
      'a rule for no unit',
      'rules.json',
      (c) => void (first(c, 'dispatchRules')['unitCode'] = 'NASA'),
      /dispatchRules\.0\.unitCode: there is no unit 'NASA'/,
    ],
    [
      'two rules for one matter',
      'rules.json',
      (c) => void list(c, 'dispatchRules').push({ ...first(c, 'dispatchRules'), from: '2020-01-01' }),
      /dispatchRules\.125\.categoryCode: two rules at once for category '010101'/,
    ],
  ])('[PCK6] %s is named by file and field', (_what, file, change, expected) => {
    expect(sentence(() => loadCity('nyc', changed(file, change)))).toMatch(expected);
  });

  it('[PCK6] a policy or a rule may follow another from the day on which that one ends', () => {
    const folder = changed('rules.json', (content) => {
      const rule = first(content, 'dispatchRules');
      list(content, 'dispatchRules').push({ ...rule, from: '2020-01-01', unitCode: 'DEP' });
      rule['to'] = '2020-01-01';
    });
    const city = loadCity('nyc', folder);
    expect(city.responsibleUnit('010101', 'BRONX', Date.UTC(2019, 11, 31, 12))).toBe('NYPD');
    expect(city.responsibleUnit('010101', 'BRONX', Date.UTC(2020, 0, 1, 12))).toBe('DEP');
  });
});

type Point = readonly [number, number];

/** How often the edges of two rings cross. */
function crossings(a: readonly Point[], b: readonly Point[]): number {
  const side = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) =>
    Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  const edges = (ring: readonly Point[]) =>
    ring.slice(1).map((to, index): [Point, Point] => [ring[index] ?? to, to]);
  let count = 0;
  for (const [p, q] of edges(a))
    for (const [r, s] of edges(b))
      if (side(p, q, r) !== side(p, q, s) && side(r, s, p) !== side(r, s, q)) count++;
  return count;
}
