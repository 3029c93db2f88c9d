import { z } from 'zod';
import { monthDay, timeOfDay } from '../../../shared/domain/packParts.ts';
import { CALLBACK_OUTCOMES, KINDS, LEVELS, SATISFACTIONS } from '../../../shared/domain/vocabulary.ts';

/** Citizens are called back within these hours only (domain reference, C22). */
const [CALLS_FROM, CALLS_TO] = ['08:30', '20:30'];
const laterThan = (to: string, from: string) => ({ error: `must be later than ${from}`, path: [to] });

const share = z.number().min(0).max(1);
const weight = z.number().min(0);
const minutes = z.number().positive();
/** A lognormal span: its median in minutes, and how much it varies. */
const span = z.strictObject({ median: minutes, sigma: z.number().min(0).max(2) });
/** Weights of which one at least is more than zero, so that there is something to draw. */
const someWeight = <T extends z.ZodType<Readonly<Record<string, number>> | readonly number[]>>(of: T) =>
  of.refine((weights) => Object.values(weights).some((one) => one > 0), 'one weight must be more than zero');
const levelShares = someWeight(z.partialRecord(z.enum(LEVELS), weight));
const byLevel = <T extends z.ZodType>(of: T) => z.strictObject({ L1: of, L2: of, L3: of, L4: of });
/** From one day of the year to another, both among them; it may reach over the new year. */
const season = z.tuple([monthDay, monthDay]);
const hour = z.number().int().min(0).max(24);
/** From the one to the other, or exactly so many. */
const hours = z.tuple([hour, hour]).refine(([from, to]) => from <= to, 'must not run back');
/** Whether a block's numbers are made up, and why they are as they are; no block may leave it open. */
const told = { origin: z.enum(['invented', 'published']), why: z.string().min(1) };

const matter = z.strictObject({
  /** The beginning of the codes of the categories that are meant. */
  codes: z.string().regex(/^[0-9]{1,6}$/),
  weight,
  season: season.optional(),
  /** What is left of the weight out of season. */
  outOfSeason: share.default(0),
});

const isThereAllYear = ({ weight: often, season: when, outOfSeason }: z.infer<typeof matter>) =>
  often > 0 && (when === undefined || outOfSeason > 0);

/** How urgent and how difficult cases of a matter are; the longest beginning of a category's code counts. */
const urgency = z.strictObject({ codes: z.string().regex(/^[0-9]{1,6}$/), shares: levelShares });

/** Many cases of one matter within hours: a heating failure, a storm. */
const burst = z.strictObject({
  id: z.string().min(1),
  codes: z.array(z.string().regex(/^[0-9]{1,6}$/)).min(1),
  /** All year where none is named. */
  season: season.optional(),
  /** How likely it is drawn for one day of the season. */
  chance: share,
  /** It is left out for so many days after one for which it was drawn. */
  quietDays: z.number().int().min(0).max(60).default(0),
  startHours: hours,
  hours,
  casesPerHour: z.number().positive(),
  spread: z.enum(['district', 'city']),
  level: z.enum(LEVELS).optional(),
});

const city = z.strictObject({
  ...told,
  matters: z
    .array(matter)
    .refine(
      (all) => all.length === 0 || all.some(isThereAllYear),
      'one matter must have a weight all the year',
    ),
  levels: z.array(urgency),
  bursts: z.array(burst),
});

