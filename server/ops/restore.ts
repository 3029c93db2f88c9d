import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { StartError } from '../StartError.ts';
import { FORMAT, writeBinding } from '../store/dir/binding.ts';
import { layoutOf } from '../store/dir/layout.ts';
import { readSecrets } from '../store/dir/secrets.ts';
import { ledgerBeside } from '../store/vault/FileLedger.ts';
import { claimEmpty, copyDurably } from './copyFiles.ts';
import { eraseAgain } from './eraseAgain.ts';
import { knownErasures } from './knownErasures.ts';
import type { KnownErasures } from './knownErasures.ts';
import { assertCopy, readDataManifest, readKeysManifest } from './manifest.ts';
import type { DataManifest, KeysManifest } from './manifest.ts';
import { verifyStore } from './verify.ts';
import { writeEndMark } from './writeEndMark.ts';
import type { VerifyReport } from './verify.ts';

export interface RestoreRequest {
  readonly from: string;
  /** Where the copy of the keys lies; `<from>.keys` unless told. A later copy of the same log's keys fits too. */
  readonly keys?: string | undefined;
  /** An empty or new directory. */
  readonly dataDir: string;
  readonly cityOf: (id: string) => City;
  /** A further erasure ledger beside the one that the backup names and the one beside `dataDir`. */
  readonly ledger?: string | undefined;
  /** The data directory that the restored one takes the place of. */
  readonly replaces?: string | undefined;
  /** Restores although nothing outside the backup tells which cases were erased after it. */
  readonly withoutLedger?: boolean | undefined;
  readonly now?: () => number;
}

export interface RestoreReport extends VerifyReport {
  /** Cases of the backup that were erased after it was made, and were erased again. */
  readonly erasedAgain: readonly CaseId[];
  /** Lines of the ledger that do not match their checksum and were left out. */
  readonly damagedLines: number;
}

/**
 * Makes a data directory from a backup and proves it before a hub can start on it: what was erased since is erased
 * again, and the binding is written last and only where `verify` finds nothing. The restored log goes on under a
 * name of its own, because from here on it is another one than the log it was copied from. Throws StartError where
 * the backup is not whole, or where nothing tells what was erased since.
 */
export async function restore(request: RestoreRequest): Promise<RestoreReport> {
  const { from, keys = `${request.from}.keys`, dataDir, cityOf, now = Date.now } = request;
  const [data, keysOf] = [readDataManifest(from), readKeysManifest(keys)];
  assertPair(data, keysOf, keys);
  const { macKey } = readSecrets(join(keys, 'secrets.json'), 1);
  await assertCopy(keys, keysOf, macKey);
  await assertCopy(from, data, macKey);
  const city = cityOf(data.city);
  const known = erasuresSince(data, request);
  claimEmpty(dataDir);
  for (const file of Object.keys(data.files)) copyDurably(join(from, file), join(dataDir, file));
  for (const file of Object.keys(keysOf.files)) copyDurably(join(keys, file), join(dataDir, file));
  const layout = layoutOf(dataDir);
  const { mode, t0 } = data;
  const erasedAgain = await eraseAgain({ layout, city, mode, now: now(), known: known.erasures });
  const report = { ...verifyStore(layout, city), erasedAgain, damagedLines: known.damagedLines };
  if (report.faults > 0) return report;
  writeEndMark(layout);
  writeBinding(layout.binding, {
    format: FORMAT,
    logId: randomUUID(),
    city: data.city,
    mode,
    ...(t0 === undefined ? {} : { t0 }),
    from: { log: data.logId, seq: data.seq },
    createdAt: now(),
  });
  return report;
}

function assertPair(data: DataManifest, keysOf: KeysManifest, keys: string): void {
  if (data.logId === keysOf.logId && keysOf.seq >= data.seq) return;
  throw new StartError(
    `The keys in ${keys} are not those of this backup: name a copy of the same log, as old as the backup or newer, with --keys.`,
  );
}

function erasuresSince(data: DataManifest, request: RestoreRequest): KnownErasures {
  const { dataDir, ledger, replaces, withoutLedger = false } = request;
  const usual = [data.ledger, ledgerBeside(resolve(dataDir))];
  const ledgers = ledger === undefined ? usual : [ledger, ...usual];
  const known = knownErasures(data, { ledgers, replaces });
  if (known.readFrom.length > 0 || withoutLedger) return known;
  throw new StartError(
    `Nothing tells which cases were erased after this backup: ${ledgers.join(' and ')} say nothing of its log. ` +
      `Name the ledger with --erasure-ledger or the old directory with --replaces; --without-ledger restores without.`,
  );
}
