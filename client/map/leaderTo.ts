import type { Box } from './placeLabels.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The line from the nearest point of a box to a place; of no length where the place lies in the box. */
export function leaderTo(
  place: Spot,
  { x, y, width, height }: Box,
): { readonly from: Spot; readonly to: Spot } {
  const from = {
    x: Math.min(x + width / 2, Math.max(x - width / 2, place.x)),
    y: Math.min(y + height / 2, Math.max(y - height / 2, place.y)),
  };
  return { from, to: { x: place.x, y: place.y } };
}
