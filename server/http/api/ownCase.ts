import type { CaseState } from '../../../shared/domain/case/CaseState.ts';
import { parseCaseNo } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { refusal } from '../../../shared/domain/refusals.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import type { Hub } from '../../hub/Hub.ts';
import type { ApiRequest } from './ApiRoute.ts';

/**
 * The case that a path names, to the identity that filed it. Whether a case that somebody else filed exists is
 * not told: both are `not_found`.
 */
export async function ownCase(
  hub: Hub,
  { params, caller }: Pick<ApiRequest, 'params' | 'caller'>,
): Promise<Result<CaseState, Refusal>> {
  const id = parseCaseNo(hub.city.pack.caseNoPrefix, params['caseNo'] ?? '');
  const state = id === undefined ? undefined : await hub.caseOf(id);
  if (state === undefined || state.filedBy !== caller.id) return refuse(refusal('not_found'));
  return ok(state);
}
