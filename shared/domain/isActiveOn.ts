import type { Unit } from './cityPack.ts';

/** Whether a unit is at work on a local date, `YYYY-MM-DD`; its last day is the one before `activeTo`. */
export function isActiveOn(
  { activeFrom, activeTo }: Pick<Unit, 'activeFrom' | 'activeTo'>,
  day: string,
): boolean {
  return (activeFrom ?? '') <= day && (activeTo === undefined || day < activeTo);
}
