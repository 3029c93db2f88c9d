import { healthSchema, readySchema } from '../../../shared/contract/healthAnswers.ts';
import type { HubHealth } from '../../hub/Hub.ts';
import { JSON_TYPE, jsonAnswer } from './answers.ts';
import type { ApiRoute } from './ApiRoute.ts';
import type { Edge } from './Edge.ts';

/** A probe writes and syncs, so asking more often than this is answered with the last one. */
const PROBE_EVERY_MS = 500;

/** `/healthz` and `/readyz`. */
export function readHealth({ hub }: Edge): readonly ApiRoute[] {
  let probedAt = -Infinity;
  let probe: Promise<HubHealth> | undefined;
  const health = (): Promise<HubHealth> => {
    const now = hub.clock.monotonic();
    if (probe === undefined || now - probedAt >= PROBE_EVERY_MS) {
      probedAt = now;
      probe = hub.health();
    }
    return probe;
  };
  return [
    {
      method: 'GET',
      path: '/healthz',
      audience: 'anyone',
      summary: 'Whether the process is alive.',
      answer: { status: 200, type: JSON_TYPE, schema: healthSchema, description: 'Alive.' },
      refusals: [],
      handle: () => jsonAnswer(200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      audience: 'anyone',
      summary: 'Whether the hub can do its work: the store writes and syncs, the clock is sane.',
      answer: { status: 200, type: JSON_TYPE, schema: readySchema, description: 'Ready; 503 where not.' },
      refusals: [],
      handle: async () => {
        const { ready, storeWrites, clockSane, fault } = await health();
        const told = fault === undefined ? {} : { fault };
        const body = { ready, storeWrites, clockSane, seq: hub.seq, mode: hub.mode, ...told };
        return jsonAnswer(ready ? 200 : 503, body);
      },
    },
  ];
}
