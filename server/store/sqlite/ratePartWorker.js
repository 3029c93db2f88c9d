// @ts-check
// Plain JavaScript, because Node 20 loads no TypeScript in a worker; the same file serves sources and build.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { ratePartCheck } from './ratePartCheck.js';

/** @typedef {import('./RatePartThread.ts').RatePartOrder} RatePartOrder */
/** @typedef {import('./RatePartThread.ts').RatePartAnswer} RatePartAnswer */
/** @typedef {Extract<RatePartOrder, { type: 'sums' | 'cases' }>} Reading */
/** @typedef {[caseId: number, fromSeq: number, rates: number, durations: number, crc: number]} Cells */

/** @type {{ path: string, busyMs: number }} */
const { path, busyMs } = workerData;
const db = new Database(path, { readonly: true, timeout: busyMs });
db.pragma('cache_size = -32768');

/** Maximum rows read before the thread looks for a cancellation: some ten milliseconds. */
const ROWS_A_TURN = 10_000;
/** Case ids looked through at first for a page of cases: about as many as a page needs where most cases match. */
const FIRST_WIDTH = 500;
/** Maximum case ids looked through in one turn. */
const MAX_WIDTH = 200_000;

const nextKey = db
  .prepare('SELECT key FROM rate_part WHERE key > ? AND key < ? ORDER BY key LIMIT 1')
  .pluck();
const nextCase = db
  .prepare('SELECT case_id FROM rate_part WHERE key = ? AND case_id > ? ORDER BY case_id LIMIT 1')
  .pluck();
// SQLite takes the other cells from the row that holds the greatest from_seq (lang_select, "bare columns").
const inForce = db
  .prepare(
    `SELECT case_id, max(from_seq), rates, durations, crc FROM rate_part
     WHERE key = ? AND case_id > ? AND case_id <= ? AND from_seq <= ? GROUP BY case_id ORDER BY case_id LIMIT ?`,
  )
  .raw();

/** @type {Set<number>} */
const cancelled = new Set();

parentPort?.on('message', (/** @type {RatePartOrder} */ order) => {
  if (order.type === 'cancel') cancelled.add(order.id);
  else void perform(order);
});

/** @param {Reading} order */
async function perform(order) {
  try {
    answer(await (order.type === 'sums' ? sums(order) : cases(order)));
  } catch (error) {
    if (error instanceof DamagedRow) answer({ type: 'damaged', id: order.id, row: error.message });
    else answer({ type: 'failed', id: order.id, code: codeOf(error) });
  } finally {
    cancelled.delete(order.id);
  }
}

/**
 * Adds up the parts in force, key by key.
 * @param {Extract<Reading, { type: 'sums' }>} order
 * @returns {Promise<RatePartAnswer>}
 */
async function sums(order) {
  const { id, seq } = order;
  /** @type {[key: string, rates: number[], durations: number[]][]} */
  const rows = [];
  let read = 0;
  for (const key of keysOf(order)) {
    /** @type {[rates: Map<number, number>, durations: Map<number, number>]} */
    const counts = [new Map(), new Map()];
    for (let after = 0; after < Number.MAX_SAFE_INTEGER;) {
      const page = partsOf(key, after, Number.MAX_SAFE_INTEGER, seq, ROWS_A_TURN);
      count(page, counts);
      after = page.length < ROWS_A_TURN ? Number.MAX_SAFE_INTEGER : (page.at(-1)?.[0] ?? 0);
      read += page.length;
      if (read < ROWS_A_TURN) continue;
      read = 0;
      if (!(await goesOn(id))) return { type: 'cancelled', id };
    }
    rows.push([key, byColumn(counts[0]), byColumn(counts[1])]);
  }
  return { type: 'sums', id, rows };
}

/**
 * Counts how often the same bits come.
 * @param {readonly Cells[]} page
 * @param {[rates: Map<number, number>, durations: Map<number, number>]} counts
 */
