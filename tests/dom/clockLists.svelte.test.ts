import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { formatSpan } from '../../client/i18n/format.ts';
import { zh } from '../../client/i18n/zh.ts';
import { fuseShare } from '../../client/wall/fuseShare.ts';
import { overdueInSight } from '../../client/wall/overdueInSight.ts';
import Wall from '../../client/wall/Wall.svelte';
import type { WallState } from '../../client/wall/WallState.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { NOON, filledWall } from './filledWall.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(Wall, { target, props: { state } });
  flushSync();
  return target;
}

/** A case whose clock of 40 minutes falls due so many minutes after noon: yellow at 20, orange at 8 before. */
function savable(number: number, dueIn: number, area = 'QUEENS'): Row {
  const due = NOON + dueIn * MINUTE;
  return [`S${number}`, due, 'sign', due - 20 * MINUTE, due - 8 * MINUTE, 'L1', '010101', area, 'NYPD'];
}

const closeTo = (share: number): unknown => expect.closeTo(share, 9);

/** A case that fell due so many minutes before noon, severe an hour after that. */
function overdue(number: number, lateBy: number, level = 1, area = 'QUEENS'): Row {
  const due = NOON - lateBy * MINUTE;
  return [`O${number}`, level * 1e13 + due, due, due + HOUR, 'handle', `L${level}`, '010101', area, 'NYPD'];
}

function lines(page: HTMLElement, list: 'savable' | 'overdue'): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>(`[data-list="${list}"]`)];
}

const text = (line: Element | undefined) => (line?.textContent ?? '').replace(/\s+/g, ' ').trim();

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
});

describe('the savable cases', () => {
  it('[WAL27] stand soonest first, each with colour, shape, word, countdown, level and place', () => {
    const wall = filledWall('live', 'zh');
    wall.show('savable', [savable(2, 15), savable(3, 100), savable(1, 5)], 1_240);
    const page = show(wall.state);
    const shown = lines(page, 'savable');
    expect(shown.map((line) => [line.dataset['key'], line.dataset['colour']])).toEqual([
      ['S1', 'orange'],
      ['S2', 'yellow'],
      ['S3', 'green'],
    ]);
    expect(text(shown[0])).toBe('◆ 1 居民住宅噪声 签收 将超 05:00 一级 皇后 · 纽约市警察局');
    expect(text(shown[1])).toContain('▲');
    expect(text(shown[2])).toContain('1时40分');
  });

  it('[WAL27] count down by the hub’s time and change colour without a word of the hub', () => {
    const wall = filledWall();
    wall.show('savable', [savable(1, 9)], 1_240);
    const page = show(wall.state);
    const line = () => lines(page, 'savable')[0];
    expect(line()?.dataset['colour']).toBe('yellow');
    wall.pass(MINUTE + 1_000);
    flushSync();
    expect(line()?.dataset['colour']).toBe('orange');
    expect(text(line())).toContain('07:59');
    // No beat for a minute: the wall says that the time is its own.
    expect(page.textContent).toContain('estimated');
  });

  it('[WAL28] show 00:00 only when the time is over', () => {
    const span = (ms: number) => formatSpan(ms, zh.span, true);
    expect([span(1), span(0), span(59_001), span(HOUR - 1), span(HOUR)]).toEqual([
      '00:01',
      '00:00',
      '01:00',
      '1时00分',
      '1时00分',
    ]);
    expect(formatSpan(999, zh.span)).toBe('00:00');
    expect(formatSpan(23 * HOUR + 59 * MINUTE, zh.span)).toBe('23时59分');
    expect(formatSpan(51 * HOUR, zh.span)).toBe('2天3时');
    expect(formatSpan(10_000_000 * 24 * HOUR, zh.span)).toBe('10,000,000天0时');
  });

  it('[WAL29] burn down a bar that is the whole budget: yellow and orange begin on it where they do in the budget', () => {
    const shares = (budgetMs: number, near: number, soon: number) => {
      const clock = {
        startAt: 0,
        budgetMs,
        nearAt: near * budgetMs,
        soonAt: soon * budgetMs,
        dueAt: budgetMs,
      };
      return [-0.1, 0, 0.25, near, 0.7, soon, 1, 2].map((part) => fuseShare(clock, part * budgetMs));
    };
    expect(shares(HOUR, 0.5, 0.8)).toEqual([0, 0, 0.25, 0.5, 0.7, 0.8, 1, 1].map(closeTo));
    expect(shares(2 * HOUR, 0.75, 0.9)).toEqual([0, 0, 0.25, 0.75, 0.7, 0.9, 1, 1].map(closeTo));
    expect(fuseShare({ startAt: 5, budgetMs: 1, nearAt: 5, soonAt: 5, dueAt: 5 }, 5)).toBe(1);
  });

  it('[WAL29] move that bar more slowly over the pauses of a clock', () => {
    // Of 24 h of open time 18 were used up after 30 h, of which twelve were a night.
    const clock = { startAt: 0, budgetMs: 24 * HOUR, nearAt: 30 * HOUR, soonAt: 33 * HOUR, dueAt: 36 * HOUR };
    expect(fuseShare(clock, 15 * HOUR)).toBeCloseTo(0.375);
    expect(fuseShare(clock, 30 * HOUR)).toBeCloseTo(0.75);
    expect(fuseShare(clock, 33 * HOUR)).toBeCloseTo(0.9);
  });

  it('[WAL63] count on as overdue once they have fallen due, though no hub takes them out', () => {
    const wall = filledWall('live', 'zh');
    const row = [...savable(1, 9), NOON - 31 * MINUTE, 40 * MINUTE];
    wall.show('savable', [row], 1_240);
    const page = show(wall.state);
    const line = () => lines(page, 'savable')[0];
    wall.pass(9 * MINUTE);
    flushSync();
    expect(text(line())).toContain('将超 00:00');
    wall.pass(2 * MINUTE + 5_000);
    flushSync();
    expect(line()?.dataset['colour']).toBe('red');
    expect(text(line())).toContain('签收 超期 +02:05');
    expect(page.textContent).toContain('推算');
    // Severe an hour after it was due, which is more than a quarter of the budget.
    wall.pass(58 * MINUTE);
    flushSync();
    expect(line()?.dataset['colour']).toBe('darkRed');
    expect(text(line())).toContain('严重 +1时00分');
  });
});

