import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatChange, formatGrowth, formatShare } from '../../client/i18n/format.ts';
import type { PublicCity } from '../../client/state/PublicCity.ts';
import { keepPlaces } from '../../client/wall/keepPlaces.ts';
import { cellsOf, NOBODY, stripGroups, stripSpans } from '../../client/wall/stripGroups.ts';
import Wall from '../../client/wall/Wall.svelte';
import type { WallState } from '../../client/wall/WallState.ts';
import { metricProfileSchema } from '../../shared/domain/rating/metricProfile.ts';
import { RATE_COLUMNS } from '../../shared/domain/rating/rateCounts.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { CITY, NOON, filledWall } from './filledWall.ts';

const PROFILE = metricProfileSchema.parse({
  id: 'bj-2025-district',
  names: { zh: '口径', en: 'Definition' },
  from: '2025-01-01',
  weights: { response: 0.1, solve: 0.5, satisfaction: 0.4 },
  basicFactor: 0.9,
  periodStartDay: 19,
});

const street = (code: string, parentCode: string, tier: string) => ({
  code,
  names: { zh: `${code}街道`, en: `${code} Street` },
  kind: 'street' as const,
  parentCode,
  tier,
});

/** Two tiers of streets in two districts; noon on 27 June lies in the period of July. */
const RATED: PublicCity = {
  ...CITY,
  profiles: [PROFILE],
  tiers: [
    { code: 'CORE', names: { zh: '中心城区', en: 'Core' } },
    { code: 'OUTER', names: { zh: '郊区', en: 'Outer' } },
  ],
  units: [
    ...['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'].map((code, i) =>
      street(code, i % 2 === 0 ? 'WEST' : 'EAST', 'CORE'),
    ),
    street('M', 'EAST', 'OUTER'),
  ],
};

/** A unit's counts: so many valid callbacks, of which so many were contacted, solved and satisfied. */
function rates(
  label: string,
  code: string,
  valid: number,
  contacted: number,
  solved: number,
  satisfied: number,
  basic = 0,
): Row {
  const counts: Record<string, number> = {
    cases: valid,
    valid,
    contacted,
    solved,
    rated: valid,
    satisfied,
    basic,
  };
  return [`${label} ${code}`, ...RATE_COLUMNS.map((column) => counts[column] ?? 0)];
}

/** The vector of domain.md §2.6 for A, ever fewer solved from B on; K has few callbacks, L none. */
const ROWS: readonly Row[] = [
  rates('2026-07', 'A', 100, 98, 90, 80, 12),
  ...['B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'].map((code, i) =>
    rates('2026-07', code, 100, 90, 80 - i, 70),
  ),
  rates('2026-07', 'K', 4, 4, 4, 4),
  rates('2026-07', 'M', 50, 40, 30, 20),
  rates('2026-06', 'A', 100, 90, 50, 70),
  rates('2026-06', 'B', 100, 90, 70, 70),
  rates('2026-06', 'C', 100, 90, 60, 70),
];

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(Wall, { target, props: { state } });
  flushSync();
  return target;
}

function rated(lang = 'zh') {
  const wall = filledWall('live', lang, RATED);
  wall.show('rates', ROWS, 1_240);
  wall.pass(1_000);
  return wall;
}

const codes = (page: HTMLElement) => [...page.querySelectorAll<HTMLElement>('.list:not(.last) [data-unit]')];
const inOrder = (page: HTMLElement) =>
  codes(page)
    .sort((a, b) => Number(a.style.getPropertyValue('--place')) - Number(b.style.getPropertyValue('--place')))
    .map((line) => line.dataset['unit']);
const placeOnWide = (line: HTMLElement) => line.style.getPropertyValue('--place-on-wide');
const text = (one: Element | null | undefined) => (one?.textContent ?? '').replace(/\s+/g, ' ').trim();

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
  vi.restoreAllMocks();
});

