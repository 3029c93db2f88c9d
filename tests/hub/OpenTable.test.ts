import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_PLACE, OpenTable } from '../../server/hub/OpenTable.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';

/** Few ids of few days, so that they come, go and come again and push each other aside. */
const id = fc
  .tuple(fc.constantFrom(20261120, 20261121, 20270101), fc.integer({ min: 1, max: 300 }))
  .map(([day, serial]) => caseIdOf(day, serial));
const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), id, fc.nat(1_000_000));

describe('OpenTable', () => {
  it('[OPN6] finds exactly what was put in and not taken out, with all that was kept of it, whatever stood in its way', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
        const table = new OpenTable(() => {});
        const expected = new Map<number, number>();
        for (const [what, key, at] of steps) {
          const found = table.find(key);
          if (what === 'set') {
            const entry = found ?? table.add(key);
            table.setDue(entry, at);
            table.setPlace(entry, at + 1);
            expected.set(key, at);
          } else if (found !== undefined) {
            table.delete(found);
            expected.delete(key);
          }
        }
        expect(table.size).toBe(expected.size);
        for (const [, key] of steps) {
          const entry = table.find(key);
          const kept =
            entry === undefined ? undefined : [table.idOf(entry), table.dueOf(entry), table.placeOf(entry)];
          const at = expected.get(key);
          expect(kept).toEqual(at === undefined ? undefined : [key, at, at + 1]);
        }
      }),
    );
  });

  it('[OPN6] finds a new one due never and without a place, also where another stood before', () => {
    const table = new OpenTable(() => {});
    const first = table.add(caseIdOf(20261121, 1));
    table.setDue(first, 5);
    table.setPlace(first, 7);
    table.delete(first);
    const again = table.add(caseIdOf(20261121, 1));
    expect([again, table.dueOf(again), table.placeOf(again)]).toEqual([first, Infinity, NO_PLACE]);
  });
});
