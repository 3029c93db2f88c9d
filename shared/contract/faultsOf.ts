import type { z } from 'zod';
import type { InputFault } from '../domain/refusals.ts';

type Issue = z.core.$ZodIssue;

/** A field's name is the caller's own text; a longer one is cut in the answer. */
const MAX_FIELD = 200;

/**
 * Every fault that a schema found in `input`, one a field, named `location.lng`; `` is the whole. Unknown fields
 * come last: where an answer is cut, what is wrong with the known ones is told.
 */
export function faultsOf(issues: readonly Issue[], input: unknown): readonly InputFault[] {
  const unknown: InputFault[] = [];
  const known: InputFault[] = [];
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys')
      known.push({ field: fieldOf(issue.path), fault: faultOf(issue, valueAt(input, issue.path)) });
    else
      for (const key of issue.keys)
        unknown.push({ field: fieldOf([...issue.path, key]), fault: 'unknown_field' });
  }
  return [...known, ...unknown];
}

function faultOf(issue: Issue, value: unknown): string {
  if (value === undefined) return 'required';
  // Our own checks name their fault themselves; the library's sentences have capitals and blanks.
  if (issue.code !== 'invalid_type' && /^[a-z_]+$/.test(issue.message)) return issue.message;
  return FAULTS[issue.code]?.(issue, value) ?? 'not_valid';
}

const FAULTS: Readonly<Record<string, (issue: Issue, value: unknown) => string>> = {
  invalid_type: () => 'wrong_type',
  invalid_union: () => 'wrong_type',
  invalid_value: (_issue, value) => (typeof value === 'string' ? 'not_in_list' : 'wrong_type'),
  invalid_format: () => 'wrong_format',
  too_small: (_issue, value) => (typeof value === 'number' ? 'out_of_range' : 'too_short'),
  too_big: (_issue, value) => (typeof value === 'number' ? 'out_of_range' : 'too_long'),
};

function fieldOf(path: readonly PropertyKey[]): string {
  const field = path.map(String).join('.');
  return field.length > MAX_FIELD ? `${field.slice(0, MAX_FIELD)}…` : field;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
