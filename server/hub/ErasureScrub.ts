import type { CaseId } from '../../shared/domain/ids.ts';
import type { Log } from '../Log.ts';
import type { EventStore } from '../store/EventStore.ts';
import type { HubClock } from './HubClock.ts';

/** Real milliseconds between two tries while another program reads the store. */
const RETRY_MS = 1_000;

export interface ScrubDeps {
  readonly store: Pick<EventStore, 'confirmErased'>;
  readonly clock: Pick<HubClock, 'after'>;
  readonly log: Log;
}

/**
 * Erased cases whose sealed texts may still lie in old pages of the store. Their keys are destroyed already, so
 * nobody can open these bytes. The pages are overwritten beside the lane: a backup that reads the store delays
 * this, and filing goes on. What is left when the hub stops is done after its next start.
 */
export class ErasureScrub {
  readonly #deps: ScrubDeps;
  readonly #pending = new Set<CaseId>();
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: ScrubDeps) {
    this.#deps = deps;
  }

  /** How many erased cases wait for their pages to be overwritten. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Takes erased cases whose keys are destroyed; tries at once. */
  add(ids: readonly CaseId[]): void {
    for (const id of ids) this.#pending.add(id);
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
    const ids = [...this.#pending];
    try {
      if (!(await this.#deps.store.confirmErased(ids))) return;
      for (const id of ids) this.#pending.delete(id);
    } catch (error) {
      this.#deps.log.error(
        { err: error, cases: ids.length },
        'pages of erased texts could not be overwritten; their keys are destroyed; it is tried again',
      );
    }
  }
}
