import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CorruptStoreError } from '../../server/store/EventStore.ts';
import type { EventStore } from '../../server/store/EventStore.ts';
import { SqliteStore } from '../../server/store/sqlite/SqliteStore.ts';
import { WriteGuard } from '../../server/store/sqlite/WriteGuard.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';
import { SAMPLE_DAY, SampleLog } from '../support/sampleGroup.ts';
import { tempDir } from '../support/tempDir.ts';

const first = caseIdOf(SAMPLE_DAY, 1);
const second = caseIdOf(SAMPLE_DAY, 2);
const KEY = '1'.padStart(64, '0');

interface Damage {
  readonly table: string;
  readonly sql: string;
  readonly read: (store: EventStore) => Promise<unknown>;
}

const STAYS = new AbortController().signal;

const openRows = async (store: EventStore) => {
  for await (const page of store.openRows()) expect(page.length).toBeGreaterThan(0);
};

/** One damaged cell of each kind of row, and a call that reads the row. */
const DAMAGES: readonly Damage[] = [
  {
    table: 'event',
    sql: "UPDATE event SET body = replace(body, 'hotline', 'hotlime') WHERE seq = 1",
    read: (store) => store.events(0, 9),
  },
  {
    table: 'event',
    sql: 'UPDATE event SET at = at + 1 WHERE seq = 2',
    read: (store) => store.history(first),
  },
  { table: 'event', sql: 'UPDATE event SET prev = 1 WHERE seq = 3', read: (store) => store.history(first) },
  {
    table: 'open_case',
    sql: "UPDATE open_case SET state = replace(state, 'water', 'wader')",
    read: (store) => store.cases([first]),
  },
  { table: 'open_case', sql: 'UPDATE open_case SET due = due + 1', read: openRows },
  { table: 'open_case', sql: 'UPDATE open_case SET due = NULL', read: openRows },
  { table: 'open_case', sql: 'UPDATE open_case SET due = due + 1', read: (store) => store.cases([first]) },
  {
    table: 'closed_case',
    sql: "UPDATE closed_case SET state = replace(state, 'handled', 'handles')",
    read: (store) => store.cases([second]),
  },
  {
    table: 'closed_case',
    sql: "UPDATE closed_case SET state = replace(state, 'handled', 'handles')",
    read: (store) => store.newestCases(9),
  },
  {
    table: 'counter',
    sql: "UPDATE counter SET body = '[9,9,9,9]' WHERE tbl = 'cells'",
    read: (store) => store.counters('cells', true, 9),
  },
  {
    table: 'counter',
    sql: "UPDATE counter SET key = 'south' WHERE tbl = 'cells'",
    read: (store) => store.counterRows([{ table: 'cells', key: 'south' }]),
  },
  {
    table: 'contribution',
    sql: 'UPDATE contribution SET from_seq = from_seq + 1',
    read: (store) => store.contributions(first),
  },
  {
    table: 'rate_part',
    sql: 'UPDATE rate_part SET rates = rates + 2',
    read: (store) => store.rateSumsAt({ prefix: '2026-11 ', units: undefined, seq: 99 }, STAYS),
  },
  {
    table: 'rate_part',
    sql: 'UPDATE rate_part SET case_id = case_id + 1',
    read: (store) =>
      store.rateCasesAt(
        { prefix: '2026-11 ', units: ['water'], seq: 99, after: 0, columns: [0], limit: 9 },
        STAYS,
      ),
  },
  {
    table: 'case_text',
    sql: "UPDATE case_text SET sealed = CAST('other' AS BLOB)",
    read: (store) => store.texts(first),
  },
  {
    table: `caller_key_${SAMPLE_DAY}`,
    sql: `UPDATE caller_key_${SAMPLE_DAY} SET case_id = case_id + 1`,
    read: (store) => store.keys([KEY]),
  },
  { table: 'erasure', sql: 'UPDATE erasure SET key_slot = 7', read: (store) => store.pendingErasures() },
];

describe('damaged rows', () => {
  it.each(DAMAGES)('[STO25] $table: $sql is found when the row is read', async ({ table, sql, read }) => {
    const { store, damage } = await sampleStore();
    await expect(read(store)).resolves.not.toThrow();
    damage(sql);
    await expect(read(store)).rejects.toThrow(CorruptStoreError);
    await expect(read(store)).rejects.toThrow(new RegExp(`^The row .+ of table ${table} .+\\.$`));
  });

  it('[STO26] a damaged head stops the start', async () => {
    const { store, damage, path } = await sampleStore();
    await store.close();
    damage('UPDATE head SET seq = seq - 1');
    expect(() => SqliteStore.open(path)).toThrow(CorruptStoreError);
  });

  it('[STO27] a history whose event is missing is told as broken, with the case and the event', async () => {
    const { store, damage } = await sampleStore();
    damage('DELETE FROM event WHERE seq = 2');
    await expect(store.history(first)).rejects.toThrow(`The history of case ${first} is broken at event 2.`);
  });
});

it("[STO36] a history that leads into another case's events is told as broken", async () => {
  const { store, log } = await sampleStore();
  const strayed = { ...log.state(first), seq: log.state(second).seq };
  const nothing = { events: [], counters: [], contributions: [], keys: [], texts: [], erased: [] };
  await store.append({ ...nothing, states: [strayed], head: await store.head(), day: SAMPLE_DAY });
  await expect(store.history(first)).rejects.toThrow(`The history of case ${first} is broken`);
});

describe('a store that fails', () => {
  it('[STO28] after a failed sync nothing more is written, and the cause is told', () => {
    const guard = new WriteGuard();
    const sync = new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
    const failing = () => {
      throw sync;
    };
    expect(() => guard.write(failing)).toThrow(expect.objectContaining({ cause: sync }));
    let isWritten = false;
    expect(() => guard.write(() => (isWritten = true))).toThrow(/takes no more writes/);
    expect(isWritten).toBe(false);
  });

  it('[STO29] a full disk, a busy store and a constraint do not end writing', () => {
    const guard = new WriteGuard();
    for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_BUSY', 'SQLITE_CONSTRAINT_UNIQUE']) {
      const failing = () => {
        throw new Database.SqliteError('no', code);
      };
      expect(() => guard.write(failing)).toThrow();
    }
    expect(guard.write(() => 'written')).toBe('written');
  });
});

/** One open case, one closed, one erased whose erasure is pending; and a second connection that does damage. */
async function sampleStore() {
  const path = join(tempDir(), 'hub.db');
  const store = SqliteStore.open(path);
  onTestFinished(() => store.close());
  const log = new SampleLog();
  const intakes = log.intakes(3);
  const rated = { table: 'rates' as const, key: '2026-11 water', adds: [1, 0, 0] };
  const contributions = intakes.contributions.map((row) => ({ ...row, shares: [...row.shares, rated] }));
  await store.append({ ...intakes, contributions });
  await store.append(log.closes(second));
  await store.append(log.erases(caseIdOf(SAMPLE_DAY, 3)));
  const damage = (sql: string) => {
    const db = new Database(path);
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    db.close();
  };
  return { store, log, damage, path };
}
