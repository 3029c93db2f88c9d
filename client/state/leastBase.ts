/** A share, a rate or a growth is told of so many cases at least: a figure computed from fewer misleads. */
export const LEAST_BASE = 20;

/** `part / base`; undefined where the base is too small for a share to mean anything. */
export function shareOf(part: number, base: number): number | undefined {
  return base < LEAST_BASE ? undefined : part / base;
}
