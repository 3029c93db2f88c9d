import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { commonCategories } from '../../client/wall/commonCategories.ts';
import Wall from '../../client/wall/Wall.svelte';
import { WallState } from '../../client/wall/WallState.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';
import { NOON, NO_PICTURES, ROWS, filledWall } from './filledWall.ts';

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(Wall, { target, props: { state } });
  flushSync();
  return target;
}

const text = (one: Element | null | undefined) => (one?.textContent ?? '').replace(/\s+/g, ' ').trim();

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
});

/** The headline row of all cases with another count of those received. */
const received = (count: number) => [(ROWS.kpi?.[0] ?? []).with(1, count), ROWS.kpi?.[1] ?? []];

describe('the headline counts', () => {
  it('[WAL33] say by how much they moved within the last minute, once a whole minute was seen', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    const change = () => {
      flushSync();
      return text(page.querySelector('.tile .change'));
    };
    const second = (count: number) => {
      wall.show('kpi', received(count), 1_240);
      wall.beat();
      wall.pass(1_000);
    };
    for (let i = 1; i <= 60; i++) second(10_000 + i);
    expect(change()).toBe('');
    second(10_061);
    expect(change()).toBe('1分 +60');
    for (let i = 0; i < 60; i++) second(10_061);
    expect(change()).toBe('');
  });

  it('[WAL61] tell no change over an outage, and begin a new minute after it', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    const change = () => text(page.querySelector('.tile .change'));
    const seconds = (count: number, value: number) => {
      for (let i = 0; i < count; i++) {
        wall.beat();
        wall.show('kpi', received(value), 1_240);
        wall.pass(1_000);
      }
      flushSync();
    };
    seconds(62, 10_000);
    wall.pass(5_000);
    for (let i = 0; i < 600; i++) wall.pass(1_000);
    seconds(60, 10_400);
    expect(change()).toBe('');
    seconds(1, 10_401);
    seconds(1, 10_402);
    expect(change()).toBe('1分 +2');
  });

  it('[WAL61] tell no change from one log to another', () => {
    const wall = filledWall('live', 'zh');
    for (let i = 0; i < 62; i++) {
      wall.beat();
      wall.pass(1_000);
    }
    expect(wall.state.recent.change('received')).toBe(0);
    const told = { contractVersion: 1, epoch: 'e2', hubTime: NOON + 62_000, rate: 1, mode: 'live' as const };
    wall.state.greeted({ ok: true, ...told, city: 'nyc', screen: 'A-03', granted: [] });
    wall.show('kpi', received(12), 3);
    wall.beat();
    wall.pass(1_000);
    expect(wall.state.recent.change('received')).toBeUndefined();
  });

  it('[WAL40] stand beside the day’s categories, most first, each with its share and its change of share', () => {
    const rows = [
      { key: '20260627 A', received: 30 },
      { key: '20260627 B', received: 60 },
      { key: '20260627 D', received: 10 },
      { key: '20260627 C', received: 10 },
      { key: '20260627 E', received: 0 },
      { key: '20260626 A', received: 50 },
      { key: '20260625 B', received: 50 },
    ];
    const { list: shown, days } = commonCategories(rows, '20260627', false);
    expect(days).toBe(2);
    expect(shown.map(({ code }) => code)).toEqual(['B', 'A', 'C', 'D']);
    expect(shown[1]).toMatchObject({ received: 30 });
    expect(shown[1]?.share).toBeCloseTo(30 / 110);
    expect(shown[1]?.change).toBeCloseTo(30 / 110 - 0.5);
    expect(shown[2]?.change).toBeCloseTo(10 / 110);
    expect(commonCategories(rows.slice(0, 2), '20260627', false)).toMatchObject({
      days: 0,
      list: [{ change: undefined }, { change: undefined }],
    });
    expect(commonCategories(rows, '20260628', false).list).toEqual([]);
  });

  it('[WAL62] compare the categories with at most seven whole days, never with the day that the table cuts', () => {
    // Eight days and today alike, and of the day before only what has the highest codes.
    const day = (n: number) => String(20260627 - n);
    const flat = (n: number, codes: readonly string[]) =>
      codes.map((code) => ({ key: `${day(n)} ${code}`, received: 50 }));
    const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => flat(n, ['A', 'B', 'C']));
    const cut = [...rows.filter(({ key }) => key < day(-1)), ...flat(9, ['C'])];
    const changes = (told: ReturnType<typeof commonCategories>) => told.list.map(({ change }) => change);
    expect(commonCategories(cut, '20260627', true).days).toBe(7);
    expect(changes(commonCategories(cut, '20260627', true))).toEqual([0, 0, 0]);
    const short = [...flat(0, ['A', 'B', 'C']), ...flat(1, ['A', 'B', 'C']), ...flat(2, ['C'])];
    expect(commonCategories(short, '20260627', true)).toMatchObject({ days: 1 });
    expect(changes(commonCategories(short, '20260627', true))).toEqual([0, 0, 0]);
    expect(changes(commonCategories(short, '20260627', false))).not.toEqual([0, 0, 0]);
  });

  it('[WAL62] say with how many days they are compared, and nothing where there is none', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    const versus = () => text(page.querySelector('.versus'));
    expect(versus()).toBe('');
    wall.show(
      'categories',
      [
        ['20260627 010101', 9, 4, 0, 5],
        ['20260626 010101', 9, 4, 0, 5],
        ['20260625 010101', 9, 4, 0, 5],
      ],
      1_240,
    );
    wall.pass(1_000);
    flushSync();
    expect(versus()).toBe('较前 2 日');
  });

  it('[WAL41] stand over the day’s channels by share and the gaps that are not empty', () => {
    const foot = text(show(filledWall('live', 'zh').state).querySelector('footer'));
    expect(foot).toContain('渠道 网站 67%电话 33%');
    expect(foot).toContain('缺项 无坐标 114区域未识别 6 坏行 1');
    expect(foot).not.toContain('市域外');
  });

  it('[WAL220] name the city’s channels alone and count any other word as unknown', () => {
    const wall = filledWall('live', 'zh');
    const odd = ['constructor', '__proto__', 'toString', '张三13800138000'];
    wall.show('channels', [['20260627 web', 600], ...odd.map((word) => [`20260627 ${word}`, 100])], 1_240);
    flushSync();
    const foot = text(show(wall.state).querySelector('footer'));
    expect(foot).toContain('渠道 网站 60%未知 40%');
    for (const word of [...odd, 'function', 'native']) expect(foot).not.toContain(word);
  });
});

