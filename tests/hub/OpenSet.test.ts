import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from '../../server/hub/DueHeap.ts';
import { OpenSet } from '../../server/hub/OpenSet.ts';
import { OpenTable } from '../../server/hub/OpenTable.ts';
import type { CaseState } from '../../shared/domain/case/CaseState.ts';
import { must } from '../../shared/lib/assert.ts';
import { openRow } from '../support/openRow.ts';
import { SampleLog } from '../support/sampleGroup.ts';

describe('OpenSet', () => {
  it('[OPN1] tells what fell due strictly before now, soonest first, and each once', () => {
    const open = new OpenSet();
    open.load([
      openRow(3, { dueAt: 300 }),
      openRow(1, { dueAt: 100 }),
      openRow(2, { dueAt: 200 }),
      openRow(4),
    ]);
    expect(open.takeDue(200, 10)).toEqual([1]);
    expect(open.takeDue(301, 10)).toEqual([2, 3]);
    expect(open.takeDue(1e15, 10)).toEqual([]);
    expect(open.size).toBe(4);
  });

  it('[OPN2] takes at most as many as it is asked for and keeps the rest', () => {
    const open = new OpenSet();
    open.load(Array.from({ length: 10 }, (_, i) => openRow(i + 1, { dueAt: i })));
    expect(open.takeDue(100, 4)).toEqual([1, 2, 3, 4]);
    expect(open.takeDue(100, 100)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it('[OPN3] tells a case again after its turn came to nothing', () => {
    const open = new OpenSet();
    open.load([openRow(1, { dueAt: 5 })]);
    expect(open.takeDue(10, 1)).toEqual([1]);
    open.rearm(1);
    expect(open.takeDue(10, 1)).toEqual([1]);
  });

  it('[OPN4] tells a case by its latest due time only, however often that moved', () => {
    const open = new OpenSet();
    for (let i = 0; i < 5_000; i++) open.load([openRow(7, { dueAt: i })]);
    expect(open.takeDue(4_999, 10)).toEqual([]);
    expect(open.takeDue(5_000, 10)).toEqual([7]);
  });
});

describe('OpenSet at a glance', () => {
  const [FIRST_LEVEL, SECOND_LEVEL] = [1e13, 2e13];

  it('[OPN8] counts what falls due within the horizon, bounds included, and of it the contact clocks', () => {
    const open = new OpenSet();
    open.load([
      openRow(1, { signAt: 99 }),
      openRow(2, { contactAt: 100 }),
      openRow(3, { workAt: 200 }),
      openRow(4, { contactAt: 201 }),
      openRow(5, { contactAt: 150 }),
    ]);
    expect(open.scan(100, 200, 10)).toMatchObject({ savable: 3, savableContact: 2, savableIds: [2, 5, 3] });
    expect(open.scan(100, 200, 2).savableIds).toEqual([2, 5]);
  });

  it('[OPN8] counts a contact clock also behind a sooner clock, whether that can still be kept or is past due', () => {
    const open = new OpenSet();
    open.load([
      openRow(1, { signAt: 110, contactAt: 200 }),
      openRow(2, { signAt: 120, contactAt: 201 }),
      openRow(3, { signAt: 99, contactAt: 115 }),
      openRow(4, { signAt: 130, contactAt: 130 + 2 ** 33 }),
    ]);
    expect(open.scan(100, 200, 10)).toMatchObject({
      savable: 4,
      savableContact: 2,
      savableIds: [1, 3, 2, 4],
    });
  });

  it('[OPN9] counts a case as near from its first yellow clock on, and as overdue instead once one is past due', () => {
    const open = new OpenSet();
    open.load([
      openRow(1, { nearAt: 100, rank: FIRST_LEVEL + 100 }),
      openRow(2, { nearAt: 101, rank: FIRST_LEVEL + 300 }),
      openRow(3, { nearAt: 50, rank: SECOND_LEVEL + 70 }),
      openRow(4, { nearAt: 80, rank: FIRST_LEVEL + 99 }),
      openRow(5, { nearAt: 10, rank: SECOND_LEVEL + 60 }),
      openRow(6),
    ]);
    expect(open.scan(100, 200, 2)).toMatchObject({ near: 1, overdue: 3, overdueIds: [4, 5] });
  });

  it('[OPN10] the row behind moves up when one of the first leaves, and equal ones stand by id', () => {
    const open = new OpenSet();
    open.load([7, 3, 5].map((id) => openRow(id, { workAt: 150 })));
    expect(open.scan(100, 200, 2).savableIds).toEqual([3, 5]);
    open.load([openRow(3)]);
    expect(open.scan(100, 200, 2).savableIds).toEqual([5, 7]);
  });

  it('[OPN11] says the same as a list gone through anew, whatever came, went and moved', () => {
    const ended: CaseState = { ...must(new SampleLog().intakes(1).states[0], 'no case'), state: 'withdrawn' };
    const instant = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(Infinity));
    const later = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constant(Infinity));
    /** No clock is past due before it is yellow. */
    const change = fc
      .record({
        id: fc.integer({ min: 1, max: 150 }).map((n) => n * 128 + (n % 3)),
        ends: fc.boolean(),
        signAt: instant,
        contactAt: instant,
        workAt: instant,
        nearAt: instant,
        dueIn: later,
        level: fc.integer({ min: 1, max: 5 }),
      })
      .map(({ dueIn, level, ...known }) => ({
        ...known,
        rank: level * 1e13 + known.nearAt + dueIn,
      }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 50, maxLength: 400 }), (changes) => {
        const open = new OpenSet();
        const rows = new Map<number, ReturnType<typeof openRow>>();
        for (const { id, ends, ...known } of changes) {
          if (ends) open.apply([{ ...ended, id }]);
          else open.load([openRow(id, known)]);
          if (ends) rows.delete(id);
          else rows.set(id, openRow(id, known));
        }
        const all = [...rows.values()];
        const isWithin = (at: number) => at >= 100 && at <= 200;
        const savable = all.flatMap(({ id, signAt, contactAt, workAt }) => {
          const at = Math.min(...[signAt, contactAt, workAt].filter(isWithin));
          return at === Infinity ? [] : [{ id, key: at }];
        });
        const late = all.filter(({ rank }) => rank !== Infinity && rank % 1e13 < 100);
        const first = (list: readonly { readonly id: number; readonly key: number }[]) =>
          [...list]
            .sort((a, b) => a.key - b.key || a.id - b.id)
            .map(({ id }) => id)
            .slice(0, 9);
        expect(open.scan(100, 200, 9)).toMatchObject({
          savable: savable.length,
          savableContact: all.filter(({ contactAt }) => isWithin(contactAt)).length,
          near: all.filter(({ nearAt }) => nearAt <= 100).length - late.length,
          overdue: late.length,
          savableIds: first(savable),
          overdueIds: first(late.map(({ id, rank }) => ({ id, key: rank }))),
        });
      }),
    );
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
        // Time goes back and forth around what is in sight.
        const open = new OpenSet(10);
        const naive = new Map<number, { readonly at: number; waits: boolean }>();
        for (const [what, id, at] of steps) {
          const one = naive.get(id);
          if (what === 'open') {
            open.load([openRow(id, { dueAt: at })]);
            if (one?.at !== at) naive.set(id, { at, waits: true });
          } else if (what === 'end') {
            open.apply([{ ...ended, id }]);
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
