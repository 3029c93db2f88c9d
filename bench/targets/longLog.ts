import { figuresOf, plain, told } from '../measure/Figures.ts';
import { ratioOf } from '../measure/interleave.ts';
import { historyOf } from '../data/historyOf.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const CASES = 100_000;
const CASES_FULL = 1_000_000;
const EVENTS_A_CASE = 10;
const ROUNDS = 5;
const GROUPS = 60;
/** As 64 connections group them. */
const CASES_A_GROUP = 32;
const LEAST = 0.9;

export const longLog: Target = {
  id: 'P3',
  path: 'append to a long log',
  target: '≥ 0.9 × the same on an empty log',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const cases = bench.full ? CASES_FULL : CASES;
  const path = await historyOf(bench, cases);
  const side = await bench.side('history');
  await side.ask('open', path, GROUPS * CASES_A_GROUP * (ROUNDS + 1));
  await side.ask('append', GROUPS, CASES_A_GROUP);
  const long: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates = await side.ask('append', GROUPS, CASES_A_GROUP);
    long.push(rates.long);
    empty.push(rates.empty);
  }
  await side.ask('close');
  const ratio = ratioOf(long, empty);
  const size = bench.full ? '' : ' (10 M with `--full`)';
  return {
    ours: told(figuresOf(long), 'cases/s'),
    other: told(figuresOf(empty), 'cases/s'),
    ratio: told(ratio, '', 2),
    holds: ratio.median >= LEAST,
    note:
      `${plain((cases * EVENTS_A_CASE) / 1e6)} M rows of events${size}. Groups of ${CASES_A_GROUP} intakes into the store alone, ` +
      'one group to the long log, one to the empty one, in turn.',
  };
}
