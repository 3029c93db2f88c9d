/** A label's wish: its centre and size in CSS pixels. Earlier ones go first. */
export interface LabelWish {
  readonly code: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLabel {
  readonly code: string;
  readonly x: number;
  readonly y: number;
}

/** Tried in this order, in label widths and heights: at its place, then ever further up, down and aside. */
const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [-0.3, 0],
  [0.3, 0],
  [0, -0.35],
  [0, 0.35],
  [-0.3, 0.35],
  [0.3, -0.35],
  [0, -0.6],
  [0, 0.6],
  [-0.6, 0],
  [0.6, 0],
  [-0.6, -0.7],
  [0.6, -0.7],
  [-0.6, 0.7],
  [0.6, 0.7],
  [0, -1.1],
  [0, 1.1],
];

/** Labels that neither overlap each other nor leave the box; one that finds no place is left out. */
export function placeLabels(
  wishes: readonly LabelWish[],
  box: { readonly width: number; readonly height: number },
): readonly PlacedLabel[] {
  const placed: LabelWish[] = [];
  for (const wish of wishes) {
    const spot = SHIFTS.map(([dx, dy]) => ({
      ...wish,
      x: wish.x + dx * wish.width,
      y: wish.y + dy * wish.height,
    })).find((candidate) => isInside(candidate, box) && !placed.some((other) => overlaps(candidate, other)));
    if (spot !== undefined) placed.push(spot);
  }
  return placed.map(({ code, x, y }) => ({ code, x, y }));
}

function isInside(label: LabelWish, box: { readonly width: number; readonly height: number }): boolean {
  const { x, y, width, height } = label;
  return x >= width / 2 && y >= height / 2 && x <= box.width - width / 2 && y <= box.height - height / 2;
}

function overlaps(a: LabelWish, b: LabelWish): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;
}
