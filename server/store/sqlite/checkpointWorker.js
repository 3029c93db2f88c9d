// @ts-check
// Plain JavaScript, because Node 20 loads no TypeScript in a worker; the same file serves sources and build.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** @typedef {import('./Checkpointer.ts').CheckpointOrder} CheckpointOrder */
/** @typedef {import('./Checkpointer.ts').CheckpointAnswer} CheckpointAnswer */

/** @type {{ path: string, everyMs: number }} */
const { path, everyMs } = workerData;
const db = new Database(path, { timeout: 0 });
db.pragma('synchronous = FULL');

/** Frames worth copying, 4 MB of them: less would sync twice, beside commits that sync too, for next to nothing. */
const WORTH_COPYING = 1000;

const timer = setInterval(() => checkpoint('PASSIVE', 0), everyMs);

parentPort?.on('message', (/** @type {CheckpointOrder} */ order) => {
  if (order.type === 'truncate') {
    db.pragma(`busy_timeout = ${order.busyMs}`);
    checkpoint('TRUNCATE', order.id);
    return;
  }
  clearInterval(timer);
  db.close();
  parentPort?.close();
});

/** Frames in the write-ahead log that the database has not got yet. */
function framesToCopy() {
  const [found] = /** @type {{ log: number, checkpointed: number }[]} */ (db.pragma('wal_checkpoint(NOOP)'));
  return found === undefined ? 0 : found.log - found.checkpointed;
}

/**
 * Copies committed pages from the write-ahead log to the database. PASSIVE waits for nobody and for enough to
 * copy; TRUNCATE waits for readers up to the busy time-out and leaves an empty log.
 * @param {'PASSIVE' | 'TRUNCATE'} mode
 * @param {number} id
 */
function checkpoint(mode, id) {
  try {
    if (mode === 'PASSIVE' && framesToCopy() < WORTH_COPYING) return;
    const busy = db.pragma(`wal_checkpoint(${mode})`, { simple: true });
    if (mode === 'TRUNCATE') answer({ type: 'truncated', id, clear: busy === 0 });
  } catch (error) {
    answer({ type: 'failed', id, code: codeOf(error) });
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Database.SqliteError ? error.code : String(error);
}

/** @param {CheckpointAnswer} message */
function answer(message) {
  parentPort?.postMessage(message);
}
