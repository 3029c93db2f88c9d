import { z } from 'zod';

/** How a file's own words for the end of a case are told: still open, done, named twice, or given to others. */
export const OUTCOMES = ['open', 'closed', 'duplicate', 'transferred'] as const;

/** A column by its heading, or by the first of several headings that the file has. */
const heading = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/**
 * Where an intake's field comes from: a column; a column whose words are translated, others standing as they are or
 * becoming `otherwise`; several columns, the empty ones left out; or one fixed value. An `optional` column may be
 * missing from the file and then reads as empty.
 */
const origin = z.union([
  heading,
  z.strictObject({
    column: heading,
    values: z.record(z.string(), z.string()).default({}),
    otherwise: z.string().optional(),
    optional: z.boolean().default(false),
  }),
  z.strictObject({
    columns: z.array(heading).min(1),
    join: z.string().default(' '),
    optional: z.boolean().default(false),
  }),
  z.strictObject({ value: z.string().min(1) }),
]);

const columns = z
  .strictObject({
    source: origin,
    externalId: origin,
    channel: origin,
    kind: origin,
    title: origin,
    content: origin,
    reportedAt: origin,
    /** When the source ended the case; empty where it is still open. Left out: nothing is closed. */
    closedAt: origin.optional(),
    /** How it ended, as one of `OUTCOMES`; any other word leaves it to `closedAt`. */
    outcome: origin.optional(),
    /** Until when the source itself had promised it. */
    dueAt: origin.optional(),
    level: origin.optional(),
    categoryCode: origin.optional(),
    streetCode: origin.optional(),
    hostUnitCode: origin.optional(),
    address: origin.optional(),
    lng: origin.optional(),
    lat: origin.optional(),
    /** Both in one cell; see `pointOrder`. */
    point: origin.optional(),
    requesterName: origin.optional(),
    requesterPhone: origin.optional(),
  })
  .refine((fields) => (fields.lng === undefined) === (fields.lat === undefined), {
    path: ['lng'],
    message: 'lng and lat must be given together',
  })
  .refine((fields) => fields.lng === undefined || fields.point === undefined, {
    path: ['point'],
    message: 'a place comes from lng and lat or from point, not from both',
  })
  .refine((fields) => fields.outcome === undefined || fields.closedAt !== undefined, {
    path: ['outcome'],
    message: 'an outcome needs closedAt, which says when',
  });

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** How a file of rows becomes cases: the file that `--feed-map` names, or a city's `replay.json`. */
export const replayMapSchema = z
  .strictObject({
    /** Left out where files of both kinds are read by it. */
    format: z.enum(['csv', 'xlsx']).optional(),
    /** XLSX only: a sheet by its name or its number from 1; the first where it is left out. */
    sheet: z.union([z.string().min(1), z.number().int().min(1)]).optional(),
    /** The line or row on which the headings stand, from 1; the first with any text where it is left out. */
    headerRow: z.number().int().min(1).max(1_000).optional(),
    /** CSV only. A byte order mark at the start of a file goes before it. */
    encoding: z
      .string()
      .refine(isEncoding, 'there is no such encoding; usual ones are utf-8, gb18030, utf-16le, windows-1252')
      .default('utf-8'),
    /** CSV only; of `,` `;` `|` and the tab the one that the headings have most of, where it is left out. */
    separator: z
      .string()
      .min(1)
      .max(4)
      .refine((text) => !/["\r\n]/.test(text), 'it cannot be a quote or a line end')
      .optional(),
    /** CSV only; empty: no sign quotes. */
    quote: z.string().max(1).default('"'),
    /** Cuts outer white space off typed texts too; codes, numbers and times never have any. */
    trim: z.boolean().default(false),
    /** The IANA zone of times that carry no offset. */
    timeZone: z.string().min(1),
    /** Tried in order; tokens stand in docs/replay.md. */
    timeFormats: z.array(z.string().min(1)).min(1).max(20),
    /** Which way the file runs. Rows of one instant are played in that order: descending means last line first. */
    order: z.enum(['ascending', 'descending', 'unsorted']),
    crs: z.enum(['wgs84', 'gcj02', 'bd09']),
    /** Which of the two stands first in a cell that holds both. */
    pointOrder: z.enum(['lat lng', 'lng lat']).default('lat lng'),
    columns,
  })
  .refine((map) => map.sheet === undefined || map.format !== 'csv', {
    path: ['sheet'],
    message: 'only a workbook has sheets',
  });

export type ReplayMap = z.output<typeof replayMapSchema>;
export type FieldOrigin = z.output<typeof origin>;
export type Heading = z.output<typeof heading>;
export type MappedField = keyof ReplayMap['columns'];
