import type { Hub } from '../hub/Hub.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { Screen } from './Screen.ts';

/** Reports reach the table only every so many beats: hundreds of screens must not keep each other busy. */
const BEATS_A_REPORT = 5;

/** Every connected screen, and its row among the live tables, written at most once a beat. */
export class Screens {
  readonly #hub: Hub;
  readonly #bySocket = new Map<string, Screen>();
  readonly #numbers = new Set<number>();
  readonly #joined = new Set<Screen>();
  readonly #changed = new Set<Screen>();
  readonly #left = new Set<string>();
  #beats = 0;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** The smallest number that no connected screen has, so that the table does not grow with reconnects. */
  takeNumber(): number {
    let number = 1;
    while (this.#numbers.has(number)) number++;
    this.#numbers.add(number);
    return number;
  }

  add(screen: Screen): void {
    this.#bySocket.set(screen.socket.id, screen);
  }

  remove(screen: Screen): void {
    this.#bySocket.delete(screen.socket.id);
    this.#numbers.delete(screen.number);
    this.#joined.delete(screen);
    this.#changed.delete(screen);
    if (screen.room !== undefined) this.#left.add(screen.id);
  }

  of(socketId: string): Screen | undefined {
    return this.#bySocket.get(socketId);
  }

  all(): IterableIterator<Screen> {
    return this.#bySocket.values();
  }

  /** How many are in a room or will be again. */
  get count(): number {
    let count = 0;
    for (const screen of this.#bySocket.values()) if (screen.room !== undefined) count++;
    return count;
  }

  joined(screen: Screen): void {
    this.#joined.add(screen);
  }

  changed(screen: Screen): void {
    this.#changed.add(screen);
  }

  /** Brings the table up to date; called once a beat. */
  publish(): void {
    const isReportTime = ++this.#beats % BEATS_A_REPORT === 0;
    for (const id of this.#left) this.#hub.deleteRow('screens', id);
    this.#left.clear();
    for (const screen of this.#joined) this.#put(screen);
    this.#joined.clear();
    if (!isReportTime) return;
    for (const screen of this.#changed) this.#put(screen);
    this.#changed.clear();
  }

  /** Only as many as the table holds: a row put beyond its limit is one dropped again, in every frame. */
  #put(screen: Screen): void {
    if (screen.number <= LIVE_TABLES.screens.limit) this.#hub.setRow('screens', screen.row());
  }
}