it('[WAL68] does not say of the trend that nothing was received when the running quarter has counted', () => {
  const wall = filledWall('live', 'zh');
  const page = show(wall.state);
  const trend = () =>
    text([...page.querySelectorAll('.panel')].find((one) => text(one).includes('受理趋势')));
  wall.show('trend', [], 1_240);
  wall.pass(1_000);
  flushSync();
  expect(trend()).toContain('今日尚无受理');
  wall.show('trend', [[String(NOON), 200, 4]], 1_241);
  wall.pass(1_000);
  flushSync();
  expect(trend()).not.toContain('今日尚无受理');
});

it('[WAL42] says how far the filling in of past cases has come, while it lasts', () => {
  const wall = filledWall('live', 'zh');
  const page = show(wall.state);
  const notice = () => text(page.querySelector('[data-feed="backfilling"]'));
  expect(notice()).toBe('');
  wall.show('feed', [['sim', 'simulate', 'backfilling', 1_234, 5_000, 0]], 1_240);
  flushSync();
  expect(notice()).toContain('1,234 / 5,000（25%）');
  wall.show('feed', [['sim', 'simulate', 'running', 5_000, 5_000, 0]], 1_241);
  flushSync();
  expect(notice()).toBe('');
});

describe('what every panel says of itself', () => {
  it('[WAL43] from how many it is, by which definition, and as of when', () => {
    const page = show(filledWall('live', 'zh').state);
    const panels = [...page.querySelectorAll('.panel')];
    expect(panels.length).toBeGreaterThanOrEqual(7);
    for (const panel of panels) {
      const head = text(panel.querySelector('header'));
      expect(head).toMatch(/ n [\d,.]+万? /);
      expect(head).toMatch(/12:00:00$/);
      expect(panel.querySelector('[data-definition]'), head).not.toBeNull();
    }
  });

  it('[WAL43] a panel that waits for rows it missed is as of the last moment it was whole', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    wall.screen.connected();
    for (const [table, rows] of Object.entries(ROWS))
      if (table !== 'trend') wall.show(table as TableName, rows, 1_240);
    wall.state.clock.beat({ hubTime: NOON + 5_000, rate: 1 });
    flushSync();
    const asOf = (area: string) =>
      text(page.querySelector(`.panel[style*="${area}"] header [data-panel-as-of]`));
    expect([asOf('trend'), asOf('intake')]).toEqual(['12:00:00', '12:00:05']);
    wall.show('trend', ROWS.trend ?? [], 1_240);
    flushSync();
    expect(asOf('trend')).toBe('12:00:05');
  });
});

describe('what keeps the panels from ageing', () => {
  it('[WAL45] moves the page with the hub’s time and dims it at night', () => {
    const wall = filledWall();
    const page = show(wall.state);
    const place = () => page.querySelector<HTMLElement>('.wall')?.style.translate;
    const before = place();
    expect(document.documentElement.hasAttribute('data-night')).toBe(false);
    wall.pass(10 * 60_000);
    flushSync();
    expect(place()).not.toBe(before);
    // Ten hours after noon.
    wall.pass(9 * 3_600_000 + 50 * 60_000);
    flushSync();
    expect(document.documentElement.hasAttribute('data-night')).toBe(true);
  });

  it('[WAL45] leaves the page in its place and bright before the hub’s time is known', () => {
    const { language } = filledWall().state;
    const state = new WallState(language, () => NOON, NO_PICTURES);
    expect(state.isNight).toBe(false);
    expect(Math.abs(state.shift.x) + Math.abs(state.shift.y)).toBeLessThanOrEqual(8);
  });
});
