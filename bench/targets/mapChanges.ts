import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { BrowserPage } from '../browser/BrowserPage.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const MANY = 100_000;
const FEW = 1_000;
const CHANGES = 50;
const ROUNDS = 7;
const LEAST_BELOW = 80;
const MOST_GROWTH = 1.5;
/** Updates a round: handing over the source takes two seconds each, the others a moment. */
const TIMES = { source: 2, state: 40 };

export const mapChanges: Target = {
  id: 'P13',
  path: 'the map, 50 changes at 100 k cells',
  target: '≥ 80 × below `setData`, ≤ 1.5 × its own cost at 1 k',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const [states, sources, few] = await Promise.all(
    ['states', 'sources', 'few'].map(() => bench.page('mapCost')),
  );
  if (states === undefined || sources === undefined || few === undefined)
    throw new Error('three pages were asked for');
  await states.call('openMap', MANY, 'state');
  await sources.call('openMap', MANY, 'source');
  await few.call('openMap', FEW, 'state');
  for (const page of [states, few]) await costOf(page, 'state');
  await costOf(sources, 'source');
  const rounds = await interleave(ROUNDS, {
    many: () => costOf(states, 'state'),
    few: () => costOf(few, 'state'),
    source: () => costOf(sources, 'source'),
  });
  const below = ratioOf(rounds.source, rounds.many);
  const growth = ratioOf(rounds.many, rounds.few);
  return {
    ours: `${told(figuresOf(rounds.many), 'ms', 2)} at 100 k, ${told(figuresOf(rounds.few), 'ms', 2)} at 1 k`,
    other: `${told(figuresOf(rounds.source), 'ms', 0)} by \`setData\` at 100 k`,
    ratio: `${told(below, '× below', 0)}; ${told(growth, '× of 1 k', 2)}`,
    holds: below.median >= LEAST_BELOW && growth.median <= MOST_GROWTH,
    note:
      `Main thread's processor time for ${CHANGES} changed cells until they are on the screen, in Chromium with software ` +
      `drawing, over the wall's own layers; ${plain(TIMES.state)} updates a round, ${plain(TIMES.source)} of \`setData\`.`,
  };
}

/** Milliseconds of the main thread for one update. */
async function costOf(page: BrowserPage, way: 'state' | 'source'): Promise<number> {
  const before = await page.mainThreadMs();
  await page.call('changeMap', CHANGES, way, TIMES[way]);
  return ((await page.mainThreadMs()) - before) / TIMES[way];
}
