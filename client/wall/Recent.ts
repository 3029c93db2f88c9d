import type { Cell } from '../../shared/tables/liveTable.ts';
import { Arrivals } from '../state/Arrivals.ts';
import { LastMinute } from '../state/LastMinute.svelte.ts';
import type { Seconds } from '../state/Seconds.svelte.ts';
import type { TableStore } from '../state/TableStore.svelte.ts';
import type { WallTables } from './WallTables.ts';

type ListName = 'intake' | 'savable' | 'overdue';
type Counted = 'received' | 'open' | 'savableContact' | 'near' | 'overdue';

/** What happened within the last minute: lines that came, and by how much the headline counts moved. */
export class Recent {
  readonly #seconds: Seconds;
  readonly #lists: Readonly<Record<ListName, Arrivals>>;
  readonly #counts: Readonly<Record<Counted, LastMinute>>;

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
      overdue: new LastMinute(() => kpi.count('all', 'overdue')),
    };
  }

  /** A table has new rows. */
  published({ spec, unordered }: TableStore): void {
    const { name } = spec;
    if (name !== 'intake' && name !== 'savable' && name !== 'overdue') return;
    this.#lists[name].observe(unordered.map((row) => row[0] ?? null));
  }

  /** Call once a second. */
  sample(): void {
    for (const count of Object.values(this.#counts)) count.sample();
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
