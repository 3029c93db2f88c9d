/** So many tiles are readable from afar on the narrowest wall. */
const MOST_TILES = 20;

/** Puts tiles on pages of about the same length, in their order; one empty page where there are none. */
export function tilePages<T>(tiles: readonly T[]): readonly (readonly T[])[] {
  const pages = Math.max(1, Math.ceil(tiles.length / MOST_TILES));
  const length = Math.ceil(tiles.length / pages);
  return Array.from({ length: pages }, (_, page) => tiles.slice(page * length, (page + 1) * length));
}
