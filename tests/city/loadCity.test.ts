import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cityFolder } from '../../server/cityFolder.ts';
import { loadCity } from '../../server/loadCity.ts';
import { StartError } from '../../server/StartError.ts';
import { crossings } from '../support/crossings.ts';
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

const WORKING = { L1: 10, L2: 30, L3: { minutes: 240, basis: 'working' }, L4: 240 };

function profile(changes: Json = {}): Json {
  const weights = { response: 0.3, solve: 0.35, satisfaction: 0.35 };
  return {
    id: 'rates',
    names: { zh: '三率', en: 'Rates' },
    from: '2020-01-01',
    weights,
    basicFactor: 0.9,
    ...changes,
  };
}

describe('the city pack of New York', () => {
  const { pack, map } = loadCity('nyc');

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
    const outlines = [...map.shapes].map(([code, [polygon]]) => ({ code, ring: polygon?.[0] ?? [] }));
    expect(outlines.map(({ code }) => code)).toEqual(pack.areas.map(({ code }) => code));
    for (const a of outlines)
      for (const b of outlines)
        if (a.code < b.code) expect(crossings(a.ring, b.ring), `${a.code} ${b.code}`).toBe(0);
  });
});

describe('a city pack that does not hold together', () => {
  it('[PCK5] a city that is not there is answered with those that are', () => {
    expect(sentence(() => loadCity('atlantis'))).toMatch(
      /no city pack 'atlantis'; the known ones are: .*nyc/,
    );
    expect(sentence(() => loadCity('..'))).toMatch(/is no city pack/);
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
    ...(
      [
        ['east of west', [1, 1, 0, 2], /field bounds: they must run west, south, east, north/],
        ['north of south', [0, 2, 1, 2], /field bounds: they must run west, south, east, north/],
        ['west of the world', [-180.1, 1, 2, 3], /field bounds\.0: /],
        ['south of it', [1, -90.1, 2, 3], /field bounds\.1: /],
        ['east of it', [1, 1, 180.1, 3], /field bounds\.2: /],
        ['north of it', [1, 1, 2, 90.1], /field bounds\.3: /],
      ] as const
    ).map(([where, bounds, expected]): [string, string, (content: Json) => unknown, RegExp] => [
      `bounds that are not ${where}`,
      'pack.json',
      (c) => void (c['bounds'] = bounds),
      expected,
    ]),
    [
      'two policies at once',
      'pack.json',
      (c) => list(c, 'policies').push({ ...first(c, 'policies'), id: 'b' }) && undefined,
      /policies\.1\.from: it overlaps with 'nyc-natural-time'/,
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
      'a unit named as those without one',
      'units.json',
      (c) => void (first(c, 'units')['code'] = 'unassigned'),
      /units\.0\.code: 'unassigned' is reserved/,
    ],
    [
      'an area named as what is not shown',
      'areas.json',
      (c) => void (first(c, 'areas')['code'] = 'withheld'),
      /areas\.0\.code: 'withheld' is reserved/,
    ],
    [
      'a unit that ends as it begins',
      'units.json',
      (c) => void Object.assign(first(c, 'units'), { activeFrom: '2020-01-01', activeTo: '2020-01-01' }),
      /units\.json, field units\.0\.activeTo: it ends before it begins/,
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
    [
      'a rule that ends before it begins',
      'rules.json',
      (c) => void (first(c, 'dispatchRules')['to'] = '2009-01-01'),
      /dispatchRules\.0\.to: it ends before it begins/,
    ],
    [
      'a day without a policy',
      'pack.json',
      (c) => void (first(c, 'policies')['to'] = '2030-01-01'),
      /policies\.0\.to: nothing is in force from 2030-01-01 on/,
    ],
    [
      'a policy that ends before it begins',
      'pack.json',
      (c) => void (first(c, 'policies')['to'] = '2009-01-01'),
      /policies\.0\.to: it ends before it begins/,
    ],
    [
      'working time without a calendar',
      'pack.json',
      (c) => void ((first(c, 'policies')['budgets'] as Json)['sign'] = WORKING),
      /policies\.0\.budgets\.sign\.L3: working time needs a workCalendar/,
    ],
    [
      'unsolved cases that could never end',
      'pack.json',
      (c) => void (first(c, 'policies')['closeRequiresSolved'] = true),
      /pack\.json, field policies\.0\.closeRequiresSolved: a case that is unsolved when no attempt is left/,
    ],
    [
      'hours that stretch a limit over many years',
      'pack.json',
      (c) => {
        const one = first(c, 'policies');
        one['quietHours'] = {
          contact: { from: '00:01', to: '00:00' },
          callback: { from: '20:30', to: '08:30' },
        };
        const budgets = one['budgets'] as Json;
        budgets['contact'] = { L1: 10, L2: 30, L3: { minutes: 1_600, basis: 'quiet' }, L4: 240 };
      },
      /policies\.0\.budgets\.contact\.L3: the hours stretch it over more than 1500 days/,
    ],
    [
      'a calendar that is not there',
      'pack.json',
      (c) => void (c['workCalendar'] = 'mars'),
      /pack\.json, field workCalendar: there is no calendar of working days at .*mars\./,
    ],
    [
      'weights that do not sum to one',
      'pack.json',
      (c) =>
        void (c['profiles'] = [profile({ weights: { response: 0.3, solve: 0.35, satisfaction: 0.34 } })]),
      /pack\.json, field profiles\.0\.weights: the weights must sum to one/,
    ],
    [
      'two profiles at once',
      'pack.json',
      (c) => void (c['profiles'] = [profile(), profile({ id: 'other', from: '2021-01-01' })]),
      /profiles\.1\.from: it overlaps with 'rates'/,
    ],
    [
      'a hole between policies',
      'pack.json',
      (c) => {
        const [one = {}] = list(c, 'policies');
        one['to'] = '2020-01-01';
        list(c, 'policies').push({ ...one, id: 'later', from: '2020-02-01', to: undefined });
      },
      /pack\.json, field policies\.0\.to: nothing is in force from 2020-01-01 on/,
    ],
    [
      'a hole between profiles',
      'pack.json',
      (c) =>
        void (c['profiles'] = [profile({ to: '2021-01-01' }), profile({ id: 'later', from: '2021-02-01' })]),
      /pack\.json, field profiles\.0\.to: nothing is in force from 2021-01-01 on/,
    ],
    [
      'rates that end',
      'pack.json',
      (c) => void (c['profiles'] = [profile({ to: '2031-01-01' })]),
      /pack\.json, field profiles\.0\.to: nothing is in force from 2031-01-01 on/,
    ],
    [
      'a profile twice',
      'pack.json',
      (c) => void (c['profiles'] = [profile({ to: '2021-01-01' }), profile({ from: '2021-01-01' })]),
      /profiles\.1\.id: 'rates' is there twice/,
    ],
    [
      'a tier that is not there',
      'units.json',
      (c) => void (first(c, 'units')['tier'] = 'FIRST'),
      /units\.json, field units\.0\.tier: there is no tier 'FIRST'/,
    ],
    [
      'a least sample of a tier that is not there',
      'pack.json',
      (c) => void (c['profiles'] = [profile({ minSampleByTier: { FIRST: 9 } })]),
      /pack\.json, field profiles\.0\.minSampleByTier\.FIRST: there is no tier 'FIRST'/,
    ],
    [
      'an area that is part of itself',
      'areas.json',
      (c) => {
        const [one, two] = list(c, 'areas');
        Object.assign(one ?? {}, { parentCode: 'BRONX' });
        Object.assign(two ?? {}, { parentCode: 'MANHATTAN' });
      },
      /areas\.0\.parentCode: 'MANHATTAN' would be part of itself/,
    ],
    [
      'an area that should be a unit',
      'pack.json',
      (c) => void (c['areaIsUnit'] = true),
      /areas\.json, field areas\.0\.code: there is no unit 'MANHATTAN'/,
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

describe('the channels and sources of a city pack', () => {
  it('[PCK220] are those that it names, else the usual channels and no source', () => {
    expect(loadCity('nyc').channelOf('311')).toBe('311');
    expect(['nyc311', 'other'].map((word) => loadCity('nyc').isSource(word))).toEqual([true, false]);
    const silent = loadCity(
      'nyc',
      changed('pack.json', (content) => {
        delete content['channels'];
        delete content['sources'];
      }),
    );
    expect(['phone', 'grid', '311'].map((word) => silent.channelOf(word))).toEqual([
      'phone',
      'grid',
      undefined,
    ]);
    expect(silent.isSource('nyc311')).toBe(false);
  });

  it('[PCK220] are refused where two mean one thing, or a proactive one is not there', () => {
    const channel = { code: 'phone', names: { zh: '电话', en: 'Phone' } };
    const twice = changed('pack.json', (content) => {
      content['channels'] = [channel, { ...channel, code: 'web', aliases: ['phone'] }];
    });
    expect(sentence(() => loadCity('nyc', twice))).toMatch(/pack\.json, field channels\.1\.aliases: 'phone'/);
  });
});

describe('a city pack without a calendar', () => {
  it('[PCK6] may have quiet hours, which need none', () => {
    const folder = changed('pack.json', (c) => {
      const budgets = first(c, 'policies')['budgets'] as Json;
      budgets['contact'] = { ...WORKING, L3: { minutes: 240, basis: 'quiet' } };
    });
    expect(loadCity('nyc', folder).policyAt(Date.UTC(2026, 0, 1)).budgets.contact.L3).toEqual({
      minutes: 240,
      basis: 'quiet',
    });
  });
});

describe('a city pack with long names', () => {
  it('[PCK11] of twenty characters is taken, and told whole', () => {
    const zh = '北京经济技术开发区综合服务保障中心办公室处'.slice(0, 20);
    const folder = changed(
      'units.json',
      (c) => void (first(c, 'units')['names'] = { zh, en: 'N'.repeat(80) }),
    );
    expect(loadCity('nyc', folder).units.get('NYPD')?.names).toEqual({ zh, en: 'N'.repeat(80) });
  });
});
