import type { InputFault, Refusal } from '../../../shared/domain/refusals.ts';
import { invalidFaults } from '../../../shared/domain/refusals.ts';
import type { ApiRoute } from './ApiRoute.ts';

/**
 * Names every parameter that a call does not know, and every one that stands twice: a misspelt filter must not
 * be answered with everything, nor one of two values be picked silently. Undefined where all is well.
 */
export function queryFault({ query = [] }: ApiRoute, asked: URLSearchParams): Refusal | undefined {
  const faults = new Map<string, InputFault['fault']>();
  const seen = new Set<string>();
  for (const field of asked.keys()) {
    if (!query.some(({ name }) => name === field)) faults.set(field, 'unknown_field');
    else if (seen.has(field)) faults.set(field, 'named_twice');
    seen.add(field);
  }
  if (faults.size === 0) return undefined;
  return invalidFaults([...faults].map(([field, fault]) => ({ field, fault })));
}
