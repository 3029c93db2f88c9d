import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Ticked } from '../sides/openSetSide.ts';
import type { Finding, Target } from './Target.ts';

const CASES = 400_000;
const ROUNDS = 5;
/** In so many, every case has been moved once. */
const TICKS = 4_500;
const MOST_US = 50;
const MOST_MB = 64;
const MOST_LOAD_MS = 1_500;

export const openCases: Target = {
  id: 'P8',
  path: 'open set and clock keeper, 400,000 open cases',
  target: '≤ 50 µs a tick, ≤ 64 MB, loaded in ≤ 1.5 s, never more than one tick late',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const folder = bench.folder('open-cases');
  mkdirSync(folder);
  const path = join(folder, 'open.db');
  const side = await bench.side('openSet', ['--expose-gc']);
  await side.ask('build', path, CASES);
  const loads: number[] = [];
  const sizes: number[] = [];
  const ticks: Ticked[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, mb } = await side.ask('load', path);
    loads.push(ms);
    sizes.push(mb);
  }
  for (let round = 0; round < ROUNDS; round++) ticks.push(await side.ask('tick', path, TICKS));
  const tick = figuresOf(ticks.map(({ medianUs }) => medianUs));
  const load = figuresOf(loads);
  const size = figuresOf(sizes);
  const fired = ticks.reduce((sum, one) => sum + one.fired, 0);
  const late = ticks.reduce((sum, one) => sum + one.late, 0);
  const worst = figuresOf(ticks.map(({ worstUs }) => worstUs)).max;
  return {
    ours:
      `${told(tick, 'µs a tick', 1)}; ${told(size, 'MB', 1)}; loaded in ${told(load, 'ms')} of CPU; ` +
      `${late} of ${plain(fired)} clocks late`,
    other: '–',
    ratio: '–',
    holds: tick.median <= MOST_US && size.median <= MOST_MB && load.median <= MOST_LOAD_MS && late === 0,
    note:
      'Loading is told in processor time. A tick stands for 250 ms in which about one clock falls due and 100 cases get another due time; ' +
      `each round's figure is the median of ${plain(TICKS)} ticks, and the longest of all took ${plain(worst)} µs.`,
  };
}
