import { z } from 'zod';
import type { Refusal, RefusalCode } from '../domain/refusals.ts';
import { REFUSAL_CODES } from '../domain/refusals.ts';

/** The answer's status and the title that never changes, by code. */
export const PROBLEMS: Readonly<Record<RefusalCode, { readonly status: number; readonly title: string }>> = {
  invalid_input: { status: 422, title: 'The input is not valid' },
  invalid_state: { status: 409, title: 'The case is not in a state that allows this' },
  stale: { status: 409, title: 'The case has changed since the version that was named' },
  not_allowed: { status: 403, title: 'This identity may not do that' },
  not_found: { status: 404, title: 'There is no such thing, or not for this identity' },
  key_reused: { status: 422, title: 'The key was used before with another body' },
  unauthenticated: { status: 401, title: 'A valid key is needed' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not in a form that this call takes' },
  too_fast: { status: 429, title: 'Too many requests' },
  not_built_yet: { status: 501, title: 'This does not exist yet' },
  day_full: { status: 503, title: 'The case numbers of this day are used up; file again on the next day' },
  clock_in_doubt: {
    status: 503,
    title: 'The clock of the hub is wrong; nothing is recorded until it is right',
  },
  storage_full: { status: 507, title: 'There is no room left to store anything' },
  storage_failed: { status: 503, title: 'The store failed; nothing was recorded' },
  shutting_down: { status: 503, title: 'The hub is stopping' },
  contract_version: { status: 409, title: 'Screen and hub speak different versions of the contract' },
  method_not_allowed: { status: 405, title: 'This path does not take that method' },
  internal_fault: { status: 500, title: 'The hub made a mistake' },
};

/** RFC 9457 `application/problem+json`. `faults` names every bad field of an `invalid_input`. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(REFUSAL_CODES),
  detail: z.string().optional(),
  faults: z.array(z.strictObject({ field: z.string(), fault: z.string() })).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

export type Problem = z.infer<typeof problemSchema>;

/** A refusal as it crosses HTTP. `detail` is one sentence for a developer, never for a screen. */
export function problemOf(refusal: Refusal, detail?: string): Problem {
  const { status, title } = PROBLEMS[refusal.code];
  const { faults, facts } = refusal;
  return {
    type: `urn:whistleboard:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    ...(detail === undefined ? {} : { detail }),
    ...(faults === undefined ? {} : { faults: [...faults] }),
    ...(facts === undefined ? {} : { facts: { ...facts } }),
  };
}
