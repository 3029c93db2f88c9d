import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotTable } from '../../server/hub/SlotTable.ts';
import { caseIdOf } from '../../shared/domain/ids.ts';

/** Few ids of few days, so that they come, go and come again and push each other aside. */
const id = fc
  .tuple(fc.constantFrom(20261120, 20261121, 20270101), fc.integer({ min: 1, max: 300 }))
  .map(([day, serial]) => caseIdOf(day, serial));
const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), id, fc.nat(1_000_000));

describe('SlotTable', () => {
  it('[OPN6] finds exactly what was put in and not taken out, whatever stood in its way', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
        const table = new SlotTable();
        const expected = new Map<number, number>();
        for (const [what, key, slot] of steps) {
          if (what === 'delete') {
            table.delete(key);
            expected.delete(key);
          } else {
            table.set(key, slot);
            expected.set(key, slot);
          }
        }
        expect(table.size).toBe(expected.size);
        for (const [, key] of steps) expect(table.get(key)).toBe(expected.get(key));
      }),
    );
  });
});
