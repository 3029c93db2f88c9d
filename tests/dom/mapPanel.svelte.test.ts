import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MapView } from '../../shared/contract/mapView.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Row } from '../../shared/tables/liveTable.ts';
import { MapFigures } from '../../client/wall/MapFigures.svelte.ts';
import { mapMarks } from '../../client/wall/mapMarks.ts';
import MapPanel from '../../client/wall/MapPanel.svelte';
import type { WallState } from '../../client/wall/WallState.ts';
import BrokenMap from './BrokenMap.svelte';
import { NOON, filledWall } from './filledWall.ts';
import PanelStage from './PanelStage.svelte';

const MINUTE = 60_000;
const VIEW: MapView = {
  type: 'FeatureCollection',
  note: { zh: '手绘示意', en: 'Drawn by hand' },
  schematic: true,
  missing: ['BRONX'],
  features: [
    {
      type: 'Feature',
      properties: { code: 'QUEENS', level: 'area' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [2, 0],
            [2, 2],
            [0, 0],
          ],
        ],
      },
    },
  ],
};

let mounted: Record<string, unknown> | undefined;

function show(state: WallState): HTMLElement {
  const target = document.createElement('div');
  document.body.replaceChildren(target);
  mounted = mount(PanelStage, { target, props: { state, Panel: MapPanel } });
  flushSync();
  return target;
}

function figuresOf(state: WallState): MapFigures {
  return new MapFigures(state);
}

function savable(caseNo: string, area: string, nearIn: number, soonIn: number, dueIn: number): Row {
  const at = (minutes: number): number => NOON + minutes * MINUTE;
  return [caseNo, at(dueIn), 'sign', at(nearIn), at(soonIn), 'L2', '010101', area, null];
}

afterEach(() => {
  if (mounted !== undefined) void unmount(mounted);
  mounted = undefined;
  vi.useRealTimers();
});

describe('what the map is told', () => {
  it('[MAP5] marks an area by the gravest of its cases, as their clocks stand at the instant', () => {
    const wall = filledWall();
    wall.show('cells', [], 1_240);
    wall.show(
      'savable',
      [
        savable('N1', 'QUEENS', -2, 10, 20),
        savable('N2', 'QUEENS', -9, -1, 5),
        savable('N3', 'BRONX', 1, 30, 60),
      ],
      1_240,
    );
    wall.show('overdue', [], 1_240);
    const at = (minutes: number) => Object.fromEntries(mapMarks(wall.state, NOON + minutes * MINUTE));
    expect(at(0)).toEqual({ QUEENS: 'soon' });
    expect(at(1)).toEqual({ QUEENS: 'soon', BRONX: 'near' });
    expect(at(6)).toEqual({ QUEENS: 'late', BRONX: 'near' });
    const late: Row = ['N4', 1, NOON - 900 * MINUTE, NOON - 1, 'handle', 'L1', '010101', 'BRONX', null];
    wall.show('overdue', [late], 1_241);
    expect(at(1)).toEqual({ QUEENS: 'soon', BRONX: 'late' });
  });

  it('[MAP15] marks every area with an overdue case as late, listed or not', () => {
    const wall = filledWall();
    wall.show(
      'cells',
      [
        ['BRONX', 9, 3, 1, 6],
        ['QUEENS', 9, 3, 0, 6],
      ],
      1_240,
    );
    wall.show('savable', [savable('N1', 'BRONX', -2, 10, 20), savable('N2', 'QUEENS', -2, 10, 20)], 1_240);
    expect(Object.fromEntries(mapMarks(wall.state, NOON))).toEqual({ BRONX: 'late', QUEENS: 'near' });
    expect(Object.fromEntries(mapMarks(wall.state, NOON, () => 'CITY'))).toEqual({ CITY: 'late' });
  });

  it('[MAP15] says in the legend that near and soon are of the listed savable cases', () => {
    const wall = filledWall('live', 'zh');
    wall.state.map.load(VIEW);
    const legend = show(wall.state).querySelector('.legend')?.textContent?.replaceAll(/\s+/g, ' ');
    expect(legend).toMatch(/■ ?超期 ?可救前 40 件 ?◆ ?将超 ?▲ ?临期/);
  });

  it('[MAP4] hands out marks anew only where one changed', () => {
    const wall = filledWall();
    wall.show('cells', [], 1_240);
    wall.show('savable', [savable('N1', 'QUEENS', -2, 10, 20)], 1_240);
    const figures = figuresOf(wall.state);
    $effect.root(() => {
      const before = figures.marks;
      wall.pass(1_000);
      wall.show('savable', [savable('N9', 'QUEENS', -3, 10, 20)], 1_241);
      expect(figures.marks).toBe(before);
      wall.pass(11 * MINUTE);
      expect([...figures.marks]).toEqual([['QUEENS', 'soon']]);
    })();
  });

  it('[MAP9] names the open cases that have no place on it, most first, and counts all', () => {
    const wall = filledWall();
    wall.state.map.load(VIEW);
    wall.show(
      'cells',
      [
        ['BRONX', 9, 3, 0, 6],
        ['QUEENS', 3_177, 1_000, 1, 2_177],
        ['unknown', 6, 6, 0, 0],
        ['withheld', 2, 0, 0, 2],
      ],
      1_240,
    );
    const figures = figuresOf(wall.state);
    expect(figures.besides).toEqual(['unknown', 'BRONX']);
    expect(figures.sample).toBe(1_009);
    expect([...figures.fills.keys()]).toContain('QUEENS');
  });

  it('[MAP8] paints a district as a whole where its areas have no shapes', () => {
    const wall = filledWall();
    const city = must(wall.state.city.city, 'the wall has its city');
    const areas = [
      { code: 'QUEENS', names: { zh: '皇后', en: 'Queens' } },
      { code: 'ASTORIA', names: { zh: '阿斯', en: 'Astoria' }, parentCode: 'QUEENS' },
    ];
    wall.state.city.load({ ...city, areas });
    const [shape] = VIEW.features;
    const district = {
      ...must(shape, 'one shape'),
      properties: { code: 'QUEENS', level: 'district' } as const,
    };
    wall.state.map.load({ ...VIEW, features: [district] });
    wall.show('cells', [['ASTORIA', 30, 20, 5, 10]], 1_240);
    const figures = figuresOf(wall.state);
    expect([...figures.fills.keys()]).toEqual(['QUEENS']);
    // So its mark stands where it is drawn.
    expect([...figures.marks]).toEqual([['QUEENS', 'late']]);
    expect(figures.fills.get('QUEENS')).toBe(8);
    expect(figures.labelled).toEqual([{ code: 'QUEENS', members: ['QUEENS', 'ASTORIA'] }]);
  });

  it('[MAP11] rings for a case as long as it is new by the hub’s time, at the hub’s rate', () => {
    const wall = filledWall();
    const figures = figuresOf(wall.state);
    const rows = (wallRows: readonly number[]): readonly Row[] =>
      wallRows.map((at, index) => [
        'N' + index,
        at,
        'web',
        'help',
        'L3',
        '010101',
        'QUEENS',
        null,
        'accepted',
      ]);
    wall.show('intake', rows([NOON - 5_000, NOON - 1_000, NOON]), 1_240);
    expect(figures.arrivals.map(({ caseNo, ageMs }) => [caseNo, ageMs])).toEqual(
      expect.arrayContaining([
        ['N1', 1_000],
        ['N2', 0],
      ]),
    );
    expect(figures.arrivals).toHaveLength(2);
    wall.pass(2_000);
    expect(figures.arrivals).toEqual([]);
    wall.state.link.beat(60);
    wall.show('intake', rows([NOON - 30_000]), 1_241);
    expect(figures.arrivals.map(({ ageMs }) => ageMs)).toEqual([32_000 / 60]);
  });
});

