import '../../client/styles/tokens.css';
import { BarChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { flushSync, mount } from 'svelte';
import RatingPanel from '../../client/wall/RatingPanel.svelte';
import { must } from '../../shared/lib/assert.ts';
import { BusyWall } from './BusyWall.ts';
import PanelStage from './PanelStage.svelte';

use([BarChart, GridComponent, CanvasRenderer]);

const UNITS = 343;
/** The length of the race's animation; both sides get a second until the next update, as on a wall. */
const RACE_MS = 800;
const UPDATE_MS = 1_000;

const never = () => new Promise<never>(() => undefined);
let passed = 0;
const wall = new BusyWall(() => passed, { chart: never, map: never });
const board = must(document.getElementById('board'), 'the page has a #board');
mount(PanelStage, { target: board, props: { state: wall.state, Panel: RatingPanel } });

const race = init(must(document.getElementById('race'), 'the page has a #race'), null, {
  renderer: 'canvas',
});
const scores = Array.from({ length: UNITS }, (_, n) => 9_000 - n * 7);
race.setOption({
  animationDuration: 0,
  animationDurationUpdate: RACE_MS,
  animationEasing: 'linear',
  animationEasingUpdate: 'linear',
  grid: { left: 120, right: 60, top: 10, bottom: 20 },
  xAxis: { max: 'dataMax' },
  yAxis: {
    type: 'category',
    inverse: true,
    data: scores.map((_, n) => `单位${n}街道`),
    animationDurationUpdate: RACE_MS,
  },
  series: [{ type: 'bar', realtimeSort: true, data: scores, label: { show: true, valueAnimation: true } }],
});

const untilNext = () => new Promise((resolve) => setTimeout(resolve, UPDATE_MS));

// The benchmark's process calls these by name.
Object.assign(globalThis, {
  async board(changes: number, times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      wall.callbacks(changes);
      passed += UPDATE_MS;
      wall.state.tick();
      flushSync();
      await untilNext();
    }
  },
  async race(changes: number, times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      for (let i = 0; i < changes; i++) {
        const place = (i * 7 + time * 31) % UNITS;
        scores[place] = (scores[place] ?? 0) + 40 + i;
      }
      race.setOption({ series: [{ data: scores }] });
      await untilNext();
    }
    // A row that finds its place late moves on for a while: that is the race's, not of whoever is measured next.
    await untilNext();
    await untilNext();
  },
});
