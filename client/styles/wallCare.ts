/** What keeps a panel that shows the same page for years from ageing unevenly: LED and OLED do not recover. */

/** How far the whole page is moved, in CSS pixels to the right and downwards. */
export interface PageShift {
  readonly x: number;
  readonly y: number;
}

/** Once round, never more than one step of 4 px at a time along an axis, as often left as right, up as down. */
const PATH: readonly PageShift[] = [
  { x: 0, y: -4 },
  { x: 4, y: -4 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
  { x: -4, y: 4 },
  { x: -4, y: 0 },
  { x: -4, y: -4 },
];
const STEP_MS = 10 * 60_000;

/** The night of a wall, in whole local hours: from 22:00 up to, not including, 06:00. */
const NIGHT = { from: 22, to: 6 } as const;

/**
 * Where the page stands at an instant, in epoch milliseconds of hub time: the next place every ten minutes. It
 * follows from the hub's time alone, so that the parts of a wall that several computers drive move together and
 * a reload does not start anew.
 */
export function shiftAt(hubTime: number): PageShift {
  const step = Math.floor(hubTime / STEP_MS) % PATH.length;
  return PATH.at(step) ?? { x: 0, y: 0 };
}

/** Whether a wall is dimmed at an hour of the city's local time, 0 up to 24. */
export function isNight(localHour: number): boolean {
  return localHour >= NIGHT.from || localHour < NIGHT.to;
}
