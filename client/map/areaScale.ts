/** Fills of an area by their place in `AREA_FILLS`: first by how many cases, none to most, then by how late they are. */
export const AREA_FILLS = [
  '--shade-0',
  '--shade-1',
  '--shade-2',
  '--shade-3',
  '--shade-4',
  '--shade-5',
  '--late-1',
  '--late-2',
  '--late-3',
] as const;

const SHADES = 5;
/** Of areas this share is within the scale: one area that outdoes all others must not make them all look empty. */
const SCALED = 0.95;
/** From which share of an area's open cases overdue on it is drawn later; the first: as soon as one is. */
export const LATE_FLOORS = [0, 0.05, 0.15] as const;

/** The lowest count of each shade from 1 on: equal steps up to a round number that covers nearly all counts. */
export function shadeFloors(counts: readonly number[]): readonly number[] {
  const sorted = [...counts].sort((a, b) => a - b);
  const largest = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * SCALED))] ?? 0;
  const step = roundUp(Math.max(1, largest) / SHADES);
  return Array.from({ length: SHADES }, (_, index) => (index === 0 ? 1 : index * step));
}

/**
 * The fill of an area, a place in `AREA_FILLS`. Where a case is overdue the colour tells how late the area is, else how
 * much it has to do: one picture, quiet blue until something went wrong, then red where it did. Two maps side by side
 * would each be too small to be read from afar, and maps that take turns hide what is late half of the time.
 */
export function fillOf(open: number, overdue: number, floors: readonly number[]): number {
  if (overdue <= 0) return floors.filter((floor) => open >= floor).length;
  const share = overdue / Math.max(open, overdue);
  return SHADES + LATE_FLOORS.filter((floor) => share >= floor).length;
}

/** 1, 2 or 5 times a power of ten: the scale then changes seldom, and colours do not swim while counts grow. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const leading = [1, 2, 5, 10].find((digit) => digit * power >= value) ?? 10;
  // A step of one would give the first two shades the same floor.
  return Math.max(2, leading * power);
}
