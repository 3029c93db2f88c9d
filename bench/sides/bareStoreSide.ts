import { join } from 'node:path';
import { BareRows, readSampleRows } from '../data/BareRows.ts';
import type { SampleRows } from '../data/BareRows.ts';

let sample: SampleRows | undefined;
let files = 0;

/** better-sqlite3 by itself: the hub's rows, committed and synced, with nobody asking. */
export const bareStoreSide = {
  load(database: string, cases: number): number {
    sample = readSampleRows(database, cases);
    return sample.cases.length;
  },
  /** Commits `groups` groups of `size` cases into a new file; returns cases a second. */
  commit(folder: string, groups: number, size: number): number {
    if (sample === undefined) throw new Error('no rows are loaded');
    const rows = new BareRows(join(folder, `bare-${++files}.db`), sample);
    const startedAt = performance.now();
    for (let group = 0; group < groups; group++) rows.commit(size);
    const seconds = (performance.now() - startedAt) / 1_000;
    rows.close();
    return (groups * size) / seconds;
  },
};
