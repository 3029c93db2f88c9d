import type { Workbench } from '../process/Workbench.ts';

const made = new Map<number, Promise<string>>();

/** A data directory of so many closed cases; made once a run, since the large ones take their time. */
export function historyOf(bench: Workbench, cases: number): Promise<string> {
  const known = made.get(cases);
  if (known !== undefined) return known;
  const path = build(bench, cases);
  made.set(cases, path);
  return path;
}

async function build(bench: Workbench, cases: number): Promise<string> {
  const path = bench.folder(`history-${cases}`);
  const builder = await bench.side('history');
  await builder.ask('build', path, cases);
  await builder.end();
  return path;
}
