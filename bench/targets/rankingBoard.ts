import type { BrowserPage } from '../browser/BrowserPage.ts';
import { figuresOf, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const ROUNDS = 5;
const UPDATES = 5;
/** A wall stands for days: after so many updates the engine has compiled what it runs again and again. */
const WARM_UP = 20;
const CHANGES = 50;
const LEAST_BELOW = 50;

export const rankingBoard: Target = {
  id: 'P14',
  path: 'ranking board of 343 units',
  target: '≥ 50 × below an ECharts bar race',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  // A page each: what one leaves behind for the collector is not paid for by the other.
  const [board, race] = [await bench.page('boardCost'), await bench.page('boardCost')];
  await costOf(board, 'board', WARM_UP);
  await costOf(race, 'race', WARM_UP);
  const rounds = await interleave(ROUNDS, {
    board: () => costOf(board, 'board'),
    race: () => costOf(race, 'race'),
  });
  const below = ratioOf(rounds.race, rounds.board);
  return {
    ours: told(figuresOf(rounds.board), 'ms', 1),
    other: told(figuresOf(rounds.race), 'ms', 0),
    ratio: told(below, '× below', 0),
    holds: below.median >= LEAST_BELOW,
    note:
      `Main thread's processor time for one update a second in which ${CHANGES} of 343 units change: all of them ranked ` +
      `anew, the lines moved, the strip drawn. The other side is a canvas bar race of 343 rows with \`realtimeSort\` ` +
      `and 800 ms of animation. Each in a page of its own in Chromium with software drawing, ${UPDATES} updates a round after ${WARM_UP} to warm up.`,
  };
}

/** Milliseconds of the main thread for one update. */
async function costOf(page: BrowserPage, side: 'board' | 'race', updates = UPDATES): Promise<number> {
  const before = await page.mainThreadMs();
  await page.call(side, CHANGES, updates);
  return ((await page.mainThreadMs()) - before) / updates;
}
