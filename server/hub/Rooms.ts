import type { Patch } from '../../shared/contract/sync.ts';
import { must } from '../../shared/lib/assert.ts';
import type { Surface } from '../../shared/tables/liveTable.ts';
import type { LiveTable } from './LiveTable.ts';
import { Room } from './Room.ts';

const SURFACES: readonly Surface[] = ['wall', 'console', 'leader'];

/** Every room of the hub: surfaces times scopes. A table's changes become one patch, shared by all its rooms. */
export class Rooms {
  readonly #tables: readonly LiveTable[];
  readonly #rooms: ReadonlyMap<Surface, Room>;
  readonly #seq: () => number;
  #shownSeq = 0;

  constructor(tables: readonly LiveTable[], epoch: string, seq: () => number) {
    this.#tables = tables;
    this.#seq = seq;
    this.#shownSeq = seq();
    const log = { epoch, seq, flush: () => this.flush(), shownSeq: () => this.#shown() };
    this.#rooms = new Map(
      SURFACES.map((surface) => {
        const seen = tables.filter((table) => table.spec.audience.includes(surface));
        return [surface, new Room(surface, 'city', seen, log)];
      }),
    );
  }

  room(surface: Surface): Room {
    return must(this.#rooms.get(surface), `there is no room for ${surface}`);
  }

  /** How many screens there are in all rooms. */
  get screens(): number {
    let screens = 0;
    for (const room of this.#rooms.values()) screens += room.screens;
    return screens;
  }

  flush(): void {
    const patches: Patch[] = [];
    for (const table of this.#tables) {
      const patch = table.flush();
      if (patch !== undefined) patches.push(patch);
    }
    this.#shownSeq = this.#seq();
    if (patches.length > 0) for (const room of this.#rooms.values()) room.deliver(patches);
  }

  #shown(): number {
    // What changed no row of any table is shown as soon as it is recorded.
    if (!this.#tables.some((table) => table.isDirty)) this.#shownSeq = this.#seq();
    return this.#shownSeq;
  }
}