function count(page, [rates, durations]) {
  for (const [, , rate, duration] of page) {
    rates.set(rate, (rates.get(rate) ?? 0) + 1);
    if (duration !== 0) durations.set(duration, (durations.get(duration) ?? 0) + 1);
  }
}

/**
 * The first cases after one that have a part in the columns of `mask`, by id. The keys are read window by window of
 * case ids, so that all pages together cost one pass, however few cases match.
 * @param {Extract<Reading, { type: 'cases' }>} order
 * @returns {Promise<RatePartAnswer>}
 */
async function cases(order) {
  const { id, seq, mask, limit } = order;
  /** @type {Cells[]} */
  const found = [];
  let keys = keysOf(order);
  let width = FIRST_WIDTH;
  for (let after = order.after; found.length < limit;) {
    const next = keys.map((key) => /** @type {number | undefined} */ (nextCase.get(key, after)));
    keys = keys.filter((_, i) => next[i] !== undefined);
    if (keys.length === 0) break;
    const to = Math.min(...next.map((caseId) => caseId ?? Infinity)) + width;
    for (const key of keys) found.push(...partsOf(key, after, to, seq, -1, (rates) => hasAny(rates, mask)));
    after = to;
    width = Math.min(2 * width, MAX_WIDTH);
    if (!(await goesOn(id))) return { type: 'cancelled', id };
  }
  found.sort(([a], [b]) => a - b);
  return { type: 'cases', id, rows: found.slice(0, limit).map(([caseId, , rates]) => [caseId, rates]) };
}

/**
 * Of each case the part in force, verified where it is used.
 * @param {string} key
 * @param {number} after
 * @param {number} to
 * @param {number} seq
 * @param {number} limit
 * @param {(rates: number) => boolean} isUsed
 * @returns {Cells[]}
 */
function partsOf(key, after, to, seq, limit, isUsed = () => true) {
  const page = /** @type {Cells[]} */ (inForce.all(key, after, to, seq, limit));
  const used = page.filter(([, , rates]) => isUsed(rates));
  const check = ratePartCheck(key);
  for (const [caseId, fromSeq, rates, durations, crc] of used)
    if (crc !== check(caseId, fromSeq, rates, durations)) throw new DamagedRow(`${key} ${caseId} ${fromSeq}`);
  return used;
}

/** @param {Reading} order */
function keysOf({ prefix, units }) {
  if (units !== undefined) return units.map((unit) => `${prefix}${unit}`);
  const keys = [];
  const end = `${prefix}\u{10ffff}`;
  for (let key = prefix; ;) {
    const next = /** @type {string | undefined} */ (nextKey.get(key, end));
    if (next === undefined) return keys;
    keys.push(next);
    key = next;
  }
}

/**
 * How often each bit is set.
 * @param {Map<number, number>} counts by the bits
 */
function byColumn(counts) {
  /** @type {number[]} */
  const columns = [];
  for (const [bits, count] of counts)
    for (let column = 0; 2 ** column <= bits; column++)
      columns[column] = (columns[column] ?? 0) + (Math.floor(bits / 2 ** column) % 2) * count;
  return columns;
}

/**
 * Whether two numbers of up to 53 bits have one in common; `&` alone sees 32.
 * @param {number} bits
 * @param {number} mask
 */
function hasAny(bits, mask) {
  return (bits & mask) !== 0 || (Math.floor(bits / TWO_32) & Math.floor(mask / TWO_32)) !== 0;
}

const TWO_32 = 2 ** 32;

/**
 * Lets the messages that came meanwhile be seen, and no read transaction be older than a turn.
 * @param {number} id
 * @returns {Promise<boolean>} whether the read is still wanted
 */
async function goesOn(id) {
  await new Promise((next) => setImmediate(next));
  return !cancelled.has(id);
}

class DamagedRow extends Error {}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Database.SqliteError ? error.code : String(error);
}

/** @param {RatePartAnswer} message */
function answer(message) {
  parentPort?.postMessage(message);
}
