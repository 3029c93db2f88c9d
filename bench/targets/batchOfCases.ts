import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const KEY = 'bench-intake-key-0123456789';
const CASES_A_POST = 100;
const POSTS = 120;
const CONNECTIONS = 4;
const ROUNDS = 5;
const LEAST = 0.5;

export const batchOfCases: Target = {
  id: 'P2',
  path: 'durable batch, 100 cases a POST',
  target: '≥ 0.5 × bare better-sqlite3 FULL commit of the same rows',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const folder = bench.folder('batch');
  mkdirSync(folder);
  const hub = await bench.side('hub');
  const bare = await bench.side('bareStore');
  const load = await bench.side('httpLoad');
  const dataDir = join(folder, 'hub');
  const port = await hub.ask('start', dataDir, KEY);
  let run = 0;
  const post = async (): Promise<number> => {
    const done = await load.ask('run', {
      port,
      key: KEY,
      connections: CONNECTIONS,
      posts: POSTS,
      casesAPost: CASES_A_POST,
      run: ++run,
    });
    return done.casesPerSecond;
  };
  const commit = (): Promise<number> => bare.ask('commit', folder, POSTS, CASES_A_POST);
  await post();
  await bare.ask('load', join(dataDir, 'whistleboard.db'), POSTS * CASES_A_POST);
  await commit();
  const cpu: number[] = [];
  const rounds = await interleave(ROUNDS, {
    hub: async () => {
      const before = await hub.ask('cpuMs');
      const rate = await post();
      cpu.push(((await hub.ask('cpuMs')) - before) * (1_000 / (POSTS * CASES_A_POST)));
      return rate;
    },
    bare: commit,
  });
  const ratio = ratioOf(rounds.hub, rounds.bare);
  return {
    ours: `${told(figuresOf(rounds.hub), 'cases/s')}, ${plain(figuresOf(cpu).median)} µs CPU a case`,
    other: told(figuresOf(rounds.bare), 'cases/s'),
    ratio: told(ratio, '', 2),
    holds: ratio.median >= LEAST,
    note: `${CONNECTIONS} connections, one process each; the other side commits 100 cases at a time, rows ready made.`,
  };
}
