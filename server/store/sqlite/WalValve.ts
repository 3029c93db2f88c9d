import { statSync } from 'node:fs';
import { Checkpointer } from './Checkpointer.ts';

export interface WalValveOptions {
  readonly path: string;
  readonly limitBytes: number;
  readonly everyMs: number;
  /** Milliseconds without an append after which the log is emptied. */
  readonly idleMs?: number | undefined;
  readonly onFailure: (error: Error) => void;
}

/** How long an append waits for readers, in milliseconds, before it goes on with a longer log. */
const READERS_MS = 250;
/** How long emptying the log beside appends may hold one up because of a reader, in milliseconds. */
const SCRUB_MS = 10;
/** A log is emptied when no append came for so long, in milliseconds: what is in it could be damaged as a whole. */
const IDLE_MS = 1_000;
/** How long after a reader stood in the way it is tried again, in milliseconds. */
const AGAIN_MS = 10_000;
/** A log shorter than this is not worth a thread; it is emptied when nothing happens. */
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
  #leastBytes = 0;
  #idle: NodeJS.Timeout | undefined;
  #isBusy = false;

  constructor(options: WalValveOptions) {
    this.#options = options;
    this.#wal = `${options.path}-wal`;
    this.#closesAt = options.limitBytes;
    if (this.#bytes() > 0) this.#emptyWhenIdle(options.idleMs ?? IDLE_MS);
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
    this.#isBusy = true;
    this.#emptyWhenIdle(this.#options.idleMs ?? IDLE_MS);
    if (this.#truncating !== undefined) return this.#truncating.then(() => undefined);
    const bytes = this.#bytes();
    if (bytes > THREAD_FROM_BYTES) this.#thread();
    return bytes > this.#closesAt ? this.#relieve() : undefined;
  }

  /** Empties the log; false, nearly at once, where a reader stands in the way. */
  empty(): Promise<boolean> {
    return this.#truncate(SCRUB_MS);
  }

  /** The log holds one more group: from here on it is cut by nobody but this valve. */
  grown(): void {
    this.#leastBytes = this.#bytes();
  }

  /** The fewest bytes that the log may have now. */
  get leastBytes(): number {
    return this.#leastBytes;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#checkpointer?.close();
  }

  async #relieve(): Promise<void> {
    this.#closed++;
    const isClear = await this.#truncate(READERS_MS);
    this.#closesAt = this.#options.limitBytes + (isClear ? 0 : this.#bytes());
  }

  /** Copies the log into the database when appends have paused, so that damage to the log then costs nothing. */
  #emptyWhenIdle(afterMs: number): void {
    this.#idle ??= setTimeout(() => {
      this.#idle = undefined;
      if (this.#isBusy) {
        this.#isBusy = false;
        this.#emptyWhenIdle(afterMs);
        return;
      }
      this.#truncate(SCRUB_MS).then(
        (isClear) => isClear || this.#emptyWhenIdle(AGAIN_MS),
        (error: Error) => this.#options.onFailure(error),
      );
    }, afterMs).unref();
  }

  #truncate(busyMs: number): Promise<boolean> {
    this.#leastBytes = 0;
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
