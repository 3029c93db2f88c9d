import { refusal } from '../../../shared/domain/refusals.ts';
import { JSON_TYPE, problemAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';

const PLANNED: readonly (readonly [ApiRoute['method'], path: string, sentence: string])[] = [
  ['GET', '/api/v1/cases', 'Searching cases follows; a case is read at /api/v1/cases/{caseNo}.'],
  ['POST', '/api/v1/whistles', 'Whistles follow in a later version.'],
  ['GET', '/api/v1/whistles', 'Whistles follow in a later version.'],
  ['GET', '/api/v1/whistles/{whistleNo}', 'Whistles follow in a later version.'],
  ['POST', '/api/v1/whistles/{whistleNo}/commands/{Command}', 'Whistles follow in a later version.'],
];

/** Calls of the contract that do not exist yet: each says so in one sentence instead of being unknown. */
export function notBuiltYet(): readonly ApiRoute[] {
  return PLANNED.map(([method, path, sentence]) => ({
    method,
    path,
    audience: 'program',
    summary: sentence,
    answer: { status: 501, type: JSON_TYPE, description: sentence },
    refusals: ['not_built_yet'],
    handle: () => problemAnswer(refusal('not_built_yet'), sentence),
  }));
}
