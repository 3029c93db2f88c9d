import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from '../../server/hub/DueHeap.ts';
import { OpenSet } from '../../server/hub/OpenSet.ts';

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

describe('DueHeap', () => {
  it('[OPN5] gives back everything in the order of its instants', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (instants) => {
        const heap = new DueHeap();
        instants.forEach((at, slot) => heap.set(slot, 50 - at));
        instants.forEach((at, slot) => heap.set(slot, at));
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
