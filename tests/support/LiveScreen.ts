import { HubLink } from '../../client/link/HubLink.ts';
import type { HelloReply } from '../../shared/contract/sync.ts';
import type { Cell } from '../../shared/tables/liveTable.ts';
import { LIVE_TABLES } from '../../shared/tables/liveTables.ts';
import type { TableName } from '../../shared/tables/liveTables.ts';

/** A screen without a picture: a program that holds the live tables over a real socket, and waits on them. */
export class LiveScreen {
  readonly #link: HubLink;
  readonly #waiting = new Set<() => void>();
  greeting: HelloReply | undefined;
  /** How often the hub greeted it: once for each hello that was answered. */
  hellos = 0;
  refusals: string[] = [];

  constructor(
    origin: string,
    token?: string,
    tables: readonly TableName[] = Object.keys(LIVE_TABLES) as TableName[],
  ) {
    const wake = () => this.#waiting.forEach((check) => check());
    this.#link = new HubLink({
      origin,
      token,
      show: { surface: 'wall', tables, scope: 'city' },
      listener: {
        changed: wake,
        greeted: (reply) => {
          this.greeting = reply;
          this.hellos++;
          wake();
        },
        refused: ({ code }) => {
          this.refusals.push(code);
          wake();
        },
        beat: wake,
        disconnected: wake,
      },
    });
    this.#link.connect();
  }

  get seq(): number {
    return this.#link.screen.seq;
  }

  get isSettled(): boolean {
    return this.greeting !== undefined && this.#link.screen.isSettled;
  }

  audit(): void {
    this.#link.screen.audit();
  }

  checksum(table: TableName): number | undefined {
    return this.#link.screen.replicas.get(table)?.checksum;
  }

  /** The cell of a row, undefined where the row is not there. */
  cell(table: TableName, key: Cell, column: string): Cell | undefined {
    const replica = this.#link.screen.replicas.get(table);
    return replica?.get(key)?.[replica.columns.indexOf(column)];
  }

  rows(table: TableName): readonly (readonly Cell[])[] {
    return [...(this.#link.screen.replicas.get(table)?.rows() ?? [])];
  }

  /** Resolves as soon as the condition holds; looks again whenever something arrives, the beat included. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  close(): void {
    this.#link.close();
  }
}
