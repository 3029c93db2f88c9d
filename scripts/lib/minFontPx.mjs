/** A Han glyph fills about this share of its em. */
export const GLYPH_EM = 0.9;

/**
 * The least font size at which a Han glyph is seen under an angle: h = 2·D·tan(θ/2), and h/0.9 for the em around
 * it (ISO 9241-3; NUREG-0700 asks it of the farthest seat).
 *
 * @param {number} distanceM metres from the farthest eye to the wall
 * @param {number} pitchMm millimetres from one physical pixel to the next
 * @param {number} arcmin the angle in minutes of arc
 * @returns {number} physical pixels, not rounded
 */
export function minFontPx(distanceM, pitchMm, arcmin) {
  const theta = (arcmin / 60) * (Math.PI / 180);
  const heightMm = 2 * distanceM * 1000 * Math.tan(theta / 2);
  return heightMm / GLYPH_EM / pitchMm;
}
