import { Worker } from 'node:worker_threads';
import { assert } from '../../../shared/lib/assert.ts';
import { CorruptStoreError, StoreReadError } from '../EventStore.ts';
import type { PastCases, PastRates } from '../EventStore.ts';
import { BUSY_MS } from './openDatabase.ts';
import { corruptRow } from './rowCheck.ts';

export type RatePartOrder =
  | ({ readonly type: 'sums'; readonly id: number } & PastRates)
  /** `mask`: a bit for each column of `rates` of which a case must have one. */
  | ({ readonly type: 'cases'; readonly id: number; readonly mask: number } & Omit<PastCases, 'columns'>)
  | { readonly type: 'cancel'; readonly id: number };

export type RatePartAnswer =
  | {
      readonly type: 'sums';
      readonly id: number;
      readonly rows: readonly (readonly [
        key: string,
        rates: readonly number[],
        durations: readonly number[],
      ])[];
    }
  | {
      readonly type: 'cases';
      readonly id: number;
      readonly rows: readonly (readonly [caseId: number, rates: number])[];
    }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly code: string }
  | { readonly type: 'damaged'; readonly id: number; readonly row: string };

type SumsAnswer = Extract<RatePartAnswer, { type: 'sums' }>;
type CasesAnswer = Extract<RatePartAnswer, { type: 'cases' }>;

interface Waiting {
  readonly signal: AbortSignal;
  readonly resolve: (answer: RatePartAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Maximum memory of the thread's own objects in MB: a read that needs more ends the thread, not the hub. */
const MAX_HEAP_MB = 128;

/**
 * Reads `rate_part` on a thread and a connection of its own, so that no case waits for a long read. Each turn is a
 * transaction of some ten milliseconds, so the write-ahead log is never held back; rows are only ever added, so the
 * turns together are still as of one event. The thread does not keep the process alive unless somebody waits.
 */
export class RatePartThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isAlive = true;

  /** `script` is another program of the thread, for tests. */
  constructor(path: string, script = new URL('./ratePartWorker.js', import.meta.url)) {
    this.#worker = new Worker(script, {
      workerData: { path, busyMs: BUSY_MS },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: RatePartAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(undefined));
  }

  /** False once the thread has ended, asked to or not; then a new one is needed. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Sums by key. Rejects with the signal's reason once an aborted read has ended, with CorruptStoreError for a
   * damaged row, and with StoreReadError where the thread or its database failed; so does `cases`.
   */
  async sums(asked: PastRates, signal: AbortSignal): Promise<SumsAnswer['rows']> {
    const answer = await this.#read({ ...asked, type: 'sums', id: ++this.#lastId }, signal);
    assert(answer.type === 'sums', 'the reading thread answered something else');
    return answer.rows;
  }

  /** Cases by id, each with a bit for each column that it counts in. */
  async cases({ columns, ...asked }: PastCases, signal: AbortSignal): Promise<CasesAnswer['rows']> {
    const mask = columns.reduce((bits, column) => bits + 2 ** column, 0);
    const answer = await this.#read({ ...asked, type: 'cases', id: ++this.#lastId, mask }, signal);
    assert(answer.type === 'cases', 'the reading thread answered something else');
    return answer.rows;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #read(order: RatePartOrder, signal: AbortSignal): Promise<RatePartAnswer> {
    signal.throwIfAborted();
    const { id } = order;
    const cancel = (): void => this.#send({ type: 'cancel', id });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<RatePartAnswer>((resolve, reject) => {
        this.#waiting.set(id, { signal, resolve, reject });
        this.#worker.ref();
        this.#send(order);
      });
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #send(order: RatePartOrder): void {
    this.#worker.postMessage(order);
  }

  #take(answer: RatePartAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.type === 'cancelled') waiting?.reject(waiting.signal.reason as Error);
    else if (answer.type === 'failed') waiting?.reject(failure(answer.code));
    else if (answer.type === 'damaged') waiting?.reject(corruptRow('rate_part', answer.row));
    else waiting?.resolve(answer);
  }

  #end(cause: unknown): void {
    this.#isAlive = false;
    const error = new StoreReadError('The thread that reads past rates has ended; ask again.', { cause });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function failure(code: string): Error {
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
    ? new CorruptStoreError('The database file is damaged: restore a backup.')
    : new StoreReadError(`Past rates could not be read: ${code}.`);
}
