import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RANKED_UNITS } from '../data/RatedCases.ts';
import { figuresOf, plain, told } from '../measure/Figures.ts';
import { interleave, ratioOf } from '../measure/interleave.ts';
import type { Workbench } from '../process/Workbench.ts';
import type { Finding, Target } from './Target.ts';

const CASES = 1_000_000;
const CASES_FULL = 10_000_000;
const ROUNDS = 5;
const EVENTS = 20_000;
const LEAST_FULL = 1_000_000;

export const rankingAfterEvent: Target = {
  id: 'P7',
  path: 'ranking after an event at 10 M cases',
  target: '≥ 10⁶ × cheaper, equal in every row',
  measure,
};

async function measure(bench: Workbench): Promise<Finding> {
  const cases = bench.full ? CASES_FULL : CASES;
  // What a query costs grows with the cases, what an event costs does not.
  const least = (LEAST_FULL * cases) / CASES_FULL;
  const folder = bench.folder('ranking');
  mkdirSync(folder);
  const side = await bench.side('ranking');
  await side.ask('build', join(folder, 'rated.db'), cases);
  await side.ask('events', EVENTS);
  const { query, event } = await interleave(ROUNDS, {
    query: () => side.ask('query'),
    event: () => side.ask('events', EVENTS),
  });
  const differences = await side.ask('differences');
  const ratio = ratioOf(query, event);
  const size = bench.full ? '' : ` At this size a tenth of the ratio is asked for; 10 M with \`--full\`.`;
  return {
    ours: told(figuresOf(event), 'ns an event'),
    other: told(figuresOf(query.map((ns) => ns / 1e6)), 'ms a query', 1),
    ratio: told(ratio),
    holds: ratio.median >= least && differences === 0,
    note:
      `${plain(cases / 1e6)} M called-back cases of ${RANKED_UNITS} units; \`GROUP BY\` over a covering index, without ranking its ` +
      `rows.${size} Ours is counting one answer, its unit's exact score, and its new place. ${differences} rows differ.`,
  };
}