describe('the map panel', () => {
  const stage = (state: WallState) =>
    Object.assign(state, {
      pictures: { ...state.pictures, map: () => Promise.resolve({ default: BrokenMap }) },
    });

  it('[MAP10] shows tiles and says why, where the city has no shapes', () => {
    const wall = filledWall();
    const page = show(wall.state);
    expect(page.querySelectorAll('.tile')).toHaveLength(0);
    wall.state.map.load({ ...VIEW, features: [] });
    flushSync();
    const tiles = [...page.querySelectorAll('.tile')].map((tile) =>
      tile.textContent?.replaceAll(/\s+/g, ' '),
    );
    expect(tiles).toHaveLength(3);
    expect(tiles[0]).toContain('Queens');
    expect(tiles[2]).toContain('Unknown');
    expect(page.textContent).toContain('This city has no map');
    expect(page.querySelector('.legend')?.textContent).not.toContain('New case');
  });

  it('[MAP9] tells how many more places are not on the map, and their open cases together', async () => {
    const wall = filledWall('live', 'zh');
    wall.state.map.load({ ...VIEW, features: VIEW.features });
    wall.show(
      'cells',
      [9, 8, 7, 6, 1_200, 3].map((open, n) => [`X${n}`, open, open, 0, 0]),
      1_240,
    );
    const page = show(stage(wall.state));
    await vi.waitFor(() => must(page.querySelector('.stand-in'), 'the map is there'));
    const besides = page.querySelector('.besides');
    expect(besides?.querySelectorAll('.figures')).toHaveLength(4);
    expect(besides?.querySelector('.more')?.textContent?.replaceAll(/\s+/g, ' ').trim()).toBe('另 2 处 9');
  });

  it('[MAP12] says what the shapes are, in the page’s language', () => {
    const wall = filledWall('live', 'zh');
    wall.state.map.load(VIEW);
    expect(show(wall.state).querySelector('.legend')?.textContent).toContain('手绘示意');
    wall.state.language.toggle();
    flushSync();
    expect(document.querySelector('.legend')?.textContent).toContain('Drawn by hand');
  });

  it('[MAP10] shows tiles after the graphics context went away, and tries a map again', async () => {
    const wall = filledWall();
    wall.state.map.load(VIEW);
    const page = show(stage(wall.state));
    const button = await vi.waitFor(() => must(page.querySelector('button'), 'the map is there'));
    expect(page.textContent).toContain('Not on the map');
    vi.useFakeTimers();
    button.click();
    flushSync();
    expect(page.querySelectorAll('.tile').length).toBeGreaterThan(0);
    expect(page.textContent).toContain('graphics context was lost');
    vi.advanceTimersByTime(2_000);
    flushSync();
    expect(page.querySelector('.stand-in')).not.toBeNull();
    expect(page.querySelectorAll('.tile')).toHaveLength(0);
  });
});
