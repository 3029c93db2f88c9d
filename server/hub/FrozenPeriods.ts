import type { HubEvent, LogEvent } from '../../shared/domain/LogEvent.ts';
import { asHubEvent } from '../../shared/domain/LogEvent.ts';
import type { FrozenPeriod } from '../../shared/domain/rating/FrozenPeriod.ts';
import { periodLabel } from '../../shared/domain/rating/FrozenPeriod.ts';
import { must } from '../../shared/lib/assert.ts';
import type { EventStore } from '../store/EventStore.ts';

/** Periods whose numbers stay in memory: those that screens and leaders ask for. */
const REMEMBERED = 4;

/** The periods that were frozen, by label, read from their events. */
export class FrozenPeriods {
  readonly #store: Pick<EventStore, 'events' | 'subjects'>;
  readonly #seqs = new Map<string, number>();
  readonly #read = new Map<string, Promise<FrozenPeriod>>();

  constructor(store: Pick<EventStore, 'events' | 'subjects'>) {
    this.#store = store;
  }

  async load(): Promise<void> {
    for (const { subject, seq } of await this.#store.subjects('period'))
      this.#seqs.set(periodLabel(subject), seq);
  }

  add(event: HubEvent): void {
    const frozen = asHubEvent(event, 'PeriodFrozen');
    if (frozen !== undefined) this.#seqs.set(frozen.data.period.label, frozen.seq);
  }

  /** By label, the earliest first. */
  get labels(): readonly string[] {
    return [...this.#seqs.keys()].sort();
  }

  has(label: string): boolean {
    return this.#seqs.has(label);
  }

  /** The period as it was frozen; undefined where it is not. */
  async get(label: string): Promise<FrozenPeriod | undefined> {
    const seq = this.#seqs.get(label);
    if (seq === undefined) return undefined;
    const frozen = this.#read.get(label) ?? this.#store.events(seq - 1, 1).then(([event]) => dataOf(event));
    frozen.catch(() => this.#read.delete(label));
    this.#read.delete(label);
    this.#read.set(label, frozen);
    for (const oldest of this.#read.keys()) if (this.#read.size > REMEMBERED) this.#read.delete(oldest);
    return frozen;
  }
}

function dataOf(event: LogEvent | undefined): FrozenPeriod {
  return must(asHubEvent(event, 'PeriodFrozen'), 'the event of a frozen period is gone').data;
}