describe('the overdue cases', () => {
  it('[WAL30] stand gravest first with the time since they were due, and severe is said in a word', () => {
    const wall = filledWall('live', 'zh');
    wall.show('overdue', [overdue(1, 61, 2), overdue(2, 20, 1), overdue(3, 60, 1)], 1_240);
    const shown = lines(show(wall.state), 'overdue');
    expect(shown.map((line) => [line.dataset['key'], line.dataset['colour']])).toEqual([
      ['O3', 'darkRed'],
      ['O2', 'red'],
      ['O1', 'darkRed'],
    ]);
    expect(text(shown[0])).toContain('严重 +1时00分');
    expect(text(shown[1])).toContain('办理 超期 +20:00');
  });

  it('[WAL64] name the centre where no unit must act, and its area beside it', () => {
    const wall = filledWall('live', 'zh');
    const callback = overdue(1, 20).with(4, 'callback').with(8, null);
    wall.show('overdue', [callback], 1_240);
    const [line] = lines(show(wall.state), 'overdue');
    expect(text(line)).toBe('■ 6 居民住宅噪声 回访 超期 +20:00 一级 皇后 · 热线中心');
  });

  it('[WAL65] are counted as they are listed, whether or not a breach is recorded', () => {
    const wall = filledWall('live', 'zh');
    wall.show('overdue', [overdue(1, 20)], 1_240);
    wall.show('deadlines', [['city', 0, 0, 0, 1]], 1_240);
    const page = show(wall.state);
    expect(text(page.querySelector('[data-alarm="late"] .value') ?? undefined)).toBe('1');
    expect(page.textContent).toMatch(/已超期.*n 1 DLT3/s);
  });

  it('[WAL30] keep the case in sight that went overdue last, however little it weighs', () => {
    const rows = [overdue(1, 90), overdue(2, 80), overdue(3, 70), overdue(4, 60), overdue(5, 1, 4)];
    const sight = (places: number, from: readonly Row[]) =>
      overdueInSight(from, (row) => Number(row[2]), places).map((row) => row[0]);
    expect(sight(4, rows)).toEqual(['O1', 'O2', 'O3', 'O5']);
    expect(sight(4, rows.slice(0, 4))).toEqual(['O1', 'O2', 'O3', 'O4']);
    expect(sight(4, [])).toEqual([]);
  });

  it('[WAL30] blink in the first minute after the breach only', () => {
    const wall = filledWall();
    wall.show('overdue', [overdue(1, 0.5), overdue(2, 1)], 1_240);
    const page = show(wall.state);
    const blinking = () =>
      lines(page, 'overdue')
        .filter((line) => line.querySelector('.blink') !== null)
        .map((line) => line.dataset['key']);
    expect(blinking()).toEqual(['O1']);
    wall.pass(31_000);
    flushSync();
    expect(blinking()).toEqual([]);
  });
});

