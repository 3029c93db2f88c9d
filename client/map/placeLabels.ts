export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A box by its centre, in CSS pixels. */
export interface Box extends Size, Spot {}

/** A label of the place `x`, `y`: how large it is whole, and at the least. */
export interface LabelWish extends Spot {
  readonly id: string;
  readonly whole: Size;
  readonly least: Size;
  /** Whether a label that stands there is still read as one of its place; everywhere, where this is not given. */
  readonly isHome?: (x: number, y: number) => boolean;
}

export interface PlacedLabel extends Box {
  readonly id: string;
  /** Only its least part has room. */
  readonly isShort: boolean;
  /** Stands apart from its place and needs a line to it. */
  readonly isAside: boolean;
}

/** Places around that of a label, in its own widths and heights, the nearest first. */
const SHIFTS: readonly Spot[] = Array.from({ length: 121 }, (_, index) => ({
  x: ((index % 11) - 5) / 5,
  y: (Math.floor(index / 11) - 5) / 2,
})).sort((a, b) => Math.hypot(2 * a.x, a.y) - Math.hypot(2 * b.x, b.y));
/** Rows at the frame's sides that are tried. */
const ROWS = 40;
/** More lines across a map than these tie a knot. */
const MOST_LINES = 8;

/**
 * Labels that neither overlap each other nor what is `taken`, nor leave the frame; earlier wishes go first. A label
 * stands at home, or at the frame's left or right side with a line to its place; one that finds no room there either is
 * left out. As many as can are shown whole, unless that sent too many aside. Each stays where it was `before` as
 * long as that is as good: numbers that move about cannot be read.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  frame: Size,
  taken: readonly Box[] = [],
  before: readonly PlacedLabel[] = [],
): readonly PlacedLabel[] {
  const room = { frame, taken, before };
  const allWhole = layOut(wishes, [whole], room);
  const lines = allWhole.filter(
    ({ id, isAside }) => isAside && wishes.some((wish) => wish.id === id && wish.isHome),
  );
  if (allWhole.length === wishes.length && lines.length <= MOST_LINES) return allWhole;
  return layOut(wishes, [whole, least], room);
}

interface Room {
  readonly frame: Size;
  readonly taken: readonly Box[];
  readonly before: readonly PlacedLabel[];
}

type SizeOf = (wish: LabelWish) => Size;
const whole: SizeOf = (wish) => wish.whole;
const least: SizeOf = (wish) => wish.least;

/** At home in the first of the sizes that fits; all others aside, in the first size in which all of them fit. */
function layOut(wishes: readonly LabelWish[], sizes: readonly SizeOf[], room: Room): readonly PlacedLabel[] {
  const home: PlacedLabel[] = [];
  for (const wish of wishes) {
    const label = firstOf(sizes, (sizeOf) => firstFree(homes(wish, sizeOf(wish)), room, home));
    if (label !== undefined) home.push(label);
  }
  const homeless = wishes.filter(({ id }) => !home.some((label) => label.id === id));
  let aside: readonly PlacedLabel[] = [];
  for (const sizeOf of sizes) {
    aside = putAside(homeless, sizeOf, room, home);
    if (aside.length === homeless.length) break;
  }
  return [...home, ...aside];
}

function putAside(
  wishes: readonly LabelWish[],
  sizeOf: SizeOf,
  room: Room,
  home: readonly PlacedLabel[],
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const label = firstFree(sides(wish, sizeOf(wish), room.frame), room, [...home, ...placed]);
    if (label !== undefined) placed.push(label);
  }
  return uncrossed(placed, wishes, room, home);
}

