import { z } from 'zod';
import type { DayWindow } from './packParts.ts';
import { code, dayWindow, effective } from './packParts.ts';
import { BASES, KINDS, LEVELS } from './vocabulary.ts';

const minutes = z
  .number()
  .int()
  .positive()
  .max(60 * 24 * 366);

/**
 * A time limit (domain.md §2.5): minutes of natural time, or of the time that its basis counts; or days, a working
 * day being as long as its opening hours. The two are not the same to the law (民法典 201): only a limit that is
 * written in days is counted in whole days where the policy counts them so.
 */
const limit = z.union([
  minutes,
  z.strictObject({ minutes, basis: z.enum(BASES) }),
  z.strictObject({
    days: z.number().int().positive().max(366),
    basis: z.enum(['natural', 'working']).default('natural'),
  }),
]);
const limits = z.strictObject({ L1: limit, L2: limit, L3: limit, L4: limit });

/** When no quiet clock of the kind runs, so that citizens are not phoned at night (domain.md §2.5). */
const QUIET_HOURS = {
  contact: { from: '22:00', to: '08:00' },
  callback: { from: '20:30', to: '08:30' },
} as const;

/** Opening hours on working days (K3). */
const WORKING_HOURS = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
] as const;

/** Times of day as `HH:mm` sort like the times. The last window alone may run over midnight, up to where the first begins. */
function followEachOther(hours: readonly DayWindow[]): boolean {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return false;
  const isInOrder = hours.every(({ from }, index) => index === 0 || from >= (hours[index - 1]?.to ?? ''));
  const isLastSound = last.from < last.to || (last.to < last.from && last.to <= first.from);
  return isInOrder && isLastSound && hours.slice(0, -1).every(({ from, to }) => from < to);
}

/** Some time of the day must be left in which the clock runs. */
function leavesTime({ from, to }: DayWindow): boolean {
  return from !== '00:00' || to !== '24:00';
}

const quietWindow = dayWindow.refine(leavesTime, 'they must leave some time of the day');

/** What a city decides about the work itself; domain.md §2.2 (guards) and §2.5 (clocks). */
export const policySchema = z
  .strictObject({
    id: code,
    ...effective,
    /** `none`: the case is closed when its feedback passes. `required`: only after the requester was asked. */
    callback: z.enum(['none', 'required']),
    defaultLevel: z.enum(LEVELS),
    /** Kinds that wait for the hotline's own answer (直接答复) where a rule would dispatch others at once. */
    answeredByHotline: z.array(z.enum(KINDS)).default([]),
    budgets: z.strictObject({
      dispatch: limits,
      sign: limits,
      contact: limits,
      handle: limits,
      /**
       * C21: how long a feedback may wait for its reviewer; then it passes by itself. Unless told four working hours, or
       * four hours in a city that has no calendar of working days.
       */
      review: limits.optional(),
      citizen: limits,
      callback: limits,
      rework: limits,
    }),
    quietHours: z.strictObject({ contact: quietWindow, callback: quietWindow }).default(QUIET_HOURS),
    workingHours: z
      .array(dayWindow)
      .min(1)
      .refine(
        followEachOther,
        'the hours of a day must follow one another, and only the last may run over midnight',
      )
      .default([...WORKING_HOURS]),
    /** `civil`: limits in days leave the start day out and end at 24:00 of the last (K2). */
    dayCounting: z.enum(['exact', 'civil']).default('exact'),
    /** With `civil`: a last day that is no working day moves to the next that is. */
    rollHoliday: z.boolean().default(false),
    /** The shortest feedback a unit may submit, in code points (domain.md C19). */
    feedbackMinChars: z.number().int().min(0).max(20_000),
    /** C22: so often is the requester tried, in so many different half-days, between these times. */
    callbackTries: z.number().int().min(1).max(10).default(3),
    callbackHalfDays: z.number().int().min(1).max(10).default(2),
    callbackHours: dayWindow.default({ from: '08:30', to: '20:30' }),
    /** How often a unit may work on one case: 2 is the first round and one rework (C24). */
    mostAttempts: z.number().int().min(1).max(3).default(2),
    /** C23: a solved case may be closed although the requester is dissatisfied. */
    closeSolvedWhenDissatisfied: z.boolean().default(false),
    /** 不解决不结案: an unsolved case may not be closed (C25). */
    closeRequiresSolved: z.boolean().default(false),
    /** C31: an ended case may be archived after so many days. */
    archiveAfterDays: z.number().int().min(0).max(3_650).default(30),
  })
  .refine(({ callbackTries, callbackHalfDays }) => callbackHalfDays <= callbackTries, {
    path: ['callbackHalfDays'],
    message: 'there cannot be more half-days than tries',
  });

export type Policy = z.infer<typeof policySchema>;
export type Limit = z.infer<typeof limit>;