describe('what leads the eye', () => {
  it('[WAL31] is a number that a line and its area on the map share, at most nine', () => {
    const wall = filledWall();
    wall.show(
      'savable',
      [1, 2, 3, 4, 5, 6, 7].map((n) => savable(n, 10 + n)),
      1_240,
    );
    wall.show(
      'overdue',
      [1, 2, 3, 4, 5, 6].map((n) => overdue(n, 100 - n, 1, 'BRONX')),
      1_241,
    );
    const page = show(wall.state);
    expect(wall.state.focus.map(({ label }) => label).join('')).toBe('123456789');
    expect(wall.state.focus[5]).toEqual({ caseNo: 'O1', areaCode: 'BRONX', label: '6', list: 'overdue' });
    for (const { list, caseNo, label } of wall.state.focus) {
      expect(
        text(page.querySelector(`[data-list="${list}"][data-key="${caseNo}"] .label`) ?? undefined),
      ).toBe(label);
    }
  });

  it('[WAL31] leaves out an area that nobody knows or may know, and the others keep their numbers', () => {
    const wall = filledWall();
    wall.show('savable', [savable(1, 5, 'withheld'), savable(2, 6), savable(3, 7, 'unknown')], 1_240);
    expect(wall.state.focus.map(({ caseNo, label }) => [caseNo, label])).toEqual([['S2', '2']]);
  });

  it('[WAL31] stays the same list while nothing of it changes', () => {
    const wall = filledWall();
    wall.show('savable', [savable(1, 5)], 1_240);
    let told = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        void wall.state.focus;
        told++;
      });
    });
    flushSync();
    wall.show(
      'savable',
      [savable(1, 5), ...[2, 3, 4, 5, 6].map((n) => savable(n, 50 + n))].slice(0, 1),
      1_241,
    );
    flushSync();
    expect(told).toBe(1);
    wall.show('savable', [savable(1, 5), savable(2, 6)], 1_242);
    flushSync();
    expect(told).toBe(2);
    stop();
  });

  it('[WAL32] marks for a minute what came, and nothing that the first snapshot brought', () => {
    const wall = filledWall();
    const page = show(wall.state);
    const fresh = () =>
      [...page.querySelectorAll('[data-fresh="true"]')].map((line) => line.getAttribute('data-key'));
    wall.show('savable', [savable(1, 50)], 1_240);
    flushSync();
    expect(fresh()).toEqual(['S1']);
    const later = (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        wall.beat();
        wall.pass(1_000);
      }
    };
    later(30);
    wall.show('savable', [savable(1, 50), savable(2, 60)], 1_241);
    later(29);
    flushSync();
    expect(fresh()).toEqual(['S1', 'S2']);
    wall.pass(1_000);
    flushSync();
    expect(fresh()).toEqual(['S2']);
    expect(page.querySelector('[data-case].fresh')).toBeNull();
  });
});

it('[WAL61] marks nothing as new that an outage left out, and what comes after it is', () => {
  const wall = filledWall();
  const page = show(wall.state);
  const fresh = () =>
    [...page.querySelectorAll('[data-fresh="true"]')].map((line) => line.getAttribute('data-key'));
  wall.show('savable', [savable(1, 50)], 1_240);
  for (let i = 0; i < 600; i++) wall.pass(1_000);
  wall.state.link.beat(1);
  wall.show('savable', [savable(1, 50), savable(2, 60)], 1_300);
  wall.beat();
  wall.show('savable', [savable(1, 50), savable(2, 60), savable(3, 70)], 1_300);
  flushSync();
  expect(fresh()).toEqual([]);
  wall.show('savable', [savable(2, 60), savable(3, 70), savable(4, 80)], 1_301);
  flushSync();
  expect(fresh()).toEqual(['S4']);
});

it('[WAL44] says in words that nothing is savable, overdue or received, and shows a dash before it is known', () => {
  const wall = filledWall('live', 'zh');
  for (const table of ['kpi', 'intake', 'trend', 'categories', 'units'] as const) wall.show(table, [], 1_240);
  wall.pass(1_000);
  const page = show(wall.state);
  for (const words of [
    zh.savable.empty,
    zh.overdue.empty,
    zh.intake.empty,
    zh.trend.empty,
    zh.categories.empty,
  ])
    expect(page.textContent).toContain(words);
  expect(text(page.querySelector('.kpis') ?? undefined)).toContain('今日受理 CTB4 0');
});
