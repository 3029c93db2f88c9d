import { machineFacts } from '../measure/machineFacts.ts';
import { rawCeiling } from '../measure/rawCeiling.ts';
import { Workbench } from '../process/Workbench.ts';
import type { Measured, Target } from '../targets/Target.ts';
import { TARGETS } from '../targets/targets.ts';
import { writePage } from './writePage.ts';

/** Measures the targets named, or all, prints a line for each, and writes the page where it was all of them. */
export async function runTargets(words: readonly string[]): Promise<void> {
  const isFull = words.includes('--full');
  const chosen = chosenTargets(words.filter((word) => word !== '--full'));
  if (typeof chosen === 'string') {
    process.stderr.write(`${chosen}\n`);
    process.exitCode = 1;
    return;
  }
  const bench = new Workbench(isFull);
  const stop = (): void => {
    bench.close().then(
      () => process.exit(130),
      () => process.exit(130),
    );
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const startedAt = performance.now();
  try {
    const machine = machineFacts();
    const ceiling = rawCeiling(bench.root);
    say(`${machine}\nRaw ceiling: ${ceiling}\n`);
    const measured: Measured[] = [];
    for (const target of chosen) {
      const finding = await target.measure(bench);
      await bench.clear();
      measured.push({ target, finding });
      say(lineOf({ target, finding }));
    }
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    if (chosen.length < TARGETS.length)
      say(`\n${minutes} min. A part of the targets: docs/performance.md is left as it is.\n`);
    else {
      await writePage({ machine, ceiling, measured, minutes, isFull });
      say(`\n${minutes} min. Written to docs/performance.md.\n`);
    }
  } finally {
    await bench.close();
  }
}

/** The targets named, all where none is; a sentence where a name is not known. */
function chosenTargets(names: readonly string[]): readonly Target[] | string {
  const unknown = names.filter((name) => TARGETS.every(({ id }) => id !== name.toUpperCase()));
  if (unknown.length > 0) {
    return `There is no ${unknown.join(', ')}; known are ${TARGETS.map(({ id }) => id).join(', ')} and --full.`;
  }
  if (names.length === 0) return TARGETS;
  return TARGETS.filter(({ id }) => names.some((name) => name.toUpperCase() === id));
}

function lineOf({ target, finding }: Measured): string {
  const verdict = finding.holds ? 'holds' : 'DOES NOT HOLD';
  return [
    `\n${target.id}  ${verdict}  ${target.path}: ${target.target}`,
    `    ours   ${finding.ours}`,
    `    other  ${finding.other}`,
    `    ratio  ${finding.ratio}`,
    `    ${finding.note}\n`,
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(text);
}
