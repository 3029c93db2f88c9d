import { describe, expect, it } from 'vitest';
import { Board } from '../../server/hub/Board.ts';
import { MemoryStore } from '../../server/store/memory/MemoryStore.ts';
import type { CounterRow } from '../../server/store/EventStore.ts';
import { City } from '../../shared/domain/City.ts';
import { COUNTER_TABLES } from '../../shared/tables/liveTables.ts';
import type { CounterTableName } from '../../shared/tables/liveTables.ts';
import { rateKey } from '../../shared/tables/rates.ts';
import { SampleLog } from '../support/sampleGroup.ts';
import { limits, SAMPLE_BUDGETS, samplePack } from '../support/sampleCity.ts';

const DAY = 1_440;

const named = (code: string) => ({ code, names: { zh: code, en: code } });
const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const unit = (n: number) => `U${String(n).padStart(4, '0')}`;
const category = (n: number) => String(n).padStart(6, '0');

/** The sample city with so many units, areas and categories, and so long to handle a case. */
function cityOf(units: number, areas: number, categories: number, handleDays: number): City {
  const pack = samplePack();
  const handle = limits(handleDays * DAY);
  return new City({
    ...pack,
    policies: pack.policies.map((policy) => ({ ...policy, budgets: { ...SAMPLE_BUDGETS, handle } })),
    units: many(units, (n) => ({ ...named(unit(n)), kind: 'street' as const })),
    areas: many(areas, (n) => ({ ...named(`A${n}`), aliases: [] })),
    categories: many(categories, (n) => ({ ...named(category(n)), aliases: [] })),
  });
}

function row(table: CounterTableName, key: string): CounterRow {
  return { table, key, values: COUNTER_TABLES[table].columns.slice(1).map(() => 1) };
}

describe('a board of a large city', () => {
  const large = cityOf(1_400, 2_300, 517, 60);
  const units = [...many(1_400, unit), 'unassigned'];
  const rows = [
    ...many(1_400, (n) => row('units', unit(n))),
    ...[...many(2_300, (n) => `A${n}`), 'unknown'].map((code) => row('cells', code)),
    ...[20_261_120, 20_261_121].flatMap((day) =>
      [...many(517, category), 'unknown', 'withheld'].map((code) => row('categories', `${day} ${code}`)),
    ),
    // Deadlines two months ahead are counted already.
    ...['2026-11', '2026-12', '2027-01', '2027-02'].flatMap((label) =>
      units.map((code) => row('rates', rateKey(label, code))),
    ),
  ];
  const tables = ['units', 'cells', 'categories', 'rates'] as const;

  function expectWhole(board: Board): void {
    for (const name of tables) {
      const expected = rows.filter(({ table }) => table === name);
      expect([name, board.table(name).size]).toEqual([name, expected.length]);
    }
  }

  it('[TAB6] leaves out no unit, area or category of the day, and no rates of the running and the last period', () => {
    const board = new Board(large);
    board.apply(rows, []);
    expectWhole(board);
  });

  it('[TAB6] nor does it when it reads them from the store', async () => {
    const store = new MemoryStore();
    await store.append({ ...new SampleLog().intakes(1), counters: rows });
    const board = new Board(large);
    await board.load(store);
    expectWhole(board);
  });

  it('[TAB6] drops what is older than that', () => {
    const board = new Board(cityOf(300, 2, 2, 15));
    const labels = many(9, (n) => `2026-0${n + 1}`);
    board.apply(
      labels.flatMap((label) => many(300, (n) => row('rates', rateKey(label, unit(n))))),
      [],
    );
    const table = board.table('rates');
    const held = ['2026-09', '2026-08', '2026-07', '2026-01'].map((label) =>
      table.get(rateKey(label, unit(7))),
    );
    expect(held.map((found) => found !== undefined)).toEqual([true, true, true, false]);
    expect(table.size).toBeLessThan(6 * 300);
  });
});