describe('the rates of the city', () => {
  it('[WAL36] are of summed counts, with how many callbacks, by which definition, of which period, provisionally', () => {
    const wall = filledWall('live', 'zh', RATED);
    wall.show(
      'rates',
      [rates('2026-07', 'A', 10, 10, 10, 10), rates('2026-07', 'B', 1_000, 900, 800, 500, 100)],
      1_240,
    );
    wall.pass(1_000);
    const page = show(wall.state);
    const shown = [...page.querySelectorAll('[data-rate]')].map((one) => text(one.querySelector('.value')));
    expect(shown).toEqual(['90.10%', '80.20%', '59.41%']);
    const below = text(page.querySelector('.rates .below'));
    expect(below).toBe('有效回访 1,010 口径 bj-2025-district 2026-07 期 进行中');
  });

  it('[WAL36] say against the period before by how much they moved', () => {
    const wall = filledWall('live', 'zh', RATED);
    wall.show(
      'rates',
      [rates('2026-07', 'A', 100, 98, 90, 80), rates('2026-06', 'A', 100, 97, 90, 81)],
      1_240,
    );
    wall.pass(1_000);
    const page = show(wall.state);
    const moves = [...page.querySelectorAll('[data-rate]')].map((one) => text(one.querySelector('.change')));
    expect(moves).toEqual(['▲1.00', '', '▼1.00']);
  });

  it('[WAL36] are a dash and words where nobody was called back', () => {
    const wall = filledWall('live', 'zh', RATED);
    wall.show('rates', [], 1_240);
    wall.pass(1_000);
    const page = show(wall.state);
    expect(text(page.querySelector('.rates'))).toContain('—（无有效回访）');
    expect(page.querySelector('[data-shown]')).toBeNull();
    expect(page.textContent).toContain('本期尚无有效回访');
  });

  it('[WAL37] give way to the loads of the units in a city without a definition of rates', () => {
    const page = show(filledWall('live', 'zh').state);
    expect(page.textContent).toContain('承办单位');
    expect(page.querySelector('[data-rate]')).toBeNull();
  });
});

