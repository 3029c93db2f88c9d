/** The closed list of codes by which the hub says no. The screen's catalogue turns them into sentences. */
export const REFUSAL_CODES = [
  'invalid_input',
  'invalid_state',
  'stale',
  'not_allowed',
  'not_found',
  'key_reused',
  'unauthenticated',
  'too_large',
  'unsupported_media_type',
  'too_fast',
  'not_built_yet',
  'day_full',
  'clock_in_doubt',
  'storage_full',
  'storage_failed',
  'shutting_down',
  'contract_version',
  'method_not_allowed',
  'internal_fault',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One thing that is wrong with an input: where (`location.lng`, `` for the whole) and a code of what. */
export interface InputFault {
  readonly field: string;
  readonly fault: string;
}

/** A no from the business: a value, never thrown. `faults` names every reason of `invalid_input`. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly faults?: readonly InputFault[];
  /** Facts that help the caller: the state the case is in, the version it has, seconds to wait. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

export function refusal(code: RefusalCode, facts?: Refusal['facts']): Refusal {
  return facts === undefined ? { code } : { code, facts };
}

/** An answer names this many faults at most: a caller can send thousands of unknown fields. */
const MAX_FAULTS = 50;

/** Names the first faults; of how many more there are `facts.moreFaults` tells. */
export function invalidFaults(faults: readonly InputFault[]): Refusal {
  return cutFaults({ code: 'invalid_input', faults }, MAX_FAULTS);
}

/** The same refusal with at most so many faults. */
export function cutFaults(refused: Refusal, atMost: number): Refusal {
  const { faults = [], facts } = refused;
  const cut = faults.length - atMost;
  if (cut <= 0) return refused;
  const moreFaults = Number(facts?.['moreFaults'] ?? 0) + cut;
  return { ...refused, faults: faults.slice(0, atMost), facts: { ...facts, moreFaults } };
}

export function invalidInput(field: string, fault: string): Refusal {
  return { code: 'invalid_input', faults: [{ field, fault }] };
}
