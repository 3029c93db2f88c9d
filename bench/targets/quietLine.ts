import { figuresOf, told } from '../measure/Figures.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';
import { seenThrough } from './wholePipe.ts';

const SCREENS = 20;
const CASES = 80;
/** Longer than the tick, so that the line is quiet before each case. */
const EVERY_MS = 100;
const ROUNDS = 3;
const MOST_P50_MS = 10;
const MOST_P99_MS = 25;

export const quietLine: Target = {
  id: 'P11',
  path: 'quiet line, 20 screens',
  target: 'p50 ≤ 10 ms, p99 ≤ 25 ms',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const rounds = await seenThrough(bench, {
    name: 'quiet-line',
    screens: SCREENS,
    cases: CASES,
    everyMs: EVERY_MS,
    rounds: ROUNDS,
  });
  const p50 = figuresOf(rounds.map((round) => round.p50));
  const p99 = figuresOf(rounds.map((round) => round.p99));
  const answers = figuresOf(rounds.map((round) => round.answerP50));
  return {
    ours: `p50 ${told(p50, 'ms', 1)}, p99 ${told(p99, 'ms', 1)}`,
    other: '–',
    ratio: '–',
    holds: p50.median <= MOST_P50_MS && p99.median <= MOST_P99_MS,
    note:
      `POST → durable → screen, ten cases a second, one at a time; the answer to the POST itself takes ` +
      `${told(answers, 'ms', 1)} at p50, most of it the sync.`,
  };
}
