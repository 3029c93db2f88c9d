import { z } from 'zod';

/**
 * Where an intake's field comes from: a column by its heading; a column whose words are translated, others
 * standing as they are or becoming `otherwise`; several columns, the empty ones left out; or one fixed value.
 */
const origin = z.union([
  z.string().min(1),
  z.strictObject({
    column: z.string().min(1),
    values: z.record(z.string(), z.string()),
    otherwise: z.string().optional(),
  }),
  z.strictObject({ columns: z.array(z.string().min(1)).min(1), join: z.string().default(' ') }),
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
    level: origin.optional(),
    categoryCode: origin.optional(),
    streetCode: origin.optional(),
    hostUnitCode: origin.optional(),
    address: origin.optional(),
    lng: origin.optional(),
    lat: origin.optional(),
    requesterName: origin.optional(),
    requesterPhone: origin.optional(),
  })
  .refine((fields) => (fields.lng === undefined) === (fields.lat === undefined), {
    path: ['lng'],
    message: 'lng and lat must be given together',
  });

/** How a file of rows becomes cases: the file that `--feed-map` names, or a city's `replay.json`. */
export const replayMapSchema = z
  .strictObject({
    format: z.enum(['csv', 'xlsx']),
    /** XLSX only; the first sheet where it is left out. */
    sheet: z.string().min(1).optional(),
    /** The IANA zone of times that carry no offset. */
    timeZone: z.string().min(1),
    /** Tried in order; made of YYYY MM M DD D HH H mm ss SSS Z and the signs between them. */
    timeFormats: z.array(z.string().min(4)).min(1),
    /** Which way the file runs. Rows of one instant are played in that order: descending means last line first. */
    order: z.enum(['ascending', 'descending', 'unsorted']),
    crs: z.enum(['wgs84', 'gcj02', 'bd09']),
    columns,
  })
  .refine((map) => map.sheet === undefined || map.format === 'xlsx', {
    path: ['sheet'],
    message: 'only a workbook has sheets',
  });

export type ReplayMap = z.output<typeof replayMapSchema>;
export type FieldOrigin = z.output<typeof origin>;
export type MappedField = keyof ReplayMap['columns'];
