import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from '../../server/hub/DueHeap.ts';
import { OpenSet } from '../../server/hub/OpenSet.ts';
import { OpenTable } from '../../server/hub/OpenTable.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { must } from '../../shared/lib/assert.ts';
import { SampleLog } from '../support/sampleGroup.ts';

describe('OpenSet', () => {
  it('[OPN1] tells what fell due strictly before now, soonest first, and each once', () => {
    const open = new OpenSet();
    open.load([
      { id: 3, dueAt: 300 },
      { id: 1, dueAt: 100 },
      { id: 2, dueAt: 200 },
      { id: 4, dueAt: undefined },
    ]);
    expect(open.takeDue(200, 10)).toEqual([1]);
    expect(open.takeDue(301, 10)).toEqual([2, 3]);
    expect(open.takeDue(1e15, 10)).toEqual([]);
    expect(open.size).toBe(4);
  });

  it('[OPN2] takes at most as many as it is asked for and keeps the rest', () => {
    const open = new OpenSet();
    open.load(Array.from({ length: 10 }, (_, i) => ({ id: i + 1, dueAt: i })));
    expect(open.takeDue(100, 4)).toEqual([1, 2, 3, 4]);
    expect(open.takeDue(100, 100)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('[OPN3] tells a case again after its turn came to nothing', () => {
    const open = new OpenSet();
    open.load([{ id: 1, dueAt: 5 }]);
    expect(open.takeDue(10, 1)).toEqual([1]);
    open.rearm(1);
    expect(open.takeDue(10, 1)).toEqual([1]);
  });

  it('[OPN4] tells a case by its latest due time only, however often that moved', () => {
    const open = new OpenSet();
    for (let i = 0; i < 5_000; i++) open.load([{ id: 7, dueAt: i }]);
    expect(open.takeDue(4_999, 10)).toEqual([]);
    expect(open.takeDue(5_000, 10)).toEqual([7]);
  });
});

describe('OpenSet over many cases', () => {
  const ended: CaseState = { ...must(new SampleLog().intakes(1).states[0], 'no case'), state: 'withdrawn' };
  /** Ids far enough apart to fall on each other's entries, and instants that often are the same. */
  const step = fc.tuple(
    fc.constantFrom('open', 'open', 'open', 'end', 'take', 'rearm'),
    fc.integer({ min: 1, max: 150 }).map((n) => n * 128 + (n % 3)),
    fc.integer({ min: 0, max: 60 }),
  );

  it('[OPN7] tells, whatever came, went and moved, what a list sorted anew would tell', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 100, maxLength: 500 }), (steps) => {
        const open = new OpenSet();
        const naive = new Map<number, { readonly at: number; waits: boolean }>();
        for (const [what, id, at] of steps) {
          const one = naive.get(id);
          if (what === 'open') {
            open.load([{ id, dueAt: at }]);
            if (one?.at !== at) naive.set(id, { at, waits: true });
          } else if (what === 'end') {
            open.apply({ ...ended, id });
            naive.delete(id);
          } else if (what === 'rearm') {
            open.rearm(id);
            if (one !== undefined) one.waits = true;
          } else {
            const waiting = [...naive.values()].filter((other) => other.waits && other.at < at);
            const expected = waiting.map((other) => other.at).sort((a, b) => a - b);
            const taken = open
              .takeDue(at, 5)
              .map((due) => must(naive.get(due), 'told a case that is not open'));
            expect(taken.map((other) => other.at)).toEqual(expected.slice(0, 5));
            for (const other of taken) other.waits = false;
          }
          expect(open.dueOf(id)).toBe(naive.get(id)?.at);
        }
        expect(open.size).toBe(naive.size);
      }),
    );
  });
});

describe('DueHeap', () => {
  it('[OPN5] gives back everything in the order of its instants', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (instants) => {
        const table: OpenTable = new OpenTable((entry, place) => heap.renumber(entry, place));
        const heap: DueHeap = new DueHeap(table);
        instants.forEach((at, n) => heap.set(table.add(n + 1), 50 - at));
        instants.forEach((at, n) => heap.set(table.find(n + 1) ?? -1, at));
        const out = instants.map(() => {
          const at = heap.soonest;
          heap.remove(heap.first ?? -1);
          return at;
        });
        expect(out).toEqual([...instants].sort((a, b) => a - b));
        expect(heap.first).toBeUndefined();
      }),
    );
  });
});
