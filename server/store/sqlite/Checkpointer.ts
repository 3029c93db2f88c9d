import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export type CheckpointOrder =
  { readonly type: 'truncate'; readonly id: number; readonly busyMs: number } | { readonly type: 'close' };

export type CheckpointAnswer =
  | { readonly type: 'truncated'; readonly id: number; readonly clear: boolean }
  | { readonly type: 'failed'; readonly id: number; readonly code: string };

export interface CheckpointerOptions {
  readonly path: string;
  /** Milliseconds between two copies of the log into the database. */
  readonly everyMs: number;
  /** Told of a checkpoint that failed and that nobody waits for. */
  readonly onFailure: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (clear: boolean) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Moves committed pages from the write-ahead log into the database on a thread of its own, so that no
 * commit pays for it. The thread does not keep the process alive unless somebody waits for it.
 */
export class Checkpointer {
  readonly #worker: Worker;
  readonly #onFailure: (error: Error) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isAlive = true;

  constructor({ path, everyMs, onFailure }: CheckpointerOptions) {
    this.#onFailure = onFailure;
    this.#worker = new Worker(new URL('./checkpointWorker.js', import.meta.url), {
      workerData: { path, everyMs },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: CheckpointAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The checkpoint thread has ended.')));
  }

  /** False once the thread has ended, asked to or not; then a new one is needed. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Empties the log; false where a reader stood in the way for `busyMs`. Rejects where writing failed. */
  truncate(busyMs: number): Promise<boolean> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#send({ type: 'truncate', id, busyMs });
    });
  }

  async close(): Promise<void> {
    if (!this.#isAlive) return;
    this.#worker.ref();
    const ended = once(this.#worker, 'exit');
    this.#send({ type: 'close' });
    await ended;
  }

  #send(order: CheckpointOrder): void {
    this.#worker.postMessage(order);
  }

  #take(answer: CheckpointAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.type === 'truncated') {
      waiting?.resolve(answer.clear);
      return;
    }
    const error = Object.assign(new Error('A checkpoint failed.'), { code: answer.code });
    if (waiting === undefined) this.#onFailure(error);
    else waiting.reject(error);
  }

  #end(error: Error): void {
    this.#isAlive = false;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
