import { join } from 'node:path';
import { z } from 'zod';
import type { CalendarYear } from '../../shared/domain/calendarYear.ts';
import { isoDate, monthDay } from '../../shared/domain/packParts.ts';
import { firstIssue, readJson } from '../readJson.ts';
import { StartError } from '../StartError.ts';

/** The file of a calendar that is no year: which days the law makes free in every year, whatever a notice says. */
export const STATUTORY_FILE = 'statutory.json';

const statutorySchema = z.strictObject({
  source: z.string().min(1),
  licence: z.string().min(1),
  fixed: z.array(monthDay),
  /** By year, those that another calendar moves about: the Spring Festival. */
  movable: z.record(z.string().regex(/^[0-9]{4}$/), z.array(isoDate).min(1)),
});

type StatutoryDays = z.infer<typeof statutorySchema>;

/** StartError with one sentence where a calendar does not say which days are free by law. */
export function loadStatutoryDays(folder: string): StatutoryDays {
  const path = join(folder, STATUTORY_FILE);
  const parsed = statutorySchema.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  throw new StartError(`${path}, ${firstIssue(parsed.error)}.`);
}

/**
 * The first hole in a year that says it follows an official notice, as `field: what`: a day that is free by law and not
 * named a holiday. A provisional year knows only what it knows.
 */
export function statutoryFault(
  { year, provisional, days }: CalendarYear,
  { fixed, movable }: StatutoryDays,
): string | undefined {
  if (provisional) return undefined;
  const moved = movable[year];
  if (moved === undefined) return `field year: ${STATUTORY_FILE} does not name the movable days of ${year}`;
  const hole = [...fixed.map((day) => `${year}-${day}`), ...moved]
    .sort()
    .find((date) => days[date] !== 'holiday');
  return hole === undefined ? undefined : `field days.${hole}: it is free by law and must be named a holiday`;
}
