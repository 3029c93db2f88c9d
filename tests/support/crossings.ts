export type Point = readonly [number, number];

/** How often the edges of two rings cross. */
export function crossings(a: readonly Point[], b: readonly Point[]): number {
  const side = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point) =>
    Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  const edges = (ring: readonly Point[]) =>
    ring.slice(1).map((to, index): [Point, Point] => [ring[index] ?? to, to]);
  let count = 0;
  for (const [p, q] of edges(a))
    for (const [r, s] of edges(b))
      if (side(p, q, r) !== side(p, q, s) && side(r, s, p) !== side(r, s, q)) count++;
  return count;
}
