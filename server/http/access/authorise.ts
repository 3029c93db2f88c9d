import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../../../shared/domain/refusals.ts';
import { refusal } from '../../../shared/domain/refusals.ts';
import type { Actor } from '../../../shared/domain/vocabulary.ts';
import type { Result } from '../../../shared/lib/Result.ts';
import { ok, refuse } from '../../../shared/lib/Result.ts';
import type { Mode } from '../../../shared/domain/vocabulary.ts';
import type { Access } from './Access.ts';
import type { Origins } from './Origins.ts';

/**
 * Who may make a call. `program`: an intake key. `viewer`: any key; on the hub's own machine none is needed while
 * its data are not live. `operator`: any key; on the hub's own machine none is needed.
 */
export type Audience = 'anyone' | 'viewer' | 'operator' | 'program';

/** Who looks at a demo on the hub's own machine without having been paired: a wall, and nothing more. */
export const UNPAIRED: Actor = { role: 'wall', id: 'unpaired' };

export interface Door {
  readonly access: Access;
  readonly origins: Origins;
  readonly mode: Mode;
}

/** The identity under which a request is answered, or why it is not. */
export function authorise(audience: Audience, request: IncomingMessage, door: Door): Result<Actor, Refusal> {
  if (audience === 'anyone') return ok(UNPAIRED);
  const { authorization } = request.headers;
  if (authorization === undefined) return withoutKey(audience, request, door);
  const admitted = door.access.admitHeader(authorization, request);
  const isScreen = admitted.ok && admitted.value.role === 'wall';
  return audience === 'program' && isScreen ? refuse(refusal('not_allowed', { role: 'wall' })) : admitted;
}

function withoutKey(audience: Audience, request: IncomingMessage, door: Door): Result<Actor, Refusal> {
  const isOpen = audience === 'operator' || (audience === 'viewer' && door.mode !== 'live');
  if (isOpen && door.origins.isFromThisMachine(request)) return ok(UNPAIRED);
  return refuse(door.access.failed(request, 'no_key'));
}
