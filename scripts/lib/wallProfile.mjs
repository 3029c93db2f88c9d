/**
 * One kind of wall, as a file of data/walls tells it.
 *
 * @typedef {object} WallProfile
 * @property {'led' | 'lcd'} display LED modules, or LCD panels side by side
 * @property {number} distanceM metres from the wall to the farthest seat that must read it
 * @property {number} pitchMm millimetres from one pixel to the next
 * @property {number} cols panels beside each other
 * @property {number} rows panels above each other
 * @property {readonly [number, number]} panelPx one panel's width and height in physical pixels
 */

const isPositive = (/** @type {unknown} */ value) => Number.isFinite(value) && Number(value) > 0;
const isCount = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) > 0;

/** @type {Readonly<Record<keyof WallProfile, { what: string, holds: (value: unknown) => boolean }>>} */
const FIELDS = {
  display: { what: '"led" or "lcd"', holds: (value) => value === 'led' || value === 'lcd' },
  distanceM: { what: 'a positive number of metres', holds: isPositive },
  pitchMm: { what: 'a positive number of millimetres', holds: isPositive },
  cols: { what: 'a positive whole number', holds: isCount },
  rows: { what: 'a positive whole number', holds: isCount },
  panelPx: {
    what: 'two positive whole numbers',
    holds: (value) => Array.isArray(value) && value.length === 2 && value.every(isCount),
  },
};

/**
 * Whether what a file holds is a profile; what is wrong with it goes to `told`, a sentence a field.
 *
 * @param {unknown} value
 * @param {(fault: string) => void} told
 * @returns {value is WallProfile}
 */
export function isWallProfile(value, told) {
  if (typeof value !== 'object' || value === null) {
    told('the whole must be one JSON object.');
    return false;
  }
  const fields = new Map(Object.entries(value));
  const wrong = Object.entries(FIELDS).filter(([name, { holds }]) => !holds(fields.get(name)));
  for (const [name, { what }] of wrong) told(`field ${name} must be ${what}.`);
  const unknown = [...fields.keys()].filter((name) => !Object.hasOwn(FIELDS, name));
  for (const name of unknown) told(`field ${name} is not known.`);
  return wrong.length + unknown.length === 0;
}
