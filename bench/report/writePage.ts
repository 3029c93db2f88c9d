import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../../server/packageRoot.ts';
import type { Measured } from '../targets/Target.ts';

export interface Page {
  readonly machine: string;
  readonly ceiling: string;
  readonly measured: readonly Measured[];
  readonly minutes: string;
  readonly isFull: boolean;
}

const HOW_TO_READ = `Read **ratios, not absolutes**. On a machine that shares its cores and its disk, absolute
figures drift by 10–30 % between runs and disk figures by up to twice; two sides measured in turn in one run are
stable to about ±10 %. So every target compares two sides, measured A B A B … in this one run, and the ratio is that
of neighbouring rounds. Where a target is a time or a size by itself, there is no other side and the machine counts.

- \`median [min–max]\` of five rounds, of three for the slow ones.
- The first row is what the disk and one core can do at all in this run.
- “CPU” is processor time of the server's own process, all threads, user and kernel; the load comes from another
  process, so on two cores the two sides get in each other's way as little as they can.
- A line that does not hold is said so; nothing is left out or run again until it fits.`;

/** Writes docs/performance.md anew, in the house's own format. */
export async function writePage(page: Page): Promise<void> {
  const path = join(packageRoot(), 'docs', 'performance.md');
  const config = (await resolveConfig(path)) ?? {};
  writeFileSync(path, await format(textOf(page), { ...config, filepath: path }));
}

function textOf({ machine, ceiling, measured, minutes, isFull }: Page): string {
  const byNumber = [...measured].sort((a, b) => Number(a.target.id.slice(1)) - Number(b.target.id.slice(1)));
  const rows = byNumber.map(
    ({ target, finding }) =>
      `| ${target.id} | ${target.path} | ${finding.ours} | ${finding.other} | ${finding.ratio} | ${target.target} | ` +
      `${finding.holds ? 'holds' : '**does not hold**'} |`,
  );
  return [
    '# Performance',
    'Written by `npm run bench`; do not edit. `npm run bench -- P1 P8` measures some targets and leaves this page alone, ' +
      '`npm run bench -- --full` takes the sizes that need many minutes.',
    '## How to read it',
    HOW_TO_READ,
    '## This run',
    `${new Date().toISOString().slice(0, 10)}: ${machine}. ${minutes} minutes, ${isFull ? 'full' : 'default'} sizes.`,
    [
      '| | path | our side | the other side | ratio | target | verdict |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      `| – | raw ceiling | ${ceiling} | – | – | – | – |`,
      ...rows,
    ].join('\n'),
    '## What was measured',
    byNumber.map(({ target, finding }) => `- **${target.id}** ${finding.note}`).join('\n'),
  ].join('\n\n');
}
