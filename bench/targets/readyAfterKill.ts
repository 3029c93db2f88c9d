import { historyOf } from '../data/historyOf.ts';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import { HubRun } from '../process/HubRun.ts';
import type { SideProcess } from '../process/SideProcess.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const KEY = 'bench-intake-key-0123456789';
const SHORT = 10_000;
const LONG = 100_000;
const LONG_FULL = 1_000_000;
const ROUNDS = 5;
const MOST_MS = 2_000;
const MOST_RATIO = 1.3;
/** What is filed before each kill, so that the log has something to recover. */
const POSTS = 300;
const CONNECTIONS = 16;

export const readyAfterKill: Target = {
  id: 'P9',
  path: 'ready to serve after kill −9',
  target: '≤ 2 s, and ≤ 1.3 × between a short and a long history',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const longCases = bench.full ? LONG_FULL : LONG;
  const paths = { short: await historyOf(bench, SHORT), long: await historyOf(bench, longCases) };
  const load = await bench.side('httpLoad');
  await killed(paths.short, load, 1);
  await killed(paths.long, load, 1);
  let run = 1;
  const side = (path: string) => async (): Promise<number> => {
    const hub = await HubRun.start(path, KEY);
    await hub.kill();
    await killed(path, load, ++run);
    return hub.readyMs;
  };
  const rounds = await interleave(ROUNDS, { long: side(paths.long), short: side(paths.short) });
  const ratio = ratioOf(rounds.long, rounds.short);
  const ours = figuresOf(rounds.long);
  return {
    ours: told(ours, 'ms'),
    other: told(figuresOf(rounds.short), 'ms'),
    ratio: told(ratio, '', 2),
    holds: ours.median <= MOST_MS && ratio.median <= MOST_RATIO,
    note:
      `From exec to \`/readyz\`, ${plain(longCases)} closed cases against ${plain(SHORT)}` +
      `${bench.full ? '' : ' (a million with `--full`)'}; killed each time right after ${POSTS} POSTs.`,
  };
}

/** Starts a hub, files cases, and kills it while its log still holds them. */
async function killed(path: string, load: SideProcess<'httpLoad'>, run: number): Promise<void> {
  const hub = await HubRun.start(path, KEY);
  await load.ask('run', {
    port: hub.port,
    key: KEY,
    connections: CONNECTIONS,
    posts: POSTS,
    casesAPost: 1,
    run,
  });
  await hub.kill();
}