/** `data/simulation/simulation.json`: all numbers by which the simulated feed makes up days; shares need not sum to 1. */
export const simulationSchema = z.strictObject({
  about: z.string().min(1),
  seed: z.number().int().nonnegative(),
  past: z.strictObject({ ...told, days: z.number().int().min(0).max(60) }),
  day: z.strictObject({
    ...told,
    casesPerDay: z.number().positive().max(1_000_000),
    hours: someWeight(z.array(weight).length(24)),
    weekdays: someWeight(z.array(weight).length(7)),
  }),
  channels: z.strictObject({ ...told, shares: someWeight(z.record(z.string(), weight)) }),
  kinds: z.strictObject({ ...told, shares: someWeight(z.partialRecord(z.enum(KINDS), weight)) }),
  /** Of matters that say nothing by themselves. */
  levels: z.strictObject({ ...told, shares: levelShares }),
  places: z.strictObject({
    ...told,
    unevenness: z.number().min(0).max(2),
    withoutPoint: share,
    withoutStreet: share,
    confidential: share,
  }),
  hotline: z.strictObject({
    ...told,
    answer: span,
    dispatch: span,
    ends: someWeight(
      z.strictObject({ AnswerDirectly: weight, Dispatch: weight, Dismiss: weight, TransferOut: weight }),
    ),
  }),
  units: z
    .strictObject({
      ...told,
      busy: z.number().min(0.05).max(1),
      nightShare: z.strictObject({ street: share, utility: share, department: share, other: share }),
      openFrom: timeOfDay,
      openTo: timeOfDay,
      contactFrom: timeOfDay,
      contactTo: timeOfDay,
      /** After a wait of so many hours a unit has further places, up to so many times the usual ones. */
      crews: z.strictObject({ afterHours: z.number().positive(), most: z.number().min(1).max(100) }),
      lazyStreets: share,
      lazySlowness: z.number().positive(),
      lazySign: z.number().positive(),
      speedSpread: z.number().min(0).max(1),
      sign: byLevel(span),
      contact: byLevel(span),
      work: byLevel(span),
      handsOn: byLevel(minutes),
      /** What a second round takes of a first one's time. */
      reworkShare: z.number().positive(),
      contactFails: share,
      withdrawn: share,
    })
    .refine(({ openFrom, openTo }) => openFrom < openTo, laterThan('openTo', 'openFrom'))
    .refine(({ contactFrom, contactTo }) => contactFrom < contactTo, laterThan('contactTo', 'contactFrom')),
  review: z
    .strictObject({
      ...told,
      from: timeOfDay,
      to: timeOfDay,
      span,
      returned: share,
      returnedLazy: share,
      decision: span,
      rework: share,
    })
    .refine(({ from, to }) => from < to, laterThan('to', 'from')),
  callbacks: z
    .strictObject({
      ...told,
      from: timeOfDay.refine((from) => from >= CALLS_FROM, `must not be before ${CALLS_FROM}`),
      to: timeOfDay.refine((to) => to <= CALLS_TO, `must not be after ${CALLS_TO}`),
      minutes,
      busy: z.number().min(0.05).max(1),
      /** Somebody answers now and then, or nobody could ever be called to an end. */
      outcomes: z
        .partialRecord(z.enum(CALLBACK_OUTCOMES), weight)
        .refine(({ answered = 0 }) => answered > 0, { error: 'must be more than zero', path: ['answered'] }),
      contacted: share,
      contactedLazy: share,
      solved: share,
      solvedSpread: share,
      solvedLazy: share,
      solvedAfterRework: share,
      solvedAfterReworkLazy: share,
      gradesSolved: someWeight(z.partialRecord(z.enum(SATISFACTIONS), weight)),
      gradesUnsolved: someWeight(z.partialRecord(z.enum(SATISFACTIONS), weight)),
    })
    .refine(({ from, to }) => from < to, laterThan('to', 'from')),
  /** By the id of the city pack; a city that is not there has all matters by a rank from the seed, and no bursts. */
  cities: z.record(z.string(), city),
  /** What is known of real days, and between which bounds the made-up ones must come out. */
  published: z.array(
    z.strictObject({
      figure: z.string().min(1),
      says: z.string().min(1),
      value: z.number(),
      atLeast: z.number(),
      atMost: z.number(),
    }),
  ),
});

export type Simulation = z.infer<typeof simulationSchema>;
export type Span = z.infer<typeof span>;
export type Matter = z.infer<typeof matter>;
export type Burst = z.infer<typeof burst>;
