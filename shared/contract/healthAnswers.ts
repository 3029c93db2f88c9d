import { z } from 'zod';
import { MODES } from '../domain/vocabulary.ts';

/** `/healthz`: the process is alive and answers. It says nothing of the store. */
export const healthSchema = z.strictObject({ status: z.literal('ok') });

/** `/readyz`: whether the hub can do its work. 200 when `ready`, 503 when not. */
export const readySchema = z.strictObject({
  ready: z.boolean(),
  storeWrites: z.boolean(),
  clockSane: z.boolean(),
  seq: z.number().int().nonnegative(),
  mode: z.enum(MODES),
  /** Why the store takes nothing, in one sentence; left out where it does. */
  fault: z.string().optional(),
});
