import { InvariantError } from '../../../shared/lib/assert.ts';
import { FilesLostError } from '../dir/HeldFiles.ts';
import { CorruptStoreError, ForeignWriterError, StoreFullError } from '../EventStore.ts';

/**
 * SQLITE_IOERR_SHMSIZE is how a full disk looks when the index of the write-ahead log has to grow; the other
 * I/O errors leave it open what is on the disk.
 */
const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);
const DAMAGED: ReadonlySet<string> = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

/**
 * The one place that turns the driver's errors into the port's. After a failed write or sync nobody knows
 * which pages reached the disk, and asking again may be answered with a lie; so the first one ends all
 * writing until the process is started again and the log recovers what is really there.
 */
export class WriteGuard {
  readonly #assertKept: () => void;
  #broken: Error | undefined;

  /** `assertKept` is called before each write and throws where the store's files are no longer its own. */
  constructor(assertKept: () => void = () => {}) {
    this.#assertKept = assertKept;
  }

  /** Runs a write; throws StoreFullError, CorruptStoreError, or an Error with its `cause`. */
  write<T>(write: () => T): T {
    this.assertWhole();
    try {
      this.#assertKept();
      return write();
    } catch (error) {
      throw this.judge(error);
    }
  }

  read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw this.judge(error);
    }
  }

  assertWhole(): void {
    if (this.#broken === undefined) return;
    if (isFinal(this.#broken)) throw this.#broken;
    throw new Error('The store failed and takes no more writes until the hub is started again.', {
      cause: this.#broken,
    });
  }

  /** From now on nothing may be written, because of `error`. */
  end(error: Error): Error {
    return (this.#broken ??= error);
  }

  /** What the port throws for `error`; remembers one after which nothing may be written. */
  judge(error: unknown): Error {
    if (error instanceof InvariantError || error instanceof CorruptStoreError) return error;
    if (isFinal(error)) return (this.#broken ??= error);
    const code = codeOf(error);
    if (FULL.has(code)) return new StoreFullError('There is no room left in the store.', { cause: error });
    const failed = DAMAGED.has(code)
      ? new CorruptStoreError('The database file is damaged: restore a backup.', { cause: error })
      : new Error(`The store failed: ${code}.`, { cause: error });
    if (code.startsWith('SQLITE_IOERR') || DAMAGED.has(code)) this.#broken ??= failed;
    return failed;
  }
}

/** SQLite's own words may quote a value, so only the code goes on; the rest stands in `cause`. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code.startsWith('SQLITE_CORRUPT') ? 'SQLITE_CORRUPT' : error.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** Errors that say by themselves why nothing is written any more. */
function isFinal(error: unknown): error is Error {
  return error instanceof FilesLostError || error instanceof ForeignWriterError;
}