describe('the ranking board', () => {
  it('[WAL34] ranks within a tier by the hub’s comparator, and tells those without a rank apart', () => {
    const page = show(rated().state);
    expect(inOrder(page)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']);
    const first = codes(page).find((line) => line.dataset['unit'] === 'A');
    expect(first?.dataset).toMatchObject({ rank: '1', score: '9112', n: '100' });
    expect(text(first)).toBe('1 A街道 91.12 100 ▲2');
    expect(first?.querySelector('.whisker')).not.toBeNull();
    const last = [...page.querySelectorAll<HTMLElement>('.last [data-unit]')];
    expect(last.map((line) => [line.dataset['unit'], line.dataset['rank']])).toEqual([
      ['I', '9'],
      ['J', '10'],
    ]);
    expect(text(page.querySelector('.small'))).toContain('未排名 2');
  });

  it('[WAL34] begins the last ones on a wide wall with the first that its longer list does not show', () => {
    const wall = rated();
    const ranked = ROWS.filter((row) => row[0] !== '2026-07 J');
    wall.show('rates', ranked, 1_241);
    wall.pass(1_000);
    const page = show(wall.state);
    const last = [...page.querySelectorAll<HTMLElement>('.last [data-unit]')];
    const placed = last.map((line) => [
      line.dataset['unit'],
      line.matches('.only-narrow'),
      placeOnWide(line),
    ]);
    expect(placed).toEqual([
      ['H', true, '-1'],
      ['I', false, '0'],
    ]);
  });

  it('[WAL34] greys a unit with few callbacks and says why it has no rank', () => {
    const wall = filledWall('live', 'zh', RATED);
    wall.show('rates', [rates('2026-07', 'K', 4, 4, 4, 4), rates('2026-07', 'A', 5, 5, 5, 5)], 1_240);
    wall.pass(1_000);
    const page = show(wall.state);
    const few = codes(page).find((line) => line.dataset['unit'] === 'K');
    expect(few?.matches('.unranked')).toBe(true);
    expect(text(few)).toContain('样本不足');
    const none = codes(page).find((line) => line.dataset['unit'] === 'B');
    expect(text(none)).toContain('—（无有效回访）');
  });

  it('[WAL34] says of a unit without a grade that it has none, where grades alone count', () => {
    const split = { ...PROFILE, splitDenominator: true, minSampleByTier: { CORE: 12 } };
    const wall = filledWall('live', 'zh', { ...RATED, profiles: [split] });
    const ungraded = (code: string, rated: number): Row =>
      rates('2026-07', code, 30, 30, 30, rated).toSpliced(1 + RATE_COLUMNS.indexOf('rated'), 1, rated);
    wall.show('rates', [ungraded('A', 20), ungraded('B', 11), ungraded('C', 0)], 1_240);
    wall.pass(1_000);
    const page = show(wall.state);
    const told = (code: string) => codes(page).find((line) => line.dataset['unit'] === code);
    expect(told('A')?.dataset).toMatchObject({ rank: '1', n: '20' });
    expect(text(told('B'))).toContain('样本不足');
    expect(text(told('C'))).toContain('无满意度评价');
    expect(text(told('D'))).toContain('无有效回访');
    expect(text(page.querySelector('.small'))).toContain('样本≥12');
  });

  it('[WAL35] moves its elements when the order changes, and makes none', () => {
    const wall = rated();
    const page = show(wall.state);
    const before = new Map(codes(page).map((line) => [line.dataset['unit'], line]));
    wall.show(
      'rates',
      [rates('2026-07', 'C', 100, 100, 100, 100), ...ROWS.filter((row) => row[0] !== '2026-07 C')],
      1_241,
    );
    wall.pass(1_000);
    flushSync();
    expect(inOrder(page).slice(0, 3)).toEqual(['C', 'A', 'B']);
    for (const line of codes(page)) expect(line).toBe(before.get(line.dataset['unit']));
  });

  it('[WAL34] takes the rank of a unit whose row left the table, and ranks the others without it', () => {
    const wall = rated();
    const page = show(wall.state);
    wall.show(
      'rates',
      ROWS.filter((row) => row[0] !== '2026-07 A'),
      1_241,
    );
    wall.pass(1_000);
    flushSync();
    expect(inOrder(page).slice(0, 3)).toEqual(['B', 'C', 'D']);
    const [first] = codes(page).filter((line) => line.dataset['unit'] === 'B');
    expect(first?.dataset).toMatchObject({ rank: '1' });
    const of = (code: string) =>
      wall.state.slow.rated?.tiers.flatMap(({ lines }) => lines).find((line) => line.code === code);
    expect(of('A')).toMatchObject({ rank: null, valid: 0 });
  });

  it('[WAL35] gives the elements of those that went to those that came', () => {
    const first = keepPlaces([], ['a', 'b', 'c'], 4);
    expect(first).toEqual(['a', 'b', 'c', undefined]);
    expect(keepPlaces(first, ['c', 'd', 'a', 'e'], 4)).toEqual(['a', 'd', 'c', 'e']);
    expect(keepPlaces(first, ['x'], 2)).toEqual(['x', undefined]);
  });

  it('[WAL39] turns to the next tier every eight seconds of the hub’s time, whoever looks', () => {
    const wall = rated();
    const page = show(wall.state);
    const seen: string[] = [];
    for (let second = 0; second < 16; second++) {
      seen.push(inOrder(page)[0] ?? '');
      wall.pass(1_000);
      flushSync();
    }
    const turns = seen.slice(1).filter((code, i) => code !== seen[i]).length;
    expect(new Set(seen)).toEqual(new Set(['A', 'M']));
    expect(turns).toBe(2);
    expect(seen[0]).toBe(Math.floor((NOON + 1_000) / 8_000) % 2 === 0 ? 'A' : 'M');
  });

  it('[WAL38] shows every unit in a place of its own, by parent and code, by the fifth of its tier', () => {
    const wall = rated();
    const groups = stripGroups(
      wall.state.slow.rated?.tiers ?? [],
      (code) => wall.state.city.unitFacts(code)?.parentCode,
    );
    expect(groups.map(({ parent, cells }) => [parent, cells.map(({ code }) => code).join('')])).toEqual([
      ['EAST', 'BDFHJLM'],
      ['WEST', 'ACEGIK'],
    ]);
    const fifths = Object.fromEntries(
      groups.flatMap(({ cells }) => cells.map(({ code, fifth }) => [code, fifth])),
    );
    expect(fifths).toMatchObject({ A: 5, B: 5, C: 4, I: 1, J: 1, K: 0, L: 0, M: 5 });
    const layout = stripSpans(groups, 3);
    expect(layout).toEqual({
      spans: [
        { from: 0, columns: 4 },
        { from: 5, columns: 4 },
      ],
      columns: 9,
    });
    // Column by column, three places each: B F · D H · and so on, then a column that parts the two.
    const placed = [...cellsOf(groups, layout, 3)];
    const [east = { cells: [] }] = groups;
    expect(placed.slice(0, 6)).toEqual([fifths['B'], fifths['J'], NOBODY, fifths['D'], fifths['L'], NOBODY]);
    expect(placed.slice(12, 15)).toEqual([NOBODY, NOBODY, NOBODY]);
    expect(placed.filter((fifth) => fifth !== NOBODY)).toHaveLength(13);
    expect(east.cells).toHaveLength(7);
  });

  it('[WAL46] is worked out once a second, and the strip says as of which event', () => {
    const wall = rated();
    const page = show(wall.state);
    const drawn = () => page.querySelector('[data-seq]')?.getAttribute('data-drawn');
    const before = inOrder(page);
    wall.show('rates', [rates('2026-07', 'J', 100, 100, 100, 100)], 1_300);
    flushSync();
    expect(inOrder(page)).toEqual(before);
    expect(drawn()).toBe('1240');
    wall.pass(1_000);
    flushSync();
    expect(inOrder(page)[0]).toBe('J');
    expect(drawn()).toBe('1300');
  });
});

it('[WAL66] shows 100% of all alone, and a trace not as nothing', () => {
  const told = [0.996, 0.99999, 1, 0.0004, 0.0005, 0.000_000_1, 0, 0.0996, 0.094].map(formatShare);
  expect(told).toEqual(['99%', '99%', '100%', '<0.1%', '0.1%', '<0.1%', '0%', '10%', '9.4%']);
});

describe('what fails', () => {
  const BROKEN = '此栏出错，请刷新页面。';
  const broken = (page: HTMLElement) => [...page.querySelectorAll('.broken')].map((one) => text(one));

  it('[WAL67] fails alone: a broken ranking takes its own two places, and the others live on', () => {
    const wall = rated();
    vi.spyOn(wall.state.slow, 'rated', 'get').mockImplementation(() => {
      throw new Error('no ranking');
    });
    const page = show(wall.state);
    expect(broken(page)).toEqual([BROKEN, BROKEN]);
    expect(text(page.querySelector('.kpis'))).toContain('今日受理 CTB4 9,000');
    for (const part of ['header .clock', 'footer', '.tile', '[data-case]'])
      expect(page.querySelector(part)).not.toBeNull();
    expect(page.textContent).toContain('可救工单');
  });

  it.each([
    { part: 'head', spy: ({ city }: WallState) => vi.spyOn(city.times, 'date') },
    { part: 'headline', spy: ({ recent }: WallState) => vi.spyOn(recent, 'change') },
    { part: 'foot', spy: ({ channels }: WallState) => vi.spyOn(channels, 'unordered', 'get') },
    { part: 'notice', spy: ({ feed }: WallState) => vi.spyOn(feed, 'text') },
  ])('[WAL67] fails alone: the $part', ({ spy }) => {
    const wall = rated();
    spy(wall.state).mockImplementation(() => {
      throw new Error('broken');
    });
    const page = show(wall.state);
    expect(broken(page)).toEqual([BROKEN]);
    expect(page.querySelectorAll('main .panel').length).toBeGreaterThanOrEqual(7);
  });

  it('[WAL60] reads the rates by the time of the data: without the hub they stay in their period', () => {
    const wall = rated();
    const page = show(wall.state);
    const below = () => text(page.querySelector('.rates .below'));
    const before = below();
    expect(before).toContain('2026-07 期');
    // Past the 19th of July, with which the next period begins.
    wall.pass(30 * 86_400_000);
    flushSync();
    expect(below()).toBe(before);
    wall.beat();
    wall.pass(1_000);
    flushSync();
    expect(below()).toContain('2026-08 期');
  });
});

it('[WAL66] tells growth as a share, and from twice on as times', () => {
  const told = [0, 0.234, -0.11, 0.994, 1, 2.68, 8.94, 8.96, 11.3, 98.6, 1e7].map(formatGrowth);
  expect(told).toEqual([
    ...['0%', '+23%', '−11%', '+99%', '×2.0', '×3.7', '×9.9', '×10', '×12', '>×99', '>×99'],
  ]);
});

it('[WAL33] tells shares and changes with their signs', () => {
  expect([0.58, 0.027, 0, 1].map(formatShare)).toEqual(['58%', '2.7%', '0%', '100%']);
  expect([12, -3, 0, 1_234].map((change) => formatChange(change))).toEqual(['+12', '−3', '0', '+1,234']);
  expect(formatChange(-0.04, 1)).toBe('0.0');
});
