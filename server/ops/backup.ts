import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../StartError.ts';
import { DataDir } from '../store/dir/DataDir.ts';
import { writeDurably } from '../store/dir/durableFiles.ts';
import { layoutOf } from '../store/dir/layout.ts';
import type { Layout } from '../store/dir/layout.ts';
import { snapshotDatabase } from '../store/sqlite/snapshotDatabase.ts';
import { StoreReader } from '../store/sqlite/StoreReader.ts';
import { claimEmpty, copyDurably, filesBelow } from './copyFiles.ts';
import { MANIFEST, sha256Of } from './manifest.ts';
import type { Manifest } from './manifest.ts';

export interface BackupRequest {
  readonly dataDir: string;
  /** An empty or new directory. */
  readonly to: string;
  /** The machine's time, for the record. */
  readonly now?: () => number;
}

/** How often the copy starts again because a case was erased while it ran. */
const TRIES = 5;

/**
 * Copies a data directory while a hub is at work on it. The order is what makes the parts fit: feeds' cursors
 * first, so that none is ahead of the log; then the store as of one instant; then the keys, so that every
 * text in the copy has its key. Throws StartError, with one sentence, where that cannot be had.
 */
export async function backup({ dataDir, to, now = Date.now }: BackupRequest): Promise<Manifest> {
  const from = layoutOf(dataDir);
  const binding = DataDir.bindingOf(dataDir);
  if (!existsSync(from.database)) throw new StartError(`${dataDir} has no database yet: nothing to back up.`);
  claimEmpty(to);
  const target = layoutOf(to);
  for (const part of ['feeds', 'map'] as const)
    for (const file of filesBelow(from[part])) copyDurably(join(from[part], file), join(target[part], file));
  const seq = await copyStore(from, target);
  copyDurably(from.secrets, target.secrets);
  const files: Record<string, string> = {};
  for (const file of filesBelow(to)) files[file] = await sha256Of(join(to, file));
  const { logId, city, mode, t0 } = binding;
  const manifest: Manifest = {
    format: 1,
    seq,
    logId,
    city,
    mode,
    ...(t0 === undefined ? {} : { t0 }),
    createdAt: now(),
    files,
  };
  writeDurably(join(to, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/**
 * A case erased between the two copies would be a text without its key, so then both are taken again; with
 * the same erasures before and after, no key in the copy is missing.
 */
async function copyStore(from: Layout, target: Layout): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    rmSync(target.database, { force: true });
    await snapshotDatabase(from.database, target.database);
    copyDurably(from.keys, target.keys);
    const copied = lookAt(target.database);
    if (copied.erasures === lookAt(from.database).erasures) return copied.seq;
  }
  throw new StartError(`Cases were erased all the while: no backup was made, try again.`);
}

function lookAt(database: string): { readonly seq: number; readonly erasures: number } {
  const reader = new StoreReader(database);
  try {
    return { seq: reader.tables.head.get().seq, erasures: reader.tables.erasures.all().length };
  } finally {
    reader.close();
  }
}
