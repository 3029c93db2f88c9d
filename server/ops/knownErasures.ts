import { existsSync } from 'node:fs';
import { StartError } from '../StartError.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { layoutOf } from '../store/dir/layout.ts';
import type { LedgerEntry, LogOrigin } from '../store/vault/readLedger.ts';
import { readLedger } from '../store/vault/readLedger.ts';
import { StoreReader } from '../store/sqlite/StoreReader.ts';
import type { DataManifest } from './manifest.ts';

/** An erasure that was recorded after a backup, or in a log that continues it. */
export interface KnownErasure {
  readonly caseId: number;
  readonly keySlot: number;
  /** The case is the same one only if it was registered by this event. */
  readonly sharedUntil: number;
}

export interface ErasureSources {
  /** Ledgers to read; those that do not exist are left out. */
  readonly ledgers: readonly string[];
  /** The data directory that is replaced, where there is one. */
  readonly replaces?: string | undefined;
}

export interface KnownErasures {
  readonly erasures: readonly KnownErasure[];
  /** Files and directories that told of this log's erasures. */
  readonly readFrom: readonly string[];
  readonly damagedLines: number;
}

/**
 * What is known, outside a backup, of cases that were erased: by the ledger, and by the directory that the restore
 * replaces. Throws StartError where one that was named cannot be read.
 */
export function knownErasures(backup: DataManifest, { ledgers, replaces }: ErasureSources): KnownErasures {
  const found: LedgerEntry[] = [];
  const origins = new Map<string, LogOrigin | undefined>();
  const readFrom: string[] = [];
  let damagedLines = 0;
  for (const path of new Set(ledgers.filter((file) => existsSync(file)))) {
    const ledger = ledgerAt(path);
    found.push(...ledger.entries);
    for (const [log, from] of ledger.logs) origins.set(log, from);
    damagedLines += ledger.damaged;
    if (ledger.logs.has(backup.logId)) readFrom.push(path);
  }
  if (replaces !== undefined) {
    const { logId, from } = DataDir.bindingOf(replaces);
    origins.set(logId, from);
    for (const { caseId, keySlot } of erasedIn(replaces))
      found.push({ log: logId, case: caseId, slot: keySlot });
    if (sharedUntil(logId, backup.logId, origins) !== undefined) readFrom.push(replaces);
  }
  const erasures = found.flatMap(({ log, case: caseId, slot: keySlot }) => {
    const shared = sharedUntil(log, backup.logId, origins);
    return shared === undefined ? [] : [{ caseId, keySlot, sharedUntil: shared }];
  });
  return { erasures, readFrom, damagedLines };
}

function ledgerAt(path: string) {
  try {
    return readLedger(path);
  } catch (error) {
    throw new StartError(`The erasure ledger ${path} cannot be read: name another with --erasure-ledger.`, {
      cause: error,
    });
  }
}

function erasedIn(dataDir: string): readonly { readonly caseId: number; readonly keySlot: number }[] {
  const reader = StoreReader.open(layoutOf(dataDir).database);
  try {
    return reader.tables.erasures.all();
  } catch (error) {
    throw new StartError(
      `The erasures of ${dataDir} cannot be read: leave out --replaces, and what its ledger knows is used.`,
      { cause: error },
    );
  } finally {
    reader.close();
  }
}

/** The last event that `log` shares with `root`, which it is or continues; undefined where they share none. */
function sharedUntil(
  log: string,
  root: string,
  origins: ReadonlyMap<string, LogOrigin | undefined>,
): number | undefined {
  let seq = Infinity;
  let at = log;
  for (let steps = 0; steps <= origins.size; steps++) {
    if (at === root) return seq;
    const from = origins.get(at);
    if (from === undefined) return undefined;
    seq = Math.min(seq, from.seq);
    at = from.log;
  }
  return undefined;
}
