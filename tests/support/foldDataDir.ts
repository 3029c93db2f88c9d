import { independentFold } from './independentFold.ts';
import type { Numbers } from './independentFold.ts';
import { readLog } from './readLog.ts';

/** Folds the log of a data directory straight from its file, past everything the hub's code knows of it. */
export function foldDataDir(dir: string, timeZone: string, prefix: string, upTo = Infinity): Numbers {
  return independentFold(readLog(dir), { timeZone, prefix }, upTo);
}
