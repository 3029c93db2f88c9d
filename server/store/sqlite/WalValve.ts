import { statSync } from 'node:fs';
import { Checkpointer } from './Checkpointer.ts';

export interface WalValveOptions {
  readonly path: string;
  readonly limitBytes: number;
  readonly everyMs: number;
  readonly onFailure: (error: Error) => void;
}

/** How long an append waits for readers, in milliseconds, before it goes on with a longer log. */
const READERS_MS = 250;
/** How long emptying the log for an erasure may hold up an append because of a reader, in milliseconds. */
const SCRUB_MS = 10;
/** A log shorter than this is not worth a thread; it is emptied when the store is closed. */
const THREAD_FROM_BYTES = 1024 * 1024;

/**
 * Keeps the write-ahead log short: a thread copies it away while it grows, and when it passes the limit all
 * the same, the next append waits until it is empty. A reader in another process (a backup) can hold the
 * log back; then appends go on and the valve closes again one limit later.
 */
export class WalValve {
  readonly #options: WalValveOptions;
  readonly #wal: string;
  #checkpointer: Checkpointer | undefined;
  #truncating: Promise<boolean> | undefined;
  #closesAt: number;
  #closed = 0;

  constructor(options: WalValveOptions) {
    this.#options = options;
    this.#wal = `${options.path}-wal`;
    this.#closesAt = options.limitBytes;
  }

  /** How often an append had to wait. */
  get closed(): number {
    return this.#closed;
  }

  /**
   * Resolves when there is room in the log for another group; undefined, and no waiting, where there is.
   * While the log is being emptied the thread holds SQLite's write lock, and a commit would stop the whole
   * process until it lets go; so an append waits here instead.
   */
  pass(): Promise<void> | undefined {
    if (this.#truncating !== undefined) return this.#truncating.then(() => undefined);
    const bytes = this.#bytes();
    if (bytes > THREAD_FROM_BYTES) this.#thread();
    return bytes > this.#closesAt ? this.#relieve() : undefined;
  }

  /** Empties the log; false, nearly at once, where a reader stands in the way. */
  empty(): Promise<boolean> {
    return this.#truncate(SCRUB_MS);
  }

  async close(): Promise<void> {
    await this.#checkpointer?.close();
  }

  async #relieve(): Promise<void> {
    this.#closed++;
    const isClear = await this.#truncate(READERS_MS);
    this.#closesAt = this.#options.limitBytes + (isClear ? 0 : this.#bytes());
  }

  #truncate(busyMs: number): Promise<boolean> {
    this.#truncating ??= this.#thread()
      .truncate(busyMs)
      .finally(() => (this.#truncating = undefined));
    return this.#truncating;
  }

  #thread(): Checkpointer {
    const { path, everyMs, onFailure } = this.#options;
    if (this.#checkpointer?.isAlive === false) this.#checkpointer = undefined;
    this.#checkpointer ??= new Checkpointer({ path, everyMs, onFailure });
    return this.#checkpointer;
  }

  #bytes(): number {
    return statSync(this.#wal, { throwIfNoEntry: false })?.size ?? 0;
  }
}
