import { z } from 'zod';
import { textOf } from '../domain/textRule.ts';
import { KINDS, LEVELS } from '../domain/vocabulary.ts';

const word = (max: number) =>
  z.string().regex(new RegExp(`^[\\p{L}\\p{N}][\\p{L}\\p{N}_.:-]{0,${max - 1}}$`, 'u'));
const code = textOf(1, 64);

/** Nothing that a hotline takes was reported before; a date without a year often comes as the year 0. */
const EARLIEST = Date.UTC(1900, 0, 1);
const time = z.iso
  .datetime({ offset: true, error: 'needs_time_with_offset', abort: true })
  .refine((text) => !(Date.parse(text) < EARLIEST), 'out_of_range');

/** Body of `POST /cases` and each line of a batch. Times carry an offset; places say their coordinate system. */
export const intakeSchema = z.strictObject({
  source: word(64),
  externalId: textOf(1, 128),
  channel: word(32),
  kind: z.enum(KINDS),
  title: textOf(1),
  content: textOf(1),
  requester: z.strictObject({ name: textOf(0, 200).optional(), phone: textOf(0, 64).optional() }).optional(),
  location: z
    .strictObject({
      lng: z.number().min(-180).max(180),
      lat: z.number().min(-90).max(90),
      crs: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
    })
    .optional(),
  streetCode: code.optional(),
  address: textOf(0).optional(),
  categoryCode: code.optional(),
  /** The unit that the source knows to be responsible; it goes before the dispatch rules. */
  hostUnitCode: code.optional(),
  level: z.enum(LEVELS).optional(),
  confidential: z.boolean().optional(),
  reportedAt: time.optional(),
  /** Until when the source itself has promised the matter; a clock of its own, beside those of the policy. */
  dueAt: time.optional(),
});

export type Intake = z.output<typeof intakeSchema>;
