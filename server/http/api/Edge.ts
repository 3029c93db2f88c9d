import type { Hub } from '../../hub/Hub.ts';
import type { CallerKeys } from '../intake/CallerKeys.ts';
import type { EdgeLimits } from '../limits.ts';

/** What the handlers of the API work with. */
export interface Edge {
  readonly hub: Hub;
  readonly keys: CallerKeys;
  readonly limits: EdgeLimits;
}
