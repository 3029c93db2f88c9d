import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import Wall from '../../client/wall/Wall.svelte';
import type { WallState } from '../../client/wall/WallState.ts';
import { ROWS, filledWall } from './filledWall.ts';

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(Wall, { target, props: { state } });
  flushSync();
  return target;
}

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
});

const spoken = (page: HTMLElement) =>
  [...page.querySelectorAll('[role=status], [role=alert], [aria-live]')].map((one) =>
    (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
  );

describe('a wall for those who listen', () => {
  it('[WAL381] speaks when the state of link or data changes, and of no second and no count', () => {
    const wall = filledWall('live', 'zh');
    const page = show(wall.state);
    const before = spoken(page);
    expect(before).toEqual(['实时']);
    wall.show('kpi', [(ROWS.kpi?.[0] ?? []).with(1, 10_500)], 1_240);
    wall.beat();
    wall.pass(1_000);
    flushSync();
    expect(spoken(page)).toEqual(before);
    wall.show('feed', [['sim', 'simulate', 'backfilling', 10, 100, 0]], 1_241);
    flushSync();
    const filling = spoken(page);
    expect(filling).not.toEqual(before);
    wall.show('feed', [['sim', 'simulate', 'backfilling', 60, 100, 0]], 1_242);
    flushSync();
    expect(spoken(page)).toEqual(filling);
    wall.pass(40_000);
    flushSync();
    expect(spoken(page).join()).toContain('数据停滞');
  });

  it('[WAL382] the page is in the language that it shows, and its title names the city in it', () => {
    const wall = filledWall('live', 'zh');
    show(wall.state);
    expect([document.documentElement.lang, document.title]).toEqual(['zh-CN', '接诉即办 指挥中心 · 纽约市']);
    wall.state.language.toggle();
    flushSync();
    expect(document.documentElement.lang).toBe('en');
    expect(document.title).toMatch(/ · New York City$/);
  });

  it('[WAL383] every panel and every picture has a name', () => {
    const page = show(filledWall('live', 'zh').state);
    for (const one of page.querySelectorAll('section.panel, [role=img]'))
      expect(one.getAttribute('aria-label')).toBeTruthy();
    expect(page.querySelectorAll('section.panel').length).toBeGreaterThanOrEqual(6);
    for (const picture of page.querySelectorAll('canvas'))
      expect(picture.closest('[role=img]')?.getAttribute('aria-label')).toBeTruthy();
  });
});
