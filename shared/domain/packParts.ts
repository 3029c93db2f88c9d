import { z } from 'zod';

/** What the schemas of a city pack are made of. */
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/);
export const names = z.strictObject({ zh: z.string().min(1).max(60), en: z.string().min(1).max(80) });
export const isoDate = z.iso.date();
/** A day of every year, `MM-DD`. */
export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/);
/** A local time of day, `HH:mm`. */
export const timeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);
const endOfWindow = z.union([timeOfDay, z.literal('24:00')]);
/** Local times of day from and to, `24:00` being the end of the day; one that ends before it begins runs over midnight. */
export const dayWindow = z.strictObject({ from: timeOfDay, to: endOfWindow });
export type DayWindow = z.infer<typeof dayWindow>;

/** From when to when (local dates, the end exclusive) a policy, a profile or a rule holds. */
export const effective = { from: isoDate, to: isoDate.optional() };
