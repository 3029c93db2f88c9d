import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import MapPanel from '../../client/wall/MapPanel.svelte';
import { tilePages } from '../../client/wall/tilePages.ts';
import { CITY, filledWall } from './filledWall.ts';
import PanelStage from './PanelStage.svelte';

let mounted: Record<string, unknown> | undefined;
afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
});

it('[MAP380] tiles of many areas come on pages of at most twenty, each area on one, in turn', () => {
  const wall = filledWall('live', 'zh');
  const areas = Array.from({ length: 130 }, (_, i) => ({
    code: `A${i}`,
    names: { zh: `区域${i}`, en: `Area ${i}` },
  }));
  wall.state.city.load({ ...CITY, areas });
  wall.state.map.load({ type: 'FeatureCollection', note: null, schematic: true, missing: [], features: [] });
  wall.show(
    'cells',
    areas.map(({ code }) => [code, 5, 5, 0, 0]),
    1_240,
  );
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(PanelStage, { target, props: { state: wall.state, Panel: MapPanel } });
  flushSync();
  const seen = new Map<string, readonly string[]>();
  for (let turn = 0; turn < 7; turn++) {
    const tiles = [...target.querySelectorAll('[data-tile]')].map(
      (tile) => tile.getAttribute('data-tile') ?? '',
    );
    expect(tiles.length).toBeLessThanOrEqual(20);
    seen.set(target.querySelector('[data-page]')?.textContent?.trim() ?? '', tiles);
    wall.beat();
    wall.pass(8_000);
    flushSync();
  }
  expect([...seen.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((page) => `第 ${page} 页，共 7 页`));
  expect([...seen.values()].flat().sort()).toEqual(areas.map(({ code }) => code).sort());
  expect(tilePages([])).toEqual([[]]);
  expect(tilePages(areas.slice(0, 20))).toHaveLength(1);
});
