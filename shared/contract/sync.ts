import { z } from 'zod';
import { MODES } from '../domain/vocabulary.ts';

const cell = z.union([z.number().int(), z.string(), z.boolean(), z.null()]);
const row = z.array(cell).min(1);
const revision = z.number().int().nonnegative();
const name = z.string().min(1).max(64);

/** A screen says what it shows and what it already holds of it. */
export const helloSchema = z.strictObject({
  contractVersion: z.number().int(),
  surface: z.enum(['wall', 'console', 'leader']),
  tables: z
    .array(z.strictObject({ table: name, scope: name, epoch: name.optional(), rev: revision.optional() }))
    .min(1)
    .max(40),
});

/** The answer to a hello. Frames or snapshots for each granted table follow it, in order, on the same socket. */
export const helloReplySchema = z.strictObject({
  ok: z.literal(true),
  contractVersion: z.number().int(),
  epoch: name,
  hubTime: z.number().int(),
  rate: z.number(),
  /** How the hub's data came to be; anything but `live` is marked on every screen. */
  mode: z.enum(MODES),
  city: name,
  screen: name,
  granted: z.array(z.strictObject({ table: name, scope: name })),
});

/** A whole table as of `seq`. `columns` name the cells; `key` names the column that identifies a row. */
export const snapshotSchema = z.strictObject({
  table: name,
  scope: name,
  epoch: name,
  rev: revision,
  seq: revision,
  columns: z.array(name),
  key: name,
  rows: z.array(row),
  checksum: revision,
});

/** One table's change: applies only to `rev - 1`. `put` holds whole rows, `del` keys. */
export const patchSchema = z.strictObject({
  table: name,
  scope: name,
  rev: revision,
  put: z.array(row),
  del: z.array(cell),
  checksum: revision.optional(),
});

/** One per room and tick. At most once and in order on one socket; a gap is mended by a new hello. */
export const frameSchema = z.strictObject({ seq: revision, tables: z.array(patchSchema) });

/** Every second, whether or not anything changed: the screen's proof of life. */
export const beatSchema = z.strictObject({ seq: revision, hubTime: z.number().int(), rate: z.number() });

/** All that a wall says beside its hello. */
export const screenReportSchema = z.strictObject({
  build: z.string().max(40),
  seq: revision,
  heapMb: z.number().int().nonnegative().max(1_000_000),
  fps: z.number().int().nonnegative().max(1_000),
  driftMs: z.number().int().min(-1e12).max(1e12),
});

export type Hello = z.infer<typeof helloSchema>;
export type HelloReply = z.infer<typeof helloReplySchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;
export type Patch = z.infer<typeof patchSchema>;
export type Frame = z.infer<typeof frameSchema>;
export type Beat = z.infer<typeof beatSchema>;
export type ScreenReport = z.infer<typeof screenReportSchema>;
