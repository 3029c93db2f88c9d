import { z } from 'zod';
import { isoDate } from './packParts.ts';

/**
 * One year of a calendar of working days (`data/calendars/<id>/<year>.json`): only the days that are not what
 * their weekday says. Made by `npm run calendars`.
 */
export const calendarYearSchema = z.strictObject({
  year: z.number().int().min(1949).max(2199),
  /** Which notice says so, and who wrote it down. */
  source: z.string().min(1),
  licence: z.string().min(1),
  /** The month in which the notice was given, `YYYY-MM`, where it is known. */
  noticeMonth: z
    .string()
    .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  /** There is no official notice behind it: deadlines in this year may still move. */
  provisional: z.boolean().default(false),
  /** `holiday`: nobody works although, or because, the notice says so. `makeup`: a weekend day that is worked (调休). */
  days: z.record(isoDate, z.enum(['holiday', 'makeup'])),
});

export type CalendarYear = z.infer<typeof calendarYearSchema>;
