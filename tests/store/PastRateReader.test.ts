import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StoreReadError } from '../../server/store/EventStore.ts';
import { migrate } from '../../server/store/sqlite/migrations.ts';
import { PastRateReader } from '../../server/store/sqlite/PastRateReader.ts';
import { ratePartCheck } from '../../server/store/sqlite/ratePartCheck.js';
import { RatePartThread } from '../../server/store/sqlite/RatePartThread.ts';
import { tempDir } from '../support/tempDir.ts';

const STAYS = new AbortController().signal;
const UNITS = 40;
const FIRST = 20261101000001;
const ALL = { prefix: '2026-11 ', units: undefined, seq: 1_000_000_000 } as const;

/** A database with so many cases in one period, one of a thousand of them praised (column 21). */
function madeStore(cases: number): { readonly path: string; readonly db: Database.Database } {
  const path = join(tempDir(), 'hub.db');
  const db = new Database(path);
  onTestFinished(() => void db.close());
  db.pragma('journal_mode = WAL');
  migrate(db);
  const insert = db.prepare('INSERT INTO rate_part VALUES (?, ?, ?, ?, ?, ?)');
  const fill = db.transaction(() => {
    for (let n = 0; n < cases; n++) {
      const key = `2026-11 U${n % UNITS}`;
      const caseId = FIRST + n;
      const rates = n % 1_000 === 999 ? 2 ** 21 : 1;
      insert.run(key, caseId, n + 1, rates, 0, ratePartCheck(key)(caseId, n + 1, rates, 0));
    }
  });
  fill();
  return { path, db };
}

function readerOf(path: string): PastRateReader {
  const reader = new PastRateReader(path);
  onTestFinished(() => reader.close());
  return reader;
}

describe('the thread that reads past rates', { timeout: 30_000 }, () => {
  it('[STO322] pages of cases, common or rare, make up the whole, each case once, by id', async () => {
    const reader = readerOf(madeStore(30_000).path);
    for (const [columns, total] of [
      [[0], 29_970],
      [[21], 30],
    ] as const) {
      const seen: number[] = [];
      for (let after = 0; ;) {
        const page = await reader.cases({ ...ALL, after, columns, limit: total > 100 ? 9_000 : 7 }, STAYS);
        seen.push(...page.map(({ caseId }) => caseId));
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.caseId;
      }
      expect(seen).toHaveLength(total);
      expect(seen.every((id, i) => i === 0 || id > (seen[i - 1] ?? 0))).toBe(true);
    }
  });

  it('[STO323] a read ends at its next turn when its caller goes, and the next one runs', async () => {
    const reader = readerOf(madeStore(200_000).path);
    const whole = await reader.sums(ALL, STAYS);
    const caller = new AbortController();
    const ended = reader.sums(ALL, caller.signal);
    caller.abort(new Error('hung up'));
    await expect(ended).rejects.toThrow('hung up');
    expect(await reader.sums(ALL, STAYS)).toEqual(whole);
    expect(whole.reduce((sum, { rates }) => sum + (rates[0] ?? 0) + (rates[21] ?? 0), 0)).toBe(200_000);
  });

  it('[STO324] a read does not keep the write-ahead log from being emptied', async () => {
    const { path, db } = madeStore(200_000);
    const reader = readerOf(path);
    let hasEnded = false;
    const read = reader.sums(ALL, STAYS).finally(() => (hasEnded = true));
    await vi.waitFor(() => expect(db.pragma('wal_checkpoint(TRUNCATE)', { simple: true })).toBe(0));
    expect([hasEnded, statSync(`${path}-wal`).size]).toEqual([false, 0]);
    await read;
  });

  it('[STO325] a thread that ends fails its reads, and the next read has a new one', async () => {
    const { path } = madeStore(10);
    const ending = new RatePartThread(path, new URL('../support/endingWorker.js', import.meta.url));
    await expect(ending.sums(ALL, STAYS)).rejects.toThrow(StoreReadError);
    expect(ending.isAlive).toBe(false);
    const reader = readerOf(path);
    await reader.sums(ALL, STAYS);
    await reader.close();
    expect(await reader.sums(ALL, STAYS)).toHaveLength(10);
  });

  it('[STO326] a store that is closed ends its reads', async () => {
    const reader = readerOf(madeStore(200_000).path);
    const read = expect(reader.sums(ALL, STAYS)).rejects.toThrow(StoreReadError);
    await reader.close();
    await read;
  });
});
