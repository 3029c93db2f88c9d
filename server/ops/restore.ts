import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { City } from '../../shared/domain/City.ts';
import { StartError } from '../StartError.ts';
import { FORMAT, writeBinding } from '../store/dir/binding.ts';
import { layoutOf } from '../store/dir/layout.ts';
import type { Layout } from '../store/dir/layout.ts';
import { SqliteStore } from '../store/sqlite/SqliteStore.ts';
import { FileVault } from '../store/vault/FileVault.ts';
import { claimEmpty, copyDurably } from './copyFiles.ts';
import { MANIFEST, readManifest, sha256Of } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { verifyStore } from './verify.ts';
import type { VerifyReport } from './verify.ts';

export interface RestoreRequest {
  readonly from: string;
  /** An empty or new directory. */
  readonly dataDir: string;
  readonly cityOf: (id: string) => City;
  readonly now?: () => number;
}

/**
 * Makes a data directory from a backup and proves it before a hub can start on it: the binding is written
 * last and only where `verify` finds nothing. The restored log goes on under a name of its own, because from
 * here on it is another one than the log it was copied from. Throws StartError where the backup is not whole.
 */
export async function restore({
  from,
  dataDir,
  cityOf,
  now = Date.now,
}: RestoreRequest): Promise<VerifyReport> {
  const manifest = readManifest(join(from, MANIFEST));
  const city = cityOf(manifest.city);
  await assertWhole(from, manifest);
  claimEmpty(dataDir);
  for (const file of Object.keys(manifest.files)) copyDurably(join(from, file), join(dataDir, file));
  const layout = layoutOf(dataDir);
  await finishErasures(layout);
  const report = verifyStore(layout, city);
  if (report.faults > 0) return report;
  const { mode, t0 } = manifest;
  writeBinding(layout.binding, {
    format: FORMAT,
    logId: randomUUID(),
    city: manifest.city,
    mode,
    ...(t0 === undefined ? {} : { t0 }),
    createdAt: now(),
  });
  return report;
}

async function assertWhole(from: string, { files }: Manifest): Promise<void> {
  for (const [file, expected] of Object.entries(files)) {
    const found = await sha256Of(join(from, file)).catch(() => 'missing');
    if (found === expected) continue;
    throw new StartError(
      `${join(from, file)} is not what the backup's manifest says: restore another backup.`,
    );
  }
}

/** An erasure that was not finished when the backup was made is finished here: its key must not come back. */
async function finishErasures(layout: Layout): Promise<void> {
  const store = SqliteStore.open(layout.database);
  try {
    const { keySlots } = await store.head();
    const pending = await store.pendingErasures();
    const vault = FileVault.open(layout.keys, keySlots);
    vault.destroy(pending.map(({ keySlot }) => keySlot));
    vault.close();
    await store.confirmErased(pending.map(({ caseId }) => caseId));
  } finally {
    await store.close();
  }
}
