import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import Wall from '../../client/wall/Wall.svelte';
import { WallState } from '../../client/wall/WallState.ts';
import { NOON, NO_PICTURES, ROWS, filledWall } from './filledWall.ts';

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(Wall, { target, props: { state } });
  flushSync();
  return target;
}

function attribute(page: HTMLElement, selector: string, name: string): string | null {
  return page.querySelector(selector)?.getAttribute(name) ?? null;
}

function shown(page: HTMLElement, table: string, key: string, column: string): string | undefined {
  const selector = `[data-table="${table}"][data-key="${key}"][data-column="${column}"]`;
  const texts = [...page.querySelectorAll(selector)].map((one) => one.textContent?.trim());
  expect(new Set(texts).size).toBeLessThanOrEqual(1);
  return texts[0];
}

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
});

describe('the wall', () => {
  it('[WAL1] shows each counter with its table, key and column, thousands separated, the integer beside it', () => {
    const page = show(filledWall().state);
    expect(shown(page, 'kpi', 'all', 'received')).toBe('10,000');
    expect(shown(page, 'kpi', '20260627', 'received')).toBe('9,000');
    expect(shown(page, 'kpi', 'all', 'closed')).toBe('5,852');
    expect(shown(page, 'kpi', 'all', 'noPoint')).toBe('114');
    expect(shown(page, 'units', 'NYPD', 'received')).toBe('6,692');
    expect(attribute(page, '[data-table="kpi"][data-key="all"][data-column="received"]', 'data-value')).toBe(
      '10000',
    );
  });

  it('[WAL2] shows zero for a day that counted nothing, and a dash before the table is there', () => {
    const wall = filledWall();
    const page = show(wall.state);
    wall.pass(13 * 3_600_000);
    wall.beat();
    flushSync();
    expect(shown(page, 'kpi', '20260628', 'received')).toBe('0');
    const empty = show(new WallState(wall.state.language, () => 0, NO_PICTURES));
    expect(empty.querySelector('[data-value]')).toBeNull();
    expect(empty.querySelector('.kpis')?.textContent).toContain('—');
  });

  it('[WAL60] reads its tables by the time of the data: without the hub it stays on its day over midnight', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    const closedToday = () => shown(page, 'kpi', '20260627', 'closed');
    wall.pass(13 * 3_600_000);
    flushSync();
    expect(shown(page, 'kpi', '20260627', 'received')).toBe('9,000');
    expect(closedToday()).toBe('5,000');
    expect(shown(page, 'categories', '20260627 010101', 'received')).toBe('9,000');
    expect(page.querySelector('[data-key="20260628"]')).toBeNull();
    // The clock alone goes on, and says that nobody told it.
    expect(page.querySelector('.clock')?.textContent).toMatch(/推算.*6月28日.*01:00:00/s);
  });

  it('[WAL3] is live while beats arrive, amber after 3 s without one and stale after 30 s', () => {
    const wall = filledWall();
    const page = show(wall.state);
    const link = () => {
      flushSync();
      return [attribute(page, '[data-seq]', 'data-link'), attribute(page, '.wall', 'data-link')];
    };
    wall.pass(3_000);
    expect(link()).toEqual(['live', 'live']);
    wall.pass(1);
    expect(link()).toEqual(['amber', 'amber']);
    expect(page.querySelector('[data-seq]')?.textContent).toContain('Connection lost');
    wall.pass(27_000);
    expect(link()).toEqual(['stale', 'stale']);
    expect(shown(page, 'kpi', 'all', 'received')).toBe('10,000');
    wall.state.link.beat(1);
    expect(link()).toEqual(['live', 'live']);
  });

  it('[WAL4] says as of when and of which event its numbers are', () => {
    const page = show(filledWall().state);
    expect(attribute(page, '[data-seq]', 'data-seq')).toBe('1234');
    expect(attribute(page, '[data-seq]', 'data-as-of')).toBe(String(NOON));
    const strip = page.querySelector('[data-seq]')?.textContent;
    expect(strip).toContain('12:00:00');
    expect(strip).toContain('1,234');
    expect(strip).toContain('A-03');
  });

  it('[WAL5] marks replayed and simulated data, and live data not', () => {
    expect(show(filledWall('replay').state).textContent).toContain('Replayed data');
    expect(show(filledWall('simulate', 'zh').state).textContent).toContain('模拟数据');
    expect(show(filledWall('live').state).querySelector('[data-mode]')).toBeNull();
  });

  it('[WAL340] calls nothing live that is replayed, simulated or being filled in, in either language', () => {
    for (const [lang, live, names] of [
      ['zh', '实时', { replay: '回放', simulate: '模拟', backfilling: '补录中' }],
      ['en', 'Live', { replay: 'Replay', simulate: 'Simulation', backfilling: 'Filling in' }],
    ] as const) {
      expect(show(filledWall('live', lang).state).textContent).toContain(live);
      for (const mode of ['replay', 'simulate'] as const) {
        const wall = filledWall(mode, lang);
        const page = show(wall.state);
        const strip = () => page.querySelector('[data-seq] .word')?.textContent;
        expect([page.textContent?.includes(live), strip()]).toEqual([false, names[mode]]);
        wall.show('feed', [['f', mode, 'backfilling', 10, 50, 0, 0, 0, 5]], 1_240);
        flushSync();
        expect([page.textContent?.includes(live), strip()]).toEqual([false, names.backfilling]);
      }
    }
  });

  it('[WAL341] tells no speed of a clock that stands', () => {
    const wall = filledWall('replay');
    wall.state.link.beat(0);
    expect(show(wall.state).querySelector('[data-mode]')?.textContent?.trim()).toBe('Replayed data');
  });

  it('[WAL6] puts the newest case first and names what is unknown or only counted', () => {
    const page = show(filledWall().state);
    const lines = [...page.querySelectorAll('[data-case]')].map((line) => line.textContent ?? '');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('Unknown');
    expect(lines[1]).toContain('Counted only');
    expect(lines[1]).toContain('To dispatch');
    expect(lines[2]).toContain('Residential noise');
    expect(lines[2]).toContain('Queens · NYPD');
  });

  it('[WAL7] marks an overdue count by shape and word beside its colour, only when there is one', () => {
    const wall = filledWall();
    const page = show(wall.state);
    expect(page.querySelector('[data-alarm="late"]')).toBeNull();
    wall.show('deadlines', [['city', 4, 3, 2, 7]], 1_235);
    flushSync();
    expect(page.querySelector('[data-alarm="late"]')?.textContent).toMatch(/■\s*Overdue.*7.*1 units/s);
  });

  it('[WAL8] says in one sentence what to do when the screen is not paired', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    expect(page.querySelector('[role=alert]')).toBeNull();
    wall.state.link.refused('unauthenticated');
    flushSync();
    expect(page.querySelector('[role=alert]')?.textContent).toContain('/wall#screen=');
  });

  it('[WAL9] reuses its lines: new rows change texts, not elements', () => {
    const wall = filledWall();
    const page = show(wall.state);
    const before = [...page.querySelectorAll('[data-case]')];
    const row = ['NYC20260627000004', NOON, 'web', 'help', 'L3', '010101', 'BRONX', 'DHS', 'dispatched'];
    wall.show('intake', [...(ROWS.intake ?? []).slice(1), row], 1_240);
    flushSync();
    const after = [...page.querySelectorAll('[data-case]')];
    expect(after).toEqual(before);
    expect(after[0]?.textContent).toContain('Bronx');
  });

  it('[WAL10] isolates every name, so that text of another direction does not turn its neighbours round', () => {
    const wall = filledWall();
    const page = show(wall.state);
    const names = [...page.querySelectorAll('.name, .category, .city, .place')].filter(
      (one) => one.textContent !== '',
    );
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(name.matches('bdi') || name.querySelector('bdi') !== null).toBe(true);
  });
});
