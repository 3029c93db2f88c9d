import { describe, expect, it } from 'vitest';
import { leaderTo } from '../../client/map/leaderTo.ts';
import { placeLabels } from '../../client/map/placeLabels.ts';
import type { Box, LabelWish } from '../../client/map/placeLabels.ts';
import { SeededRandom } from '../support/seededRandom.ts';

const FRAME = { width: 400, height: 300 };
const anywhere = (): boolean => true;

function wish(id: string, x: number, y: number, isHome: LabelWish['isHome'] = anywhere): LabelWish {
  return { id, x, y, whole: { width: 40, height: 20 }, least: { width: 30, height: 10 }, isHome };
}

/** A home of so many pixels around its place. */
function within(x: number, y: number, reach: number): LabelWish['isHome'] {
  return (atX, atY) => Math.max(Math.abs(atX - x), Math.abs(atY - y)) <= reach;
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;
}

describe('labels on the map', () => {
  it('[WAL23] move aside before they cover each other, and are left out where there is no room at all', () => {
    const both = placeLabels([wish('A', 200, 150), wish('B', 200, 150)], FRAME);
    expect(both.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(both[0]).toMatchObject({ x: 200, y: 150, isShort: false, isAside: false });
    expect(both[0] !== undefined && both[1] !== undefined && overlap(both[0], both[1])).toBe(false);
    const crowd = Array.from({ length: 9 }, (_, index) => wish(`L${index}`, 30, 15));
    const placed = placeLabels(crowd, { width: 60, height: 30 });
    expect(placed.length).toBeGreaterThan(0);
    expect(placed.length).toBeLessThan(9);
  });

  it('[WAL23] cover neither each other nor a mark, whatever their sizes', () => {
    const random = new SeededRandom(11);
    const upTo = (most: number): number => random.below(most);
    for (let round = 0; round < 200; round++) {
      const wishes = Array.from({ length: 12 }, (_, index) => {
        const [x, y, width] = [upTo(400), upTo(300), 20 + upTo(160)];
        const sizes = { whole: { width, height: 30 }, least: { width: width * 0.8, height: 15 } };
        return { ...wish(String(index), x, y, within(x, y, 15)), ...sizes };
      });
      const marks = Array.from({ length: 8 }, () => ({ x: upTo(400), y: upTo(300), width: 20, height: 20 }));
      const placed = placeLabels(wishes, FRAME, marks);
      const boxes = [...placed, ...marks];
      const covered = placed.filter((label) => boxes.some((box) => box !== label && overlap(label, box)));
      expect(covered).toEqual([]);
    }
  });

  it('[MAP7] never cover a mark', () => {
    const mark = { x: 200, y: 150, width: 20, height: 20 };
    const [label] = placeLabels([wish('A', 200, 150)], FRAME, [mark]);
    expect(label !== undefined && overlap(label, mark)).toBe(false);
    expect(label).toMatchObject({ isShort: false, isAside: false });
  });

  it('[MAP7] stand whole at a side of the frame where their area is too crowded, and point at it', () => {
    const mark = { x: 120, y: 150, width: 20, height: 20 };
    const [label] = placeLabels([wish('A', 120, 150, within(120, 150, 5))], FRAME, [mark]);
    expect(label).toMatchObject({ x: 20, isAside: true, isShort: false });
    const line = leaderTo({ x: 120, y: 150 }, label ?? { x: 0, y: 0, width: 0, height: 0 });
    expect(line.from.x).toBe(40);
    expect(line.to).toEqual({ x: 120, y: 150 });
  });

  it('[MAP7] are shown short at home before so many lines cross the map that they tie a knot', () => {
    const many = Array.from({ length: 10 }, (_, index) => {
      const [x, y] = [100 + 40 * (index % 5), 100 + 60 * Math.floor(index / 5)];
      return wish(`L${index}`, x, y, within(x, y, 1));
    });
    const marks = many.map(({ x, y }) => ({ x, y: y + 9, width: 4, height: 4 }));
    const placed = placeLabels(many, FRAME, marks);
    expect(placed).toHaveLength(10);
    expect(placed.every(({ isShort, isAside }) => isShort && !isAside)).toBe(true);
  });

  it('[MAP7] have lines that do not cross at one side', () => {
    const nowhere = (): boolean => false;
    const wishes = [wish('C', 150, 190, nowhere), wish('A', 150, 110, nowhere), wish('B', 150, 150, nowhere)];
    const rows = placeLabels(wishes, FRAME).toSorted((a, b) => a.y - b.y);
    expect(rows.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(new Set(rows.map(({ x }) => x)).size).toBe(1);
  });

  it('[MAP7] stay where they were as long as that is as good, and come back where it is not', () => {
    const wishes = [wish('A', 200, 150)];
    const marked = placeLabels(wishes, FRAME, [{ x: 200, y: 150, width: 20, height: 20 }]);
    expect(placeLabels(wishes, FRAME, [], marked)).toEqual(marked);
    const there = marked.map(({ x, y }) => ({ x, y, width: 20, height: 20 }));
    const moved = placeLabels(wishes, FRAME, there, marked);
    expect(moved[0]).toMatchObject({ x: 200, y: 150 });
  });

  it('[MAP6] keep a badge near its place, with a line', () => {
    const badge = { ...wish('1', 200, 150), isHome: undefined };
    const { isHome: _, ...pointer } = badge;
    const [label] = placeLabels([pointer], FRAME, [{ x: 200, y: 150, width: 20, height: 20 }]);
    expect(label).toMatchObject({ isAside: true });
    expect(Math.hypot((label?.x ?? 0) - 200, (label?.y ?? 0) - 150)).toBeLessThan(60);
  });
});
