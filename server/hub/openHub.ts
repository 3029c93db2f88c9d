import { countingAtStart } from './countingAtStart.ts';
import { Board } from './Board.ts';
import { DeadlineTables } from './DeadlineTables.ts';
import { ErasureScrub } from './ErasureScrub.ts';
import { FrozenPeriods } from './FrozenPeriods.ts';
import type { Hub } from './Hub.ts';
import { LiveHub } from './LiveHub.ts';
import type { HubDeps } from './LiveHub.ts';
import { OpenSet } from './OpenSet.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { Vault } from '../store/vault/Vault.ts';

/**
 * Brings the hub up from its store: head, counters, newest cases and open set, never the history. Throws
 * CorruptStoreError where a row read at start is not what was written.
 */
export async function openHub(deps: HubDeps): Promise<Hub> {
  const { store, vault, city } = deps;
  const scrub = new ErasureScrub(deps);
  await finishErasures(store, vault, scrub);
  const recountPlace = await countingAtStart(deps);
  const frozen = new FrozenPeriods(store);
  await frozen.load();
  const board = new Board(city, frozen);
  const openSet = new OpenSet();
  await board.load(store);
  for await (const rows of store.openRows()) openSet.load(rows);
  const deadlines = new DeadlineTables({ ...deps, board, openSet });
  await deadlines.look();
  const head = await store.head();
  return new LiveHub(deps, { board, openSet, deadlines, scrub, head, recountPlace, frozen });
}

/** A crash between the record of an erasure and the end of its key leaves the key; it ends here. */
async function finishErasures(store: EventStore, vault: Vault, scrub: ErasureScrub): Promise<void> {
  const pending = await store.pendingErasures();
  if (pending.length === 0) return;
  vault.destroy(pending.map(({ keySlot }) => keySlot));
  scrub.add(pending);
}
