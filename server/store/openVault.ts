import { StartError } from '../StartError.ts';
import type { DataDir } from './dir/DataDir.ts';
import type { EventStore } from './EventStore.ts';
import { FileVault } from './vault/FileVault.ts';
import type { Vault } from './vault/Vault.ts';

/** Cases of which one text at least must open. */
const TRIED = 8;

/**
 * Opens the keys of a data directory. Throws StartError where they are too few, or open no text of the newest
 * cases: then the file is another directory's or an older one, and new keys would be written over it.
 */
export async function openVault({ layout, held }: DataDir, store: EventStore): Promise<Vault> {
  const { keySlots } = await store.head();
  const vault = FileVault.open(layout.keys, keySlots);
  try {
    if (await areForeign(vault, store)) {
      throw new StartError(
        `The key file ${layout.keys} opens no text of the newest cases: it is damaged, older, or of another data ` +
          `directory; nothing was changed: put back the right one, or restore a backup.`,
      );
    }
  } catch (error) {
    vault.close();
    throw error;
  }
  held.hold(layout.keys);
  return vault;
}

async function areForeign(vault: Vault, store: EventStore): Promise<boolean> {
  let failed = 0;
  for (const { id, keySlot } of await store.newestCases(TRIED)) {
    for (const { part, sealed } of (await store.texts(id)).slice(0, 1)) {
      if (opens(() => vault.open(keySlot, id, part, sealed))) return false;
      failed++;
    }
  }
  return failed > 0;
}

function opens(open: () => unknown): boolean {
  try {
    return open() !== undefined;
  } catch {
    return false;
  }
}
