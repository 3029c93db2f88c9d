import { existsSync, rmSync } from 'node:fs';
import type { LogEnd } from '../dir/EndMark.ts';
import { CorruptStoreError } from '../EventStore.ts';
import { cannotOpen } from './openDatabase.ts';
import { numbersCheck } from './numbersCheck.js';
import { StoreReader } from './StoreReader.ts';
import type { StoreTables } from './StoreTables.ts';

/** The chain of checksums with one more event: no event can be left out, added or exchanged unnoticed. */
export function linkOf(chain: number, seq: number, check: number): number {
  return numbersCheck(chain, seq, check, 0);
}

/** Runs the chain over the events in `(after, to]`. */
export function chainOver(tables: StoreTables, chain: number, after: number, to: number): number {
  let link = chain;
  for (const [seq, check] of tables.events.checks(after, to)) link = linkOf(link, seq, check);
  return link;
}

/** What is wrong with a log that should reach `mark`, in one sentence; undefined where it does. */
export function endFault(tables: StoreTables | undefined, mark: LogEnd): string | undefined {
  const { seq, keySlots } = tables?.head.peek() ?? { seq: 0, keySlots: 0 };
  const wayOut =
    'all files are kept as they are: put back the newest database with its -wal file, restore a backup, or go on ' +
    'without what is missing with npm run accept-loss.';
  if (seq < mark.seq) {
    const cases = mark.keySlots - keySlots;
    return (
      `The log ends at event ${seq}, though ${mark.seq} were acknowledged: ${mark.seq - seq} events from ` +
      `${seq + 1} on, and ${cases} cases first filed in them, are missing; ${wayOut}`
    );
  }
  if (keySlots >= mark.keySlots && checkAt(tables, mark.seq) === mark.check) return undefined;
  return `Event ${mark.seq} is not the one that was acknowledged, so this is another log; ${wayOut}`;
}

/** The end of a log that `endFault` found nothing wrong with, which may go on after `mark`. */
export function endFrom(tables: StoreTables, mark: LogEnd): LogEnd {
  const { seq, keySlots } = tables.head.peek();
  if (seq === mark.seq && keySlots === mark.keySlots) return mark;
  const [newest] = tables.cases.newest(1);
  return {
    seq,
    keySlots,
    lastCaseId: Math.max(mark.lastCaseId, newest?.id ?? 0),
    check: checkAt(tables, seq),
    chain: chainOver(tables, mark.chain, mark.seq, seq),
    chainFrom: mark.chainFrom,
  };
}

/** The end of a log of which nothing is known from before: the chain begins here. */
export function endAnew(tables: StoreTables): LogEnd {
  const { seq, keySlots } = tables.head.peek();
  const [newest] = tables.cases.newest(1);
  return {
    seq,
    keySlots,
    lastCaseId: newest?.id ?? 0,
    check: checkAt(tables, seq),
    chain: 0,
    chainFrom: seq,
  };
}

/**
 * Reads a database without changing it, while nobody else does; `read` is given no tables where there is no database
 * or an empty one.
 */
export function readStore<T>(path: string, read: (tables: StoreTables | undefined) => T): T {
  const beside = [`${path}-wal`, `${path}-shm`].filter((file) => !existsSync(file));
  const reader = existsSync(path) ? StoreReader.openIfAny(path) : undefined;
  try {
    return read(reader?.tables);
  } catch (error) {
    throw error instanceof CorruptStoreError ? error : cannotOpen(error, path);
  } finally {
    reader?.close();
    // A connection that only reads leaves behind what it had to make.
    for (const file of beside) rmSync(file, { force: true });
  }
}

function checkAt(tables: StoreTables | undefined, seq: number): number {
  for (const [, check] of tables?.events.checks(seq - 1, seq) ?? []) return check;
  return 0;
}
