import type { Cell } from '../../shared/tables/liveTable.ts';
import { Arrivals } from '../state/Arrivals.ts';
import { LastMinute } from '../state/LastMinute.svelte.ts';
import type { Seconds } from '../state/Seconds.svelte.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import type { WallTables } from './WallTables.ts';

type ListName = 'intake' | 'savable' | 'overdue';
type Counted = 'received' | 'open' | 'savableContact' | 'near' | 'overdue';

/**
 * What happened within the last minute: lines that came, and by how much the headline counts moved. What an outage
 * left out comes all at once and nobody knows of when it is: from `interrupt` to `resume` no line is new and no
 * change is told, and a whole minute must be seen anew.
 */
export class Recent {
  readonly #seconds: Seconds;
  readonly #lists: Readonly<Record<ListName, Arrivals>>;
  readonly #counts: Readonly<Record<Counted, LastMinute>>;
  #isWatching = true;

  constructor(monotonic: () => number, seconds: Seconds, { kpi, deadlines }: WallTables) {
    this.#seconds = seconds;
    this.#lists = {
      intake: new Arrivals(monotonic),
      savable: new Arrivals(monotonic),
      overdue: new Arrivals(monotonic),
    };
    this.#counts = {
      // Of all days: the count of one day begins anew at midnight.
      received: new LastMinute(() => kpi.count('all', 'received')),
      open: new LastMinute(() => kpi.count('all', 'open')),
      savableContact: new LastMinute(() => deadlines.count('city', 'savableContact')),
      near: new LastMinute(() => deadlines.count('city', 'near')),
      overdue: new LastMinute(() => deadlines.count('city', 'overdue')),
    };
  }

  /** A table has new rows. */
  published({ spec, unordered }: TableStore): void {
    const { name } = spec;
    if (name !== 'intake' && name !== 'savable' && name !== 'overdue') return;
    const keys = unordered.map((row) => row[0] ?? null);
    this.#lists[name].observe(keys, this.#isWatching);
  }

  /** The link is not live, or another log is told: what comes now did not happen now. */
  interrupt(): void {
    this.#isWatching = false;
    for (const count of Object.values(this.#counts)) count.restart();
  }

  /** What was missed is there; whatever comes from now on is new. */
  resume(): void {
    this.#isWatching = true;
  }

  /** Call once a second. */
  sample(): void {
    if (this.#isWatching) for (const count of Object.values(this.#counts)) count.sample();
  }

  isFresh(list: ListName, key: Cell): boolean {
    // A line grows old without anything arriving.
    void this.#seconds.passed;
    return this.#lists[list].isFresh(key);
  }

  /** Undefined until a whole minute was seen. */
  change(count: Counted): number | undefined {
    return this.#counts[count].change;
  }
}
