import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from '../StartError.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { layoutOf } from '../store/dir/layout.ts';
import type { Layout } from '../store/dir/layout.ts';
import { readSecrets } from '../store/dir/secrets.ts';
import { snapshotDatabase } from '../store/sqlite/snapshotDatabase.ts';
import { StoreReader } from '../store/sqlite/StoreReader.ts';
import { ledgerBeside } from '../store/vault/FileLedger.ts';
import { claimEmpty, copyDurably, filesBelow } from './copyFiles.ts';
import { removeExpiredKeys } from './removeExpiredKeys.ts';
import { sha256Of, writeManifest } from './manifest.ts';

export interface BackupRequest {
  readonly dataDir: string;
  /** An empty or new directory for everything but the keys. */
  readonly to: string;
  /** An empty or new directory for the keys; `<to>.keys` unless told. */
  readonly keysTo?: string | undefined;
  /** Days after which the copy of the keys is to be deleted. */
  readonly keepKeysDays?: number | undefined;
  /** Where the erasure ledger lies; beside the data directory unless told. */
  readonly ledger?: string | undefined;
  /** The machine's time, for the record. */
  readonly now?: () => number;
}

export interface BackupReport {
  readonly seq: number;
  readonly createdAt: number;
  /** Where the keys were copied to, and when that copy is to be deleted. */
  readonly keysTo: string;
  readonly keepUntil: number;
  /** How many older copies of the keys had outlived their time and were deleted. */
  readonly expired: number;
}

const KEEP_KEYS_DAYS = 30;
const DAY_MS = 86_400_000;
/** How often the copy starts again because a case was erased while it ran. */
const TRIES = 5;

/**
 * Copies a data directory while a hub is at work on it. The order is what makes the parts fit: feeds' cursors
 * first, so that none is ahead of the log; then the store as of one instant; then the keys, so that every
 * text in the copy has its key. Keys and secrets go to a directory apart, which is to be deleted after days: texts
 * that were erased stay unreadable in older copies of the store only where no older copy of the keys is left.
 * Throws StartError, with one sentence, where that cannot be had.
 */
export async function backup(request: BackupRequest): Promise<BackupReport> {
  const { dataDir, to, keysTo = `${request.to}.keys`, now = Date.now } = request;
  const from = layoutOf(dataDir);
  const { format, logId, city, mode, t0 } = DataDir.bindingOf(dataDir);
  if (!existsSync(from.database)) throw new StartError(`${dataDir} has no database yet: nothing to back up.`);
  const { macKey } = readSecrets(from.secrets, format);
  const ledger = resolve(request.ledger ?? ledgerBeside(resolve(dataDir)));
  if (`${resolve(keysTo)}/`.startsWith(`${resolve(to)}/`))
    throw new StartError(`--keys-to must lie outside ${to}: the keys are kept apart from the data.`);
  claimEmpty(to);
  claimEmpty(keysTo);
  const [target, keys] = [layoutOf(to), layoutOf(keysTo)];
  for (const part of ['feeds', 'map'] as const)
    for (const file of filesBelow(from[part])) copyDurably(join(from[part], file), join(target[part], file));
  const seq = await copyStore(from, target, keys);
  copyDurably(from.secrets, keys.secrets);
  const createdAt = now();
  const keepUntil = createdAt + (request.keepKeysDays ?? KEEP_KEYS_DAYS) * DAY_MS;
  const said = { format: 2, seq, logId, createdAt } as const;
  const keyFiles = { 'keys.bin': await sha256Of(keys.keys), 'secrets.json': await sha256Of(keys.secrets) };
  writeManifest(keysTo, { part: 'keys', ...said, keepUntil, files: keyFiles }, macKey);
  const origin = { city, mode, ...(t0 === undefined ? {} : { t0 }), ledger };
  writeManifest(to, { part: 'data', ...said, ...origin, files: await hashesOf(to) }, macKey);
  return { seq, createdAt, keysTo, keepUntil, expired: removeExpiredKeys(keysTo, macKey, createdAt) };
}

async function hashesOf(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const file of filesBelow(folder)) hashes[file] = await sha256Of(join(folder, file));
  return hashes;
}

/**
 * A case erased between the two copies would be a text without its key, so then both are taken again; with
 * the same erasures before and after, no key in the copy is missing.
 */
async function copyStore(from: Layout, target: Layout, keys: Layout): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    rmSync(target.database, { force: true });
    await snapshotDatabase(from.database, target.database);
    copyDurably(from.keys, keys.keys);
    const copied = lookAt(target.database);
    if (copied.erasures === lookAt(from.database).erasures) return copied.seq;
  }
  throw new StartError(`Cases were erased all the while: no backup was made, try again.`);
}

function lookAt(database: string): { readonly seq: number; readonly erasures: number } {
  const reader = StoreReader.open(database);
  try {
    return { seq: reader.tables.head.get().seq, erasures: reader.tables.erasures.all().length };
  } finally {
    reader.close();
  }
}
