/** A place in degrees as a cell has it, in whatever system its file uses. */
export interface Degrees {
  readonly lng: number;
  readonly lat: number;
}

const NUMBER = '[+-]?[0-9]{1,3}(?:\\.[0-9]{0,20})?';
const WELL_KNOWN = new RegExp(`^POINT *Z? *\\( *(${NUMBER}) +(${NUMBER})(?: +${NUMBER})? *\\)$`, 'i');
const PAIR = new RegExp(`^\\(? *(${NUMBER}) *[,，; ] *(${NUMBER}) *\\)?$`);
/** The longest end of a cell that can still be a pair in brackets. */
const LONGEST_PAIR = 80;

/**
 * The point that one cell holds: `(40.7, -73.9)`, the same without brackets or behind an address, or
 * `POINT (-73.9 40.7)`, which is always longitude first; undefined where there is none.
 */
export function readPoint(cell: string, isLatFirst: boolean): Degrees | undefined {
  const text = cell.trim().replace(/^SRID=[0-9]{1,6};/i, '');
  if (text.length <= 2 * LONGEST_PAIR) {
    const [, lng, lat] = WELL_KNOWN.exec(text) ?? [];
    if (lng !== undefined && lat !== undefined) return { lng: Number(lng), lat: Number(lat) };
  }
  const end = text.slice(-LONGEST_PAIR);
  const [, first, second] = PAIR.exec(end.slice(Math.max(0, end.lastIndexOf('(')))) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [lat, lng] = isLatFirst ? [first, second] : [second, first];
  return { lng: Number(lng), lat: Number(lat) };
}
