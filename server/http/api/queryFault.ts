import type { Refusal } from '../../../shared/domain/refusals.ts';
import type { ApiRoute } from './ApiRoute.ts';

/**
 * Names every parameter that a call with parameters does not know: a misspelt filter must not be answered with
 * everything. Undefined where there is none, and of a call without any.
 */
export function queryFault({ query }: ApiRoute, asked: URLSearchParams): Refusal | undefined {
  if (query === undefined) return undefined;
  const unknown = [...new Set(asked.keys())].filter((field) => !query.some(({ name }) => name === field));
  const faults = unknown.map((field) => ({ field, fault: 'unknown_field' }) as const);
  return faults.length === 0 ? undefined : { code: 'invalid_input', faults };
}
