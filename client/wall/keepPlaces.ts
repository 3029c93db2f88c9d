/**
 * Which element of a fixed pool shows what: whoever was shown before keeps its element, so that a new order moves
 * elements and makes none; those that come take over the elements of those that went. The pool is as long as
 * `size`; undefined marks an element without anything to show.
 */
export function keepPlaces(
  before: readonly (string | undefined)[],
  wanted: readonly string[],
  size: number,
): readonly (string | undefined)[] {
  const shown = wanted.slice(0, size);
  const pool: (string | undefined)[] = Array.from({ length: size }, (_, place) => {
    const code = before[place];
    return code !== undefined && shown.includes(code) ? code : undefined;
  });
  const coming = shown.filter((code) => !pool.includes(code));
  return pool.map((code) => code ?? coming.shift());
}
