import type { City } from '../../shared/domain/City.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Mode } from '../../shared/domain/vocabulary.ts';
import { StillClock } from '../clock/StillClock.ts';
import { openHub } from '../hub/openHub.ts';
import type { Log } from '../Log.ts';
import { StartError } from '../StartError.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { Layout } from '../store/dir/layout.ts';
import { SqliteStore } from '../store/sqlite/SqliteStore.ts';
import { FileVault } from '../store/vault/FileVault.ts';
import type { KnownErasure } from './knownErasures.ts';

export interface EraseAgain {
  readonly layout: Layout;
  readonly city: City;
  readonly mode: Mode;
  /** The machine's time. */
  readonly now: number;
  readonly known: readonly KnownErasure[];
}

/** A hub that serves nobody; what goes wrong is thrown. */
const NO_LOG: Log = { info: () => {}, warn: () => {}, error: () => {} };
const PAGE = 1_000;

/**
 * Erases in a restored store what was erased after the backup was made, as a command of the log like any other:
 * the cases that are known to be erased, and those whose key is destroyed in the copy of the keys. Ends erasures
 * that the backup had begun. Gives the ids of the cases that it erased.
 */
export async function eraseAgain({ layout, city, mode, now, known }: EraseAgain): Promise<readonly CaseId[]> {
  const store = SqliteStore.open(layout.database);
  const { seq, keySlots } = await store.head();
  const vault = FileVault.open(layout.keys, keySlots);
  const [last] = seq === 0 ? [] : await store.events(seq - 1, 1);
  const at = mode === 'live' ? Math.max(now, last?.at ?? 0) : (last?.at ?? now);
  const clock = new StillClock(at);
  const ids = new Set([...(await stillThere(known, store)), ...(await withoutKey(store, vault, keySlots))]);
  if (ids.size === 0) {
    await endPending(store, vault);
    return [];
  }
  const hub = await openHub({
    store,
    vault,
    city,
    clock,
    mode,
    epoch: 'restore',
    log: NO_LOG,
    holdBreaches: () => false,
    // Nothing but the erasures is to happen here: no breach, no freeze, no archiving.
    isTimeFed: true,
  });
  try {
    for (const caseId of ids) {
      const actor = { role: 'system', id: 'restore' } as const;
      const command = { type: 'EraseCase', caseId, payload: {} } as const;
      const reply = await hub.submit({ actor, priority: 'bulk', keys: [], command });
      if (!reply.ok) throw new StartError(`Case ${caseId} could not be erased again: ${reply.refusal.code}.`);
    }
  } finally {
    await hub.close();
  }
  return [...ids].sort((a, b) => a - b);
}

/** Ends erasures that the backup had begun, and closes both. */
async function endPending(store: EventStore, vault: FileVault): Promise<void> {
  const pending = await store.pendingErasures();
  vault.destroy(pending.map(({ keySlot }) => keySlot));
  vault.close();
  await store.confirmErased(pending.map(({ caseId }) => caseId));
  await store.close();
}

/** Those that the backup holds and does not know to be erased. */
async function stillThere(known: readonly KnownErasure[], store: EventStore): Promise<readonly CaseId[]> {
  const ids: CaseId[] = [];
  for (const { caseId, keySlot, sharedUntil } of known) {
    const state = (await store.cases([caseId])).get(caseId);
    if (state === undefined || state.erasedAt !== undefined || state.keySlot !== keySlot) continue;
    const [registered] = await store.history(caseId);
    if (registered !== undefined && registered.seq <= sharedUntil) ids.push(caseId);
  }
  return ids;
}

/** The keys were copied later than the store: a key that is destroyed there belongs to a case erased in between. */
async function withoutKey(store: EventStore, vault: FileVault, keySlots: number): Promise<readonly CaseId[]> {
  const destroyed = new Set<number>();
  for (let slot = 0; slot < keySlots; slot++) if (vault.isDestroyed(slot)) destroyed.add(slot);
  if (destroyed.size === 0) return [];
  const ids: CaseId[] = [];
  const { seq } = await store.head();
  for (let after = 0; after < seq; after += PAGE) {
    const subjects = await store.touched(after, Math.min(after + PAGE, seq), Number.MAX_SAFE_INTEGER);
    for (const state of (await store.cases(subjects)).values()) {
      if (destroyed.has(state.keySlot) && state.erasedAt === undefined) ids.push(state.id);
    }
  }
  return ids;
}
