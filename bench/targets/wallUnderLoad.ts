import { figuresOf, plain, told } from '../measure/Figures.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const EVENTS = 50;
/** As often as a hub with twenty screens sends. */
const FRAMES = 20;
const SECONDS = 20;
const ROUNDS = 3;
const MINUTE = 60;
const MOST_CORE = 0.2;
const MOST_GROWTH = 1.05;

export const wallUnderLoad: Target = {
  id: 'P16',
  path: 'wall page at 50 events a second',
  target: '≤ 0.2 of a core of main thread; heap without compiled code ≤ +5 % between minute 1 and minute 60',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const page = await bench.page('wallLoad');
  const minutes = bench.full ? 60 : 3;
  await page.call('load', EVENTS, FRAMES, MINUTE);
  const early = await page.heap();
  const cores: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await page.mainThreadMs();
    await page.call('load', EVENTS, FRAMES, SECONDS);
    cores.push(((await page.mainThreadMs()) - before) / (SECONDS * 1_000));
  }
  for (let minute = 2; minute < minutes; minute++) await page.call('load', EVENTS, FRAMES, MINUTE);
  const late = await page.heap();
  const growth = late.keptMb / early.keptMb;
  const all = (late.keptMb + late.codeMb) / (early.keptMb + early.codeMb);
  const core = figuresOf(cores);
  return {
    ours:
      `${told(core, 'of a core', 3)}; heap ${plain(early.keptMb, 2)} MB at minute 1, ` +
      `${plain(late.keptMb, 2)} MB at minute ${minutes}`,
    other: '–',
    ratio: `heap × ${plain(growth, 3)}, with compiled code × ${plain(all, 3)}`,
    holds: core.median <= MOST_CORE && growth <= MOST_GROWTH,
    note:
      `The whole page, map and chart included, of a city of 343 units with every table full, ${FRAMES} frames a second. ` +
      `${ROUNDS} rounds of ${SECONDS} s. The heap is read from a snapshot. Beside it stand ` +
      `${plain(early.codeMb, 2)} MB of compiled code at minute 1 and ${plain(late.codeMb, 2)} MB at minute ${minutes}: the engine ` +
      `compiles what runs once a second over half an hour, each function once (docs/adr/0020); ` +
      `${bench.full ? '' : 'three minutes cannot tell a warm-up from a leak, so it is a short version: '}` +
      `\`--full\` takes the hour.`,
  };
}
