// @ts-check
// Plain JavaScript, because the thread that reads needs it too, and Node 20 loads no TypeScript in a worker.
import { crc32 } from 'node:zlib';
import { numbersCheck } from './numbersCheck.js';

/**
 * The checksums of the rows of `rate_part` under one key: the key's own part is worked out once, since millions of
 * rows are checked key by key.
 * @param {string} key
 * @returns {(caseId: number, fromSeq: number, rates: number, durations: number) => number}
 */
export function ratePartCheck(key) {
  const start = crc32(key);
  return (caseId, fromSeq, rates, durations) =>
    numbersCheck(numbersCheck(start, caseId, fromSeq, rates), durations, 0, 0);
}
