import type { EventStore } from '../store/EventStore.ts';
import type { Vault } from '../store/vault/Vault.ts';

/** Why the next group would not be recorded, in one sentence; undefined where it would be. A new case needs a key too. */
export async function storeFault(store: EventStore, vault: Vault): Promise<string | undefined> {
  try {
    await store.probe();
    vault.reserve((await store.head()).keySlots + 1);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
