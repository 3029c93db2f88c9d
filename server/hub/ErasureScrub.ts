import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { Erased, ErasureLedger } from '../store/vault/ErasureLedger.ts';
import type { HubClock } from './HubClock.ts';

/** Real milliseconds between two tries while another program reads the store. */
const RETRY_MS = 1_000;

export interface ScrubDeps {
  readonly store: Pick<EventStore, 'confirmErased'>;
  /** Where erasures are told to outside the data directory. */
  readonly ledger?: ErasureLedger | undefined;
  readonly clock: Pick<HubClock, 'after'>;
  readonly log: Log;
}

/**
 * Erased cases that are to be entered in the erasure ledger, and whose sealed texts may still lie in old pages of
 * the store. Their keys are destroyed already, so nobody can open these bytes. This is done beside the lane: a
 * backup that reads the store delays it, and filing goes on. What is left when the hub stops is done after its
 * next start.
 */
export class ErasureScrub {
  readonly #deps: ScrubDeps;
  readonly #pending = new Map<number, Erased>();
  /** Those of them that the ledger has. */
  readonly #recorded = new Set<number>();
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: ScrubDeps) {
    this.#deps = deps;
  }

  /** Takes erased cases whose keys are destroyed; tries at once. */
  add(erased: readonly Erased[]): void {
    for (const one of erased) this.#pending.set(one.caseId, one);
    this.#start();
  }

  /** Resolves when no try is under way; no other one begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #start(): void {
    if (this.#stopped || this.#running !== undefined || this.#pending.size === 0) return;
    this.#cancel?.();
    this.#running = this.#try().finally(() => {
      this.#running = undefined;
      if (!this.#stopped && this.#pending.size > 0)
        this.#cancel = this.#deps.clock.after(RETRY_MS, () => this.#start());
    });
  }

  async #try(): Promise<void> {
    const erased = [...this.#pending.values()];
    const ids = erased.map(({ caseId }) => caseId);
    try {
      // First, since an erasure that was confirmed is not asked for again at the next start.
      this.#deps.ledger?.record(erased.filter(({ caseId }) => !this.#recorded.has(caseId)));
      for (const id of ids) this.#recorded.add(id);
      if (!(await this.#deps.store.confirmErased(ids))) return;
      for (const id of ids) {
        this.#pending.delete(id);
        this.#recorded.delete(id);
      }
    } catch (error) {
      this.#deps.log.error(
        { err: error, cases: ids.length },
        'erased cases could not be entered in the ledger or overwritten; their keys are destroyed; it is tried again',
      );
    }
  }
}
