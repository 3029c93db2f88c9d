import '../../client/styles/fonts.css';
import '../../client/styles/tokens.css';
import '../../client/styles/wall.css';
import { mount } from 'svelte';
import Wall from '../../client/wall/Wall.svelte';
import { must } from '../../shared/lib/assert.ts';
import type { MapView } from '../../shared/contract/mapView.ts';
import { BusyWall } from './BusyWall.ts';
import { NOON } from './fullTables.ts';

const TICK_MS = 250;
const BEAT_MS = 1_000;

const wall = new BusyWall(() => performance.now(), {
  chart: () => import('../../client/charts/TrendChart.svelte'),
  map: () => {
    wall.state.map.load(squares());
    return import('../../client/map/AreaMap.svelte');
  },
});
mount(Wall, {
  target: must(document.getElementById('wall'), 'the page has a #wall'),
  props: { state: wall.state },
});
setInterval(() => wall.state.tick(), TICK_MS);
setInterval(() => wall.beat(NOON + performance.now()), BEAT_MS);

/** A square for each area, in rows of twenty. */
function squares(): MapView {
  const areas = wall.state.city.city?.areas ?? [];
  return {
    type: 'FeatureCollection',
    note: null,
    schematic: true,
    missing: [],
    features: areas.map(({ code }, n) => {
      const [x, y] = [115 + (n % 20) / 10, 39 + Math.floor(n / 20) / 10];
      const corners: [number, number][] = [
        [x, y],
        [x + 0.1, y],
        [x + 0.1, y + 0.1],
        [x, y + 0.1],
        [x, y],
      ];
      return {
        type: 'Feature',
        properties: { code, level: 'area' },
        geometry: { type: 'Polygon', coordinates: [corners] },
      };
    }),
  };
}

// The benchmark's process calls this by name.
Object.assign(globalThis, {
  /** So many events a second in so many frames, for so many seconds. */
  async load(events: number, frames: number, seconds: number): Promise<void> {
    const count = frames * seconds;
    const startedAt = performance.now();
    for (let frame = 0; frame < count; frame++) {
      const share = Math.floor(((frame + 1) * events) / frames) - Math.floor((frame * events) / frames);
      wall.frame(share);
      const wait = startedAt + ((frame + 1) * 1_000) / frames - performance.now();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    }
  },
});
