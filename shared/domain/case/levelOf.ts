import type { Policy } from '../policy.ts';
import type { Level } from '../vocabulary.ts';
import type { CaseState } from './CaseState.ts';

/** A case whose level nobody knew is worked on as the policy's default level. */
export function levelOf({ level }: CaseState, { defaultLevel }: Policy): Level {
  return level === 'unknown' ? defaultLevel : level;
}