function firstOf<From, To>(from: readonly From[], make: (one: From) => To | undefined): To | undefined {
  for (const one of from) {
    const made = make(one);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Where a label of a size may stand: a spot becomes a label only when it is tried. */
interface Places {
  readonly wish: LabelWish;
  readonly size: Size;
  readonly isAside: boolean;
  readonly spots: readonly Spot[];
  /** Those spots, the best first. */
  readonly inOrder: () => readonly Spot[];
}

function firstFree(
  { wish, size, isAside, spots, inOrder }: Places,
  { frame, taken, before }: Room,
  placed: readonly PlacedLabel[],
): PlacedLabel | undefined {
  const { id, isHome } = wish;
  const others = [...taken, ...placed];
  const labelAt = ({ x, y }: Spot): PlacedLabel | undefined => {
    const label = { id, x, y, ...size, isShort: size !== wish.whole, isAside };
    if (!isInside(label, frame) || others.some((other) => overlaps(label, other))) return undefined;
    return isAside || isHome === undefined || isHome(x, y) ? label : undefined;
  };
  const was = before.find((label) => label.id === id);
  const stays = was === undefined ? [] : spots.filter((spot) => isSame(spot, was));
  return firstOf(stays, labelAt) ?? firstOf(inOrder(), labelAt);
}

function homes(wish: LabelWish, size: Size): Places {
  const spots = SHIFTS.map(({ x, y }) => ({ x: wish.x + x * size.width, y: wish.y + y * size.height }));
  return { wish, size, isAside: wish.isHome === undefined, spots, inOrder: () => spots };
}

/** Places along the left and the right side, the nearest first; across the frame is twice as far. */
function sides(wish: LabelWish, size: Size, frame: Size): Places {
  const rows = Array.from({ length: ROWS }, (_, row) => size.height / 2 + (row / ROWS) * frame.height);
  const spots = rows.flatMap((y) => [
    { x: size.width / 2, y },
    { x: frame.width - size.width / 2, y },
  ]);
  const distance = (spot: Spot): number => {
    const isAcross = spot.x < frame.width / 2 !== wish.x < frame.width / 2;
    return Math.hypot(spot.x - wish.x, spot.y - wish.y) * (isAcross ? 2 : 1);
  };
  const inOrder = (): readonly Spot[] =>
    spots
      .map((spot) => ({ spot, far: distance(spot) }))
      .sort((a, b) => a.far - b.far)
      .map(({ spot }) => spot);
  return { wish, size, isAside: true, spots, inOrder };
}

/**
 * Labels of one side change rows until they stand in the order of their places: their lines then do not cross. Two of
 * which one has no room in the other's row, being wider, stay where they are.
 */
function uncrossed(
  placed: readonly PlacedLabel[],
  homeless: readonly LabelWish[],
  { frame, taken }: Room,
  home: readonly PlacedLabel[],
): readonly PlacedLabel[] {
  const labels = new Map(placed.map((label) => [label.id, label]));
  const aims = new Map(homeless.map(({ id, y }) => [id, y]));
  const aimOf = ({ id }: PlacedLabel): number => aims.get(id) ?? 0;
  const isLeft = ({ x }: PlacedLabel): boolean => x < frame.width / 2;
  const tryToSwap = (a: PlacedLabel, b: PlacedLabel): boolean => {
    if (isLeft(a) !== isLeft(b) || (aimOf(a) - aimOf(b)) * (a.y - b.y) >= 0) return false;
    const [first, second] = [
      { ...a, y: b.y },
      { ...b, y: a.y },
    ];
    const others = [...labels.values()].filter(({ id }) => id !== a.id && id !== b.id);
    const hasRoom = (label: PlacedLabel): boolean =>
      isInside(label, frame) && ![...taken, ...home, ...others].some((other) => overlaps(label, other));
    if (overlaps(first, second) || !hasRoom(first) || !hasRoom(second)) return false;
    labels.set(a.id, first).set(b.id, second);
    return true;
  };
  const swapSome = (): boolean =>
    [...labels.values()].some((a) => [...labels.values()].some((b) => tryToSwap(a, b)));
  // Each swap leaves fewer pairs in the wrong order, so there are no more swaps than pairs.
  while (swapSome());
  return [...labels.values()];
}

function isSame(a: Spot, b: Spot): boolean {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < 1;
}

function isInside({ x, y, width, height }: Box, frame: Size): boolean {
  return x >= width / 2 && y >= height / 2 && x <= frame.width - width / 2 && y <= frame.height - height / 2;
}

function overlaps(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;
}
