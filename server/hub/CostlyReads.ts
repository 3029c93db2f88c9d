import { refusal } from '../../shared/domain/refusals.ts';
import type { Refusal } from '../../shared/domain/refusals.ts';
import type { HubClock } from './HubClock.ts';

/** A costly read that was not begun, or was ended, for a reason that its caller is given. */
export class ReadTurnedAwayError extends Error {
  override readonly name = 'ReadTurnedAwayError';
  readonly refusal: Refusal;

  constructor(refused: Refusal) {
    super(`A costly read was turned away: ${refused.code}.`);
    this.refusal = refused;
  }
}

/** Maximum reads that wait for the one at work, so that nobody waits long and memory stays bounded. */
export const MAX_WAITING_READS = 4;
/** Upper bound on the seconds after which a caller is asked to come back. */
const MAX_RETRY_SECONDS = 60;

/**
 * The queue of reads whose cost grows with the history: one runs at a time, a few wait, and further callers are
 * turned away with the seconds to wait. Callers that ask for the same thing share one read. A read ends when all
 * its callers have gone, and frees its place.
 */
export class CostlyReads {
  readonly #clock: Pick<HubClock, 'monotonic'>;
  readonly #waiting: Read[] = [];
  #running: Read | undefined;
  #stopped = false;
  /** How long the last finished read took. */
  #lastMs = 0;

  constructor(clock: Pick<HubClock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Reads waiting and at work. */
  get size(): number {
    return this.#waiting.length + (this.#running === undefined ? 0 : 1);
  }

  /**
   * Runs `work` when its turn comes; reads of the same `id` are the same work. `work` must end soon after its signal
   * is aborted. Rejects with ReadTurnedAwayError where there is no place, and with the reason of `signal` as soon as
   * that is aborted.
   */
  async read<T>(id: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#stopped) throw new ReadTurnedAwayError(refusal('shutting_down'));
    const shared = [this.#running, ...this.#waiting].find(
      (one) => one?.id === id && !one.controller.signal.aborted,
    );
    const read = shared ?? this.#enqueue(id, work);
    read.callers++;
    try {
      // Work is found by its id alone, so the same id always means the same type.
      return (await orAborted(read.answer, signal)) as T;
    } finally {
      read.callers--;
      if (read.callers === 0) this.#drop(read, signal.reason);
    }
  }

  /** Ends every read and turns further ones away. */
  stop(): void {
    this.#stopped = true;
    const reason = new ReadTurnedAwayError(refusal('shutting_down'));
    for (const read of this.#waiting.splice(0)) read.controller.abort(reason);
    this.#running?.controller.abort(reason);
  }

  #enqueue(id: string, work: (signal: AbortSignal) => Promise<unknown>): Read {
    if (this.#running !== undefined && this.#waiting.length >= MAX_WAITING_READS)
      throw new ReadTurnedAwayError(refusal('too_fast', { retryAfter: this.#retryAfter() }));
    const read = new Read(id, work);
    this.#waiting.push(read);
    this.#next();
    return read;
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const read = this.#waiting.shift();
    if (read === undefined) return;
    this.#running = read;
    const startedAt = this.#clock.monotonic();
    void read.run().then(() => {
      this.#lastMs = this.#clock.monotonic() - startedAt;
      this.#running = undefined;
      this.#next();
    });
  }

  /** Nobody wants it any more: harmless where it has ended. */
  #drop(read: Read, reason: unknown): void {
    const place = this.#waiting.indexOf(read);
    if (place !== -1) this.#waiting.splice(place, 1);
    read.controller.abort(reason);
  }

  #retryAfter(): number {
    const seconds = Math.ceil((this.#lastMs * (this.#waiting.length + 1)) / 1000);
    return Math.min(Math.max(1, seconds), MAX_RETRY_SECONDS);
  }
}

/** One piece of work and the callers who wait for it. */
class Read {
  readonly id: string;
  readonly controller = new AbortController();
  readonly answer: Promise<unknown>;
  callers = 0;
  readonly #ended: Promise<unknown>;
  #start: () => void = () => {};

  constructor(id: string, work: (signal: AbortSignal) => Promise<unknown>) {
    this.id = id;
    const { signal } = this.controller;
    const begun = new Promise<void>((start) => (this.#start = start));
    this.#ended = begun.then(() => work(signal));
    // A read that waits, or whose work is slow to end, answers its callers at once when it is aborted.
    this.answer = orAborted(this.#ended, signal);
    this.answer.catch(() => {});
  }

  /** Resolves when the work has ended, however it did. */
  run(): Promise<void> {
    this.#start();
    return this.#ended.then(
      () => {},
      () => {},
    );
  }
}

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
